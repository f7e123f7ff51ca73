import {gone, inPlace, menu} from "./ops_work_steps";
import {registry} from "@web/core/registry";

/** The data administrator checks the platforms of the day and sees whose accounts run out. */
registry.category("web_tour.tours").add("ops_duties_da", {
    steps: () => [
        inPlace("platforms", "Tour platform"),
        gone("platforms", "Tour platform"),
        ...menu("platforms", "platform_account"),
        {
            content: "the account that runs out",
            trigger: ".o_list_view .o_data_row:contains(tour-login)",
        },
    ],
});
