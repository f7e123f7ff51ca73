import {inState, press} from "@ops_roles/../tests/tours/ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const open = {
    content: "open the bill",
    trigger: ".o_data_row .o_data_cell[name=period]",
    run: "click",
};

/** The data administrator checks a bill that came in and hands it in. */
tours.add("ops_settlement_check", {
    steps: () => [
        open,
        press("action_run"),
        {content: "what is not right", trigger: "[name=exception_ids] .o_data_row"},
        press("action_submit"),
        inState("pending"),
    ],
});

/** The deputy manager sees the exceptions and approves: three clicks. */
tours.add("ops_settlement_approve", {
    steps: () => [
        open,
        {content: "what is not right", trigger: "[name=exception_ids] .o_data_row"},
        {
            content: "the signer's dialog",
            trigger: ".o_statusbar_buttons button[name=action_open_opinion]:eq(0)",
            run: "click",
        },
        {content: "sign", trigger: ".modal button[name=action_confirm]", run: "click"},
        inState("approved"),
    ],
});

/** Finance books the bill, looks at the cards of one of its lines, and pays it. */
tours.add("ops_settlement_book", {
    steps: () => [
        open,
        press("action_post"),
        {
            content: "cards of a line of the bill",
            trigger: "[name=invoice_line_ids] .o_data_row:last button[name=action_open_ops_cards]",
            run: "click",
        },
        {content: "its cards", trigger: ".o_list_view .o_data_cell[name=iccid]"},
        {content: "back to the bill", trigger: ".o_back_button", run: "click"},
        press("action_register_payment"),
        {
            content: "pay all of it",
            trigger: ".modal button[name=action_create_payments]",
            run: "click",
        },
        {
            content: "back to the settlement",
            trigger: "body:not(:has(.modal)) button[name=action_open_ops_settlement]",
            run: "click",
        },
        {content: "the settlement", trigger: ".o_form_view [name=approved_total]"},
    ],
});

/** Finance reconciles a bill with what was paid in advance, in the accounting app. */
tours.add("ops_settlement_reconcile", {
    steps: () => [
        open,
        {
            content: "the vendor bill",
            trigger: ".o_form_view button[name=action_open_bill]",
            run: "click",
        },
        {
            content: "take what was paid in advance",
            trigger: ".outstanding_credit_assign",
            run: "click",
        },
        {
            content: "nothing is owed any more",
            trigger: ".o_form_view:not(:has(.outstanding_credit_assign)) .o_payment_label",
        },
        {
            content: "back to the settlement",
            trigger: "button[name=action_open_ops_settlement]",
            run: "click",
        },
        {content: "the settlement", trigger: ".o_form_view [name=approved_total]"},
    ],
});
