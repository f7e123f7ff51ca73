import {registry} from "@web/core/registry";

const row = ".o_list_view .o_data_row:contains(Tour platform)";

registry.category("web_tour.tours").add("ops_platform", {
    url: "/odoo/ops-platforms",
    steps: () => [
        {
            content: "not checked yet: all well",
            trigger: `${row} button[name=action_all_well]`,
            run: "click",
        },
        {
            content: "noted",
            trigger: `${row}:not(:has(button[name=action_all_well]))`,
        },
        {
            content: "later something fails",
            trigger: `${row} button[name=action_report_outage]`,
            run: "click",
        },
        {
            content: "what",
            trigger: ".o_form_view .o_field_widget[name=name] input",
            run: "edit No positions",
        },
        {content: "save", trigger: ".o_form_button_save:enabled", run: "click"},
        {
            content: "on the log, open",
            trigger: ".o_form_view.o_form_saved, .o_form_saved",
        },
        {
            content: "it is open",
            trigger: ".o_field_widget[name=state] [data-value=open].o_arrow_button_current",
        },
    ],
});
