import {
    confirm,
    gone,
    inPlace,
    inState,
    press,
    shortcut,
    take,
    type,
    within,
} from "./ops_work_steps";
import {registry} from "@web/core/registry";

/** The general manager approves what waits, and orders something of all who lead a centre. */
registry.category("web_tour.tours").add("ops_duties_gm", {
    steps: () => [
        ...within(2, [inPlace("approvals", "Tour server"), confirm]),
        gone("approvals", "Tour server"),
        ...within(3, [
            shortcut(1),
            type("name", "Tour order"),
            type("due", "2040-12-31"),
            ...take("", "ask_role_id", "Tour centre manager"),
            type("text", "Every centre reports its plan"),
            press("action_convey"),
        ]),
        inState("conveyed"),
    ],
});
