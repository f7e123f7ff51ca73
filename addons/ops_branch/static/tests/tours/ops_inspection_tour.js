import {inState, press} from "@ops_roles/../tests/tours/ops_work_steps";
import {registry} from "@web/core/registry";

const line = (name) => `.o_field_widget[name=mark_ids] .o_data_row:contains(${name})`;

/** A visit: begin, judge one item as failed, the rest in order, score it. */
registry.category("web_tour.tours").add("ops_inspection_visit", {
    steps: () => [
        press("action_begin"),
        inState("visiting"),
        {
            content: "open the finding",
            trigger: `${line("Clean")} td[name=item_id]`,
            run: "click",
        },
        {
            content: "it failed",
            trigger: ".modal .o_field_widget[name=verdict] input[data-value=failed]",
            run: "click",
            timeout: 60000,
        },
        {
            content: "in words",
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Oil on the floor",
        },
        {content: "save", trigger: ".modal .o_form_button_save", run: "click"},
        {content: "it is noted", trigger: `body:not(:has(.modal)) ${line("Oil on the floor")}`},
        press("action_all_in_order"),
        {
            content: "all judged",
            trigger: `${line("Paper")}.text-success`,
            timeout: 60000,
        },
        press("action_finish"),
        inState("done"),
    ],
});
