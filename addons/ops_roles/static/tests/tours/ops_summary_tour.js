import {inState, press, type} from "./ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const todo = {
    content: "the to-do on the home page",
    trigger: ".o_ops_home_card li:contains(W10) a",
    run: "click",
};

tours.add("ops_summary_write", {
    steps: () => [
        todo,
        {content: "own figures", trigger: ".o_field_widget[name=line_ids]:contains(Meetings kept)"},
        type("done", "Answered all calls"),
        press("action_submit"),
        inState("submitted"),
    ],
});

tours.add("ops_summary_score", {
    steps: () => [
        {
            content: "the to-do on the home page",
            trigger: ".o_ops_home_card li:contains(t_cs):contains(W10) a",
            run: "click",
        },
        {content: "what was done", trigger: ".o_field_widget[name=done]:contains(Answered)"},
        press("action_assess"),
        {content: "score", trigger: ".modal .o_field_widget[name=score] input", run: "edit 88"},
        {content: "give it", trigger: ".modal button[name=action_score]", run: "click"},
        inState("scored"),
    ],
});
