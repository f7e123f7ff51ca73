import {inState, openItem, press, take, within} from "./ops_work_steps";
import {registry} from "@web/core/registry";

/** The deputy manager circulates a letter among the holders of a role card. */
registry.category("web_tour.tours").add("ops_duties_dm", {
    steps: () => [
        ...within(3, [
            openItem("letters", "Tour letter"),
            press("action_circulate"),
            ...take(".modal", "role_ids", "Tour branch manager"),
            {content: "circulate", trigger: ".modal button[name=action_circulate]", run: "click"},
        ]),
        inState("circulating"),
    ],
});
