import {
    home,
    inPlace,
    inState,
    openItem,
    press,
    save,
    saved,
    shortcut,
    take,
    type,
    within,
    words,
} from "./ops_work_steps";
import {registry} from "@web/core/registry";

/** The branch manager signs for a directive, does it, and reports an event on site. */
registry.category("web_tour.tours").add("ops_duties_bm", {
    steps: () => [
        inPlace("directives", "Ring back"),
        openItem("directives", "Ring back"),
        press("action_done"),
        ...words("All of them rung"),
        inState("done"),
        home,
        ...within(2, [
            shortcut(3),
            type("name", "Tour accident"),
            ...take("", "severity_id", "Tour severity"),
            save,
        ]),
        saved,
    ],
});
