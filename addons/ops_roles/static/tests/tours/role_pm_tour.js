import {gone, inPlace, save, saved, shortcut, take, type, within} from "./ops_work_steps";
import {registry} from "@web/core/registry";

/** The project manager signs for a directive and reports an emergency. */
registry.category("web_tour.tours").add("ops_duties_pm", {
    steps: () => [
        inPlace("incidents", "Tour alarm"),
        gone("incidents", "Tour alarm"),
        ...within(2, [
            shortcut(3),
            type("name", "Tour outage"),
            ...take("", "severity_id", "Tour severity"),
            save,
        ]),
        saved,
    ],
});
