import {menu, press} from "./ops_work_steps";
import {registry} from "@web/core/registry";

/** The quality inspector tries an indicator defined without code on the records of the month. */
registry.category("web_tour.tours").add("ops_duties_qa", {
    steps: () => [
        ...menu("performance", "ops_indicator"),
        {
            content: "open the indicator",
            trigger: ".o_list_view .o_data_row:contains(Tour indicator) .o_data_cell[name=name]",
            run: "click",
        },
        press("action_try"),
        {content: "its figure", trigger: ".o_notification:contains(Tour indicator)"},
    ],
});
