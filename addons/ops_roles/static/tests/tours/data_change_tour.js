import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const open = {
    content: "open the change",
    trigger: ".o_list_view .o_data_row:contains(Tour customer) td[name=name]",
    run: "click",
};
const stateIs = (value) => ({
    content: `the state is ${value}`,
    trigger: `body:not(:has(.modal)) .o_form_view .o_field_widget[name=approval_state] [data-value=${value}].o_arrow_button_current`,
});

tours.add("ops_data_change_submit", {
    url: "/odoo/ops-data-changes",
    steps: () => [
        open,
        {
            content: "what stands there now",
            trigger: ".o_field_widget[name=line_ids] td[name=before]:contains(Old street)",
        },
        {
            content: "submit",
            trigger: ".o_form_view .o_statusbar_buttons button[name=action_submit]",
            run: "click",
        },
        stateIs("pending"),
    ],
});

tours.add("ops_data_change_approve", {
    url: "/odoo/ops-data-changes",
    steps: () => [
        open,
        {
            content: "the signer's dialog",
            trigger: ".o_form_view .o_statusbar_buttons button[name=action_open_opinion]:eq(0)",
            run: "click",
        },
        {
            content: "sign",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        stateIs("approved"),
    ],
});
