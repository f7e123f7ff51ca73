import {gone, inPlace, inState, menu, press} from "./ops_work_steps";
import {registry} from "@web/core/registry";

/** The trainer plans what somebody asked for, and closes it when the training is done. */
registry.category("web_tour.tours").add("ops_duties_tr", {
    steps: () => [
        inPlace("training_needs", "Tour dialects"),
        gone("training_needs", "Tour dialects"),
        ...menu("training", "training_need"),
        {
            content: "open the need",
            trigger: ".o_list_view .o_data_row:contains(Tour dialects) .o_data_cell[name=topic]",
            run: "click",
        },
        press("action_done"),
        inState("done"),
    ],
});
