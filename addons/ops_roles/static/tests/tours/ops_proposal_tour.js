import {card, inState, press, shortcut, take, type} from "./ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const subject = "Shorter greeting";

tours.add("ops_proposal_make", {
    steps: () => [
        shortcut(4),
        type("name", subject),
        ...take("", "category_id", "Tour category"),
        type("text", "Callers interrupt it"),
        type("idea", "Half as many words"),
        press("action_send"),
        inState("sent"),
    ],
});

tours.add("ops_proposal_verdict", {
    steps: () => [
        {
            content: "first click: the button of the to-do",
            trigger: `${card("activities_waiting", subject)} button`,
            run: "click",
        },
        {content: "what to change", trigger: ".modal [name=idea]:contains(Half as many)"},
        {
            content: "the words of the reply",
            trigger: ".modal [name=reply] textarea",
            run: "edit Good",
        },
        {content: "second click", trigger: ".modal button[name=action_adopt]", run: "click"},
        {
            content: "nothing is left to decide",
            trigger: `body:not(:has(.modal)) .o_ops_home:not(:has(li:contains(${subject})))`,
        },
    ],
});

tours.add("ops_proposal_read", {
    steps: () => [
        {
            content: "open it",
            trigger: `.o_kanban_record:contains(${subject})`,
            run: "click",
        },
        inState("adopted"),
        {content: "the reply", trigger: ".o_field_widget[name=reply]:contains(Good)"},
    ],
});
