import {registry} from "@web/core/registry";

const choose = (field, text) => [
    {
        content: `type ${text} into ${field}`,
        trigger: `.modal .o_field_widget[name=${field}] input`,
        run: `edit ${text}`,
    },
    {
        content: `take ${text}`,
        trigger: `.o-autocomplete--dropdown-item:contains(${text})`,
        run: "click",
    },
];
const save = [
    {content: "assign", trigger: ".modal button[name=action_confirm]", run: "click"},
    {content: "the dialog is gone", trigger: "body:not(:has(.modal)) .o_ops_home"},
];
const shortcut = (place) => ({
    content: `shortcut ${place}`,
    trigger: `.o_ops_home_card[data-card=administration] button:nth-of-type(${place})`,
    run: "click",
});

registry.category("web_tour.tours").add("ops_roles_assign", {
    url: "/odoo",
    steps: () => [
        shortcut(1),
        ...choose("employee_id", "t_clerk"),
        ...choose("role_id", "Tour inspector"),
        ...choose("department_id", "Other project"),
        ...save,
        shortcut(2),
        ...choose("holder_id", "t_pm"),
        ...choose("employee_id", "t_clerk"),
        ...save,
        shortcut(3),
        {
            content: "open the person",
            trigger: ".o_list_view .o_data_row:contains(t_clerk) .o_data_cell:first",
            run: "click",
        },
        {
            content: "both cards are there",
            trigger:
                ".o_form_view .o_field_widget[name=assignment_ids]:contains(Tour inspector):contains(Tour manager)",
        },
    ],
});

registry.category("web_tour.tours").add("ops_roles_home_agent", {
    url: "/odoo",
    steps: () => [
        {content: "own card", trigger: ".o_ops_home_card[data-card=my_roles] li"},
        {
            content: "no administration",
            trigger: ".o_ops_home:not(:has([data-card=administration]))",
        },
        {
            content: "open the card",
            trigger: ".o_ops_home_card[data-card=my_roles] a",
            run: "click",
        },
        {content: "the duties", trigger: ".o_form_view .o_field_widget[name=duty_ids] .o_data_row"},
    ],
});
