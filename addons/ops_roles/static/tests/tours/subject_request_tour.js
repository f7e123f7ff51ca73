import {registry} from "@web/core/registry";

const press = (name) => ({
    content: `press ${name}`,
    trigger: `.o_form_view .o_statusbar_buttons button[name=${name}]`,
    run: "click",
});
const stateIs = (value) => ({
    content: `the state is ${value}`,
    trigger: `body:not(:has(.modal)) .o_form_view .o_field_widget[name=state] [data-value=${value}].o_arrow_button_current`,
});

registry.category("web_tour.tours").add("ops_subject_request", {
    url: "/odoo/ops-subject-requests",
    steps: () => [
        {
            content: "a colleague asks for an erasure: open it",
            trigger: ".o_list_view .o_data_row:contains(Tour caller) td[name=person]",
            run: "click",
        },
        {
            content: "what is held of the number, masked",
            trigger:
                ".o_field_widget[name=line_ids] .o_data_row:contains(Tour caller):contains(138****4087)",
        },
        press("action_approve"),
        {
            content: "for good",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        stateIs("done"),
        {
            content: "back to the list",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {content: "somebody else asks", trigger: ".o_list_button_add", run: "click"},
        {
            content: "who",
            trigger: ".o_field_widget[name=person] input",
            run: "edit Tour asker",
        },
        {
            content: "about which number",
            trigger: ".o_field_widget[name=number] input",
            run: "edit 13700001111",
        },
        press("action_search"),
        stateIs("searched"),
        press("action_done"),
        stateIs("done"),
        {
            content: "the number is forgotten",
            trigger: ".o_field_widget[name=masked_number]:contains(137****1111)",
        },
        {
            content: "the log of what was erased",
            trigger: ".o_menu_sections, .o_menu_toggle",
            run: () => {
                window.location = "/odoo/ops-retention-log";
            },
            expectUnloadPage: true,
        },
        {
            content: "says what went for the request",
            trigger: ".o_list_view .o_data_row td[name=rule_name]:contains(138****4087)",
        },
    ],
});
