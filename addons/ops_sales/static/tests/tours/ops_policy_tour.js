import {addRow, inState, press, type} from "@ops_roles/../tests/tours/ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const inRow = (field, text, tag = "input") => ({
    content: `type ${text} into ${field}`,
    trigger: `.o_selected_row .o_field_widget[name=${field}] ${tag}`,
    run: `edit ${text}`,
});
const openFirst = {
    content: "open the quotation",
    trigger: ".o_data_row .o_data_cell[name=name]",
    run: "click",
};
const pending = {
    content: "it is in approval",
    trigger: ".o_form_view .oe_title .o_field_badge[name=approval_state]",
};
const sign = [
    {
        content: "the signer's dialog",
        trigger: ".o_statusbar_buttons button[name=action_open_opinion]:eq(0)",
        run: "click",
    },
    {content: "sign", trigger: ".modal button[name=action_confirm]", run: "click"},
    {content: "the dialog is gone", trigger: "body:not(:has(.modal))"},
];

/** The deputy sales manager writes a policy with a limit and submits it. */
tours.add("ops_policy_write", {
    steps: () => [
        {content: "new policy", trigger: ".o_list_button_add", run: "click"},
        type("name", "Tour policy"),
        addRow("clause_ids"),
        inRow("number", "3.1"),
        inRow("text", "At most ten percent", "textarea"),
        {
            content: "it limits the discount",
            trigger: ".o_selected_row .o_field_widget[name=is_limit] input",
            run: "click",
        },
        inRow("percent", "10"),
        press("action_submit"),
        pending,
    ],
});

/** The centre manager approves it. */
tours.add("ops_policy_approve", {
    steps: () => [...sign, inState("published")],
});

/** The salesperson reads its paper and signs. */
tours.add("ops_policy_read", {
    steps: () => [
        press("action_read"),
        {
            content: "the text",
            trigger: ".o_form_view .o_field_widget[name=body]:contains(At most ten percent)",
        },
        press("action_sign"),
        {
            content: "it is signed",
            trigger: ".o_form_view:not(:has(button[name=action_sign]))",
        },
    ],
});

/** The salesperson sees why a quotation is held, and asks for approval. */
tours.add("ops_order_submit", {
    steps: () => [
        openFirst,
        {
            content: "why it is held",
            trigger: ".o_form_view .o_field_widget[name=ops_floor_note]:contains(3.1)",
        },
        press("action_submit"),
        {
            content: "it waits",
            trigger: ".o_statusbar_buttons button[name=action_withdraw]",
        },
    ],
});

/** The deputy sales manager approves the price. */
tours.add("ops_order_approve", {
    steps: () => [
        openFirst,
        ...sign,
        {
            content: "it is no longer held",
            trigger: ".o_form_view:not(:has(.o_field_widget[name=ops_floor_note]))",
        },
    ],
});

/** The salesperson confirms the order. */
tours.add("ops_order_confirm", {
    steps: () => [press("action_confirm"), inState("sale")],
});
