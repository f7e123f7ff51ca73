import {registry} from "@web/core/registry";

/** Muster by one click from home, then the incidents of the night by the menu. */
registry.category("web_tour.tours").add("ops_branch_morning", {
    steps: () => [
        {
            content: "take the muster",
            trigger: ".o_ops_home_card[data-card=branch_morning] li button",
            run: "click",
            timeout: 60000,
        },
        {
            content: "everybody is on the muster",
            trigger: ".o_form_view .o_data_row:contains(t_near_cashier)",
            timeout: 60000,
        },
        {
            content: "what belongs to branches",
            trigger: '.o_menu_sections button[data-menu-xmlid="ops_branch.menu_branches"]',
            run: "click",
        },
        {
            content: "the incidents",
            trigger: '.o-dropdown--menu a[data-menu-xmlid="ops_branch.menu_branch_incident"]',
            run: "click",
        },
        {
            content: "the one of last night",
            trigger: ".o_data_row:contains(Tour fire)",
            timeout: 60000,
        },
    ],
});
