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
/** Press the button of an item on the home page: its duty is done in place. */
export const inPlace = (key, text) => ({
    content: `do ${text} on card ${key}`,
    trigger: `${card(key, text)} button`,
    run: "click",
});
export const openItem = (key, text) => ({
    content: `open ${text} of card ${key}`,
    trigger: `${card(key, text)} a`,
    run: "click",
});
export const gone = (key, text) => ({
    content: `${text} is gone from card ${key}`,
    trigger: `body:not(:has(.modal)) .o_ops_home_card[data-card=${key}]:not(:contains(${text}))`,
});
/** Open a menu of the suite: first its section, then the entry. */
export const menu = (section, entry) => [
    {
        content: `section ${section}`,
        trigger: `.o_menu_sections button[data-menu-xmlid="ops_roles.menu_${section}"]`,
        run: "click",
    },
    {
        content: `menu ${entry}`,
        trigger: `.o-dropdown--menu a[data-menu-xmlid="ops_roles.menu_${entry}"]`,
        run: "click",
    },
];
export const home = {
    content: "home",
    trigger: '.o_menu_sections [data-menu-xmlid="ops_roles.menu_home"]',
    run: "click",
};
export const save = {content: "save", trigger: ".o_form_button_save:enabled", run: "click"};
export const saved = {content: "it is saved", trigger: ".o_form_view .o_form_saved"};
export const confirm = {
    content: "confirm",
    trigger: ".modal button[name=action_confirm]",
    run: "click",
};
/**
 * The steps of a task that may take so many clicks from home; what is typed, and taken from a
 * list while typing, are keystrokes (design/screens.md).
 */
export const within = (clicks, steps) => {
    const used = steps.filter(
        (step) => step.run === "click" && !step.trigger.includes("autocomplete")
    );
    if (used.length > clicks) {
        throw new Error(`${used.length} clicks where ${clicks} are allowed`);
    }
    return steps;
};
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
