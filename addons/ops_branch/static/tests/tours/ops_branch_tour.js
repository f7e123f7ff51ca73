import {card, home, inPlace} from "@ops_roles/../tests/tours/ops_work_steps";
import {registry} from "@web/core/registry";

/** Muster by one click from home, then the incident of the night by one more. */
registry.category("web_tour.tours").add("ops_branch_morning", {
    steps: () => [
        {...inPlace("branch_morning", "Muster of today"), timeout: 60000},
        {
            content: "everybody is on the muster",
            trigger: ".o_form_view .o_data_row:contains(t_near_cashier)",
            timeout: 60000,
        },
        home,
        {
            content: "the incidents",
            trigger: `${card("branch_morning", "Incidents open")} a`,
            run: "click",
        },
        {content: "the one of last night", trigger: ".o_data_row:contains(Tour fire)"},
    ],
});
