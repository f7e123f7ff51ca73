import {gone, inPlace} from "./ops_work_steps";
import {registry} from "@web/core/registry";

/** The deputy sales manager signs a letter as read and accepts work that was reported done. */
registry.category("web_tour.tours").add("ops_duties_sd", {
    steps: () => [
        inPlace("letters_to_read", "Tour letter"),
        gone("letters_to_read", "Tour letter"),
        inPlace("directives", "Ring back"),
        gone("directives", "Ring back"),
    ],
});
