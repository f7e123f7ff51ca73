import {addRow, card, inState, page, press, shortcut, take, type, words} from "./ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const subject = "Ring back all callers";

tours.add("ops_directive_issue", {
    steps: () => [
        shortcut(1),
        type("name", subject),
        type("due", "2040-12-31"),
        type("text", "By the end of the year"),
        page("executors"),
        addRow("line_ids"),
        ...take("", "executor_id", "t_sa"),
        press("action_convey"),
        inState("conveyed"),
    ],
});

tours.add("ops_directive_execute", {
    steps: () => [
        {content: "open it", trigger: `${card("directives", subject)} a`, run: "click"},
        press("action_receive"),
        inState("doing"),
        press("action_report"),
        {
            content: "half of it",
            trigger: ".modal .o_field_widget[name=progress] input",
            run: "edit 50",
        },
        ...words("Half of them rung"),
        {content: "progress is kept", trigger: ".o_field_widget[name=progress]:contains(50)"},
        press("action_done"),
        ...words("All of them rung"),
        inState("done"),
    ],
});

tours.add("ops_directive_check", {
    steps: () => [
        {content: "open it", trigger: `${card("directives", subject)} a`, run: "click"},
        {content: "the executor's words", trigger: ".o_form_view:contains(All of them rung)"},
        press("action_accept"),
        inState("closed"),
    ],
});
