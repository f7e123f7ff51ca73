import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("ops_report_read", {
    steps: () => [
        {
            content: "open the report",
            trigger: ".o_list_view .o_data_row:contains(Tour report) .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "the workbook is at hand",
            trigger: ".o_form_view button[name=action_download]",
        },
        {
            content: "open what was conveyed",
            trigger: ".o_ops_report tr:contains(Total) td[data-column=issued] a:contains(1)",
            run: "click",
        },
        {
            content: "its directive",
            trigger: ".o_list_view .o_data_row:contains(Ring back all callers)",
        },
        {content: "back", trigger: ".o_back_button a", run: "click"},
        {
            content: "send it again",
            trigger: ".o_form_view button[name=action_send]",
            run: "click",
        },
        {
            content: "its readers were told",
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value=sent]",
        },
    ],
});
