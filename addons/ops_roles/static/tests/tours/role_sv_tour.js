import {home, inPlace, menu, press, type, words} from "./ops_work_steps";
import {registry} from "@web/core/registry";

/** The supervisor signs for a directive, reports on it, and asks for instructions. */
registry.category("web_tour.tours").add("ops_duties_sv", {
    steps: () => [
        inPlace("directives", "Ring back"),
        {
            content: "signed for: now the progress is reported",
            trigger: ".o_ops_home_card[data-card=directives] li:contains(Ring back) button",
        },
        ...menu("office", "approval_note"),
        {content: "new request", trigger: ".o_list_button_add", run: "click"},
        type("name", "Tour server"),
        type("text", "One more server, please."),
        press("action_submit"),
        {
            content: "it waits for the superior",
            trigger:
                ".o_field_widget[name=approval_state] [data-value=pending].o_arrow_button_current",
        },
        home,
        inPlace("directives", "Ring back"),
        {
            content: "half of it",
            trigger: ".modal .o_field_widget[name=progress] input",
            run: "edit 50",
        },
        ...words("Half of them rung"),
    ],
});
