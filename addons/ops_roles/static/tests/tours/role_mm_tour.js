import {home, inState, openItem, press, shortcut, take, type, within} from "./ops_work_steps";
import {registry} from "@web/core/registry";

/** The centre manager instructs on a letter, and directs something to all branches. */
registry.category("web_tour.tours").add("ops_duties_mm", {
    steps: () => [
        openItem("letters", "Tour letter"),
        press("action_instruct"),
        {
            content: "the instruction",
            trigger: ".modal .o_field_widget[name=opinion] textarea",
            run: "edit To be answered by Friday",
        },
        {content: "sign it", trigger: ".modal button[name=action_instruct]", run: "click"},
        inState("instructed"),
        home,
        ...within(3, [
            shortcut(1),
            type("name", "Tour order"),
            type("due", "2040-12-31"),
            ...take("", "ask_role_id", "Tour branch manager"),
            type("text", "Every branch counts its terminals"),
            press("action_convey"),
        ]),
        inState("conveyed"),
    ],
});
