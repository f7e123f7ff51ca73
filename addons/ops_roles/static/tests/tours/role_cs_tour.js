import {inState, openItem, press, type, within} from "./ops_work_steps";
import {registry} from "@web/core/registry";

/** The agent hands in the summary of the day, filled in already, and reads what is in force. */
registry.category("web_tour.tours").add("ops_duties_cs", {
    steps: () => [
        ...within(2, [
            openItem("activities_late", "2026-03-02"),
            type("done", "Answered all calls"),
            press("action_submit"),
        ]),
        inState("submitted"),
    ],
});
