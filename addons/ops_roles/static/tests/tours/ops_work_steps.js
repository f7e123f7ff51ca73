/** Steps shared by the tours of daily office work. */
export const type = (field, text) => ({
    content: `type ${text} into ${field}`,
    trigger: `.o_field_widget[name=${field}] :is(input, textarea)`,
    run: `edit ${text}`,
});
export const take = (scope, field, text) => [
    {
        content: `look for ${text}`,
        trigger: `${scope} .o_field_widget[name=${field}] input`,
        run: `edit ${text}`,
    },
    {
        content: `take ${text}`,
        trigger: `.o-autocomplete--dropdown-item:contains(${text})`,
        run: "click",
    },
];
export const press = (name) => ({
    content: `press ${name}`,
    trigger: `.o_form_view button[name=${name}]:not(:disabled)`,
    run: "click",
});
export const page = (name) => ({
    content: `page ${name}`,
    trigger: `.o_notebook .nav-link[name=${name}]`,
    run: "click",
});
export const addRow = (field) => ({
    content: `new line of ${field}`,
    trigger: `.o_field_widget[name=${field}] .o_field_x2many_list_row_add a`,
    run: "click",
});
export const inState = (state) => ({
    content: `it is ${state}`,
    trigger: `.o_statusbar_status .o_arrow_button_current[data-value=${state}]`,
});
export const shortcut = (place) => ({
    content: `shortcut ${place}`,
    trigger: `.o_ops_home_card[data-card=office] button:nth-of-type(${place})`,
    run: "click",
});
export const card = (key, text) => `.o_ops_home_card[data-card=${key}] li:contains(${text})`;
export const words = (text) => [
    {
        content: "say it in words",
        trigger: ".modal .o_field_widget[name=text] textarea",
        run: `edit ${text}`,
    },
    {content: "confirm", trigger: ".modal button[name=action_confirm]", run: "click"},
    {content: "the dialog is gone", trigger: "body:not(:has(.modal))"},
];
