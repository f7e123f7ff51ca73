import {registry} from "@web/core/registry";
import {inState, press, take, type} from "@ops_roles/../tests/tours/ops_work_steps";

registry.category("web_tour.tours").add("ops_branch_open", {
    steps: () => [
        {
            content: "open a branch",
            trigger: ".o_control_panel_main_buttons button:visible",
            run: "click",
            timeout: 60000,
        },
        type("name", "Tour branch"),
        type("code", "TOUR"),
        type("region_code", "411600"),
        {
            content: "all in one step",
            trigger: ".modal button[name=action_open]",
            run: "click",
        },
        {content: "its page", trigger: ".o_form_view .o_field_widget[name=code]:contains(TOUR)"},
        {
            content: "what belongs to it",
            trigger: ".o_notebook .nav-link[name=parts]",
            run: "click",
        },
        {
            content: "a cash journal of its own",
            trigger: ".o_field_widget[name=cash_journal_id]:contains(Tour branch)",
        },
        press("action_start_closing"),
        {content: "go on", trigger: ".modal .btn-primary", run: "click"},
        inState("closing"),
    ],
});

registry.category("web_tour.tours").add("ops_cash_keep", {
    steps: () => [
        {
            content: "till of today",
            trigger: "button[name=action_open_today]",
            run: "click",
        },
        press("action_new_entry"),
        ...take(".modal", "category_id", "Tour kind"),
        type("amount", "150"),
        type("name", "Fee of a tour"),
        {content: "save", trigger: ".modal .o_form_button_save", run: "click"},
        {
            content: "on the ledger with its balance",
            trigger: ".o_field_widget[name=entry_ids] .o_data_row:contains(Fee of a tour)",
        },
        press("action_count"),
        {
            content: "one note of a hundred",
            trigger: ".modal .o_data_row:first .o_data_cell[name=pieces]",
            run: "click",
        },
        {
            content: "one",
            trigger: ".modal .o_data_row:first .o_field_widget[name=pieces] input",
            run: "edit 1",
        },
        {
            content: "one note of fifty",
            trigger: ".modal .o_data_row:nth-child(2) .o_data_cell[name=pieces]",
            run: "click",
        },
        {
            content: "one",
            trigger: ".modal .o_data_row:nth-child(2) .o_field_widget[name=pieces] input",
            run: "edit 1",
        },
        {
            content: "close the day",
            trigger: ".modal button[name=action_confirm]:visible",
            run: "click",
        },
        inState("closed"),
    ],
});

registry.category("web_tour.tours").add("ops_cash_accept", {
    steps: () => [
        {
            content: "the day that waits",
            trigger: ".o_data_row:contains(Near) .o_data_cell[name=branch_id]",
            run: "click",
        },
        press("action_accept"),
        inState("accepted"),
        {
            content: "what was posted",
            trigger: "button[name=action_open_lines]:contains(1)",
        },
    ],
});
