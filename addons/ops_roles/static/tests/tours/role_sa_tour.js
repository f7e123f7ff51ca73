import {inState, press, shortcut, type, within} from "./ops_work_steps";
import {registry} from "@web/core/registry";

/** The sales assistant logs a letter: it gets the next number of its series. */
registry.category("web_tour.tours").add("ops_duties_sa", {
    steps: () => [
        ...within(2, [
            shortcut(4),
            type("name", "Tour letter"),
            type("correspondent", "Tour bureau"),
            press("action_register"),
        ]),
        inState("registered"),
    ],
});
