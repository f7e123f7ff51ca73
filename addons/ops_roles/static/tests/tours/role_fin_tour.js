import {confirm, gone, inPlace, within} from "./ops_work_steps";
import {registry} from "@web/core/registry";

/** Finance approves the money of a request. */
registry.category("web_tour.tours").add("ops_duties_fin", {
    steps: () => [
        ...within(2, [inPlace("approvals", "Tour server"), confirm]),
        gone("approvals", "Tour server"),
    ],
});
