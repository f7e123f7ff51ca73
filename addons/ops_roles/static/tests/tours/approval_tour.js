import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
// Labels differ by language: the buttons of a signer are known by their order.
const [SEND_BACK, ADD_SIGNER] = [2, 3];
const pressSigner = (place) => ({
    content: `press button ${place} of the signer`,
    trigger: `.o_form_view .o_statusbar_buttons button[name=action_open_opinion]:eq(${place})`,
    run: "click",
});
const opinion = (text) => ({
    content: "write the opinion",
    trigger: ".modal .o_field_widget[name=opinion] textarea",
    run: `edit ${text}`,
});
const confirm = {
    content: "confirm",
    trigger: ".modal button[name=action_confirm]",
    run: "click",
};
const stateIs = (value) => ({
    content: `the state is ${value}`,
    trigger: `body:not(:has(.modal)) .o_form_view .o_field_widget[name=approval_state] [data-value=${value}].o_arrow_button_current`,
});
const open = {
    content: "open the request from the list",
    trigger: ".o_list_view .o_data_row:contains(Tour server) td[name=name]",
    run: "click",
};

tours.add("ops_approval_submit", {
    url: "/odoo/ops-requests-for-instructions",
    steps: () => [
        {content: "new request", trigger: ".o_list_button_add", run: "click"},
        {
            content: "subject",
            trigger: ".o_field_widget[name=name] input, .o_field_widget[name=name] textarea",
            run: "edit Tour server",
        },
        {
            content: "what is asked",
            trigger: ".o_field_widget[name=text] textarea",
            run: "edit One more server, please.",
        },
        {
            content: "submit",
            trigger: ".o_form_view .o_statusbar_buttons button[name=action_submit]",
            run: "click",
        },
        stateIs("pending"),
        {
            content: "the page of steps says who is next",
            trigger: ".o_notebook .nav-link[name=approval]",
            run: "click",
        },
        {content: "the superior is next", trigger: ".o_ops_timeline:contains(t_pm)"},
    ],
});

tours.add("ops_approval_approve", {
    url: "/odoo/ops-approvals",
    steps: () => [
        {
            content: "approve from the list",
            trigger:
                ".o_data_row:contains(Tour server) button[name=action_open_opinion]:has(.fa-check)",
            run: "click",
        },
        opinion("Agreed"),
        confirm,
        {content: "nothing waits any more", trigger: ".o_view_nocontent"},
    ],
});

tours.add("ops_approval_add_signer", {
    url: "/odoo/ops-approvals",
    steps: () => [
        open,
        pressSigner(ADD_SIGNER),
        {
            content: "whom",
            trigger: ".modal .o_field_widget[name=user_id] input",
            run: "edit t_qa",
        },
        {
            content: "the inspector",
            trigger: ".o-autocomplete--dropdown-item:contains(t_qa)",
            run: "click",
        },
        opinion("Please look at the figures"),
        confirm,
        {
            content: "it is the inspector's turn",
            trigger:
                "body:not(:has(.modal)) .o_form_view:not(:has(button[name=action_open_opinion]))",
        },
    ],
});

tours.add("ops_approval_send_back", {
    url: "/odoo/ops-approvals",
    steps: () => [
        open,
        pressSigner(SEND_BACK),
        opinion("Add the price"),
        confirm,
        stateIs("draft"),
    ],
});

tours.add("ops_approval_home", {
    url: "/odoo",
    steps: () => [
        {
            content: "approve on the home page",
            trigger: ".o_ops_home_card[data-card=approvals] li:contains(Tour server) button",
            run: "click",
        },
        confirm,
        {
            content: "it is gone from the card",
            trigger:
                "body:not(:has(.modal)) .o_ops_home_card[data-card=approvals]:not(:contains(Tour server))",
        },
    ],
});

tours.add("ops_approval_phone", {
    url: "/odoo/ops-approvals",
    steps: () => [
        {
            content: "approve on the card",
            trigger: ".o_kanban_record:contains(Tour server) button:eq(0)",
            run: "click",
        },
        opinion("Agreed on the way"),
        confirm,
        {content: "nothing waits any more", trigger: ".o_view_nocontent"},
    ],
});
