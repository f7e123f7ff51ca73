import {inState, press, type} from "@ops_roles/../tests/tours/ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const mark = {
    content: "mark all that is shown",
    trigger: ".o_list_view thead .o_list_record_selector input",
    run: "click",
};
const onMarked = (name) => ({
    content: `${name} for what is marked`,
    trigger: `.o_control_panel button[name=${name}]`,
    run: "click",
});
const open = {
    content: "open the first one",
    trigger: ".o_list_view .o_data_row .o_data_cell[name=name]",
    run: "click",
};

/** The data administrator marks cards, asks for a stop, and sends the file. */
tours.add("ops_batch_ask", {
    steps: () => [
        mark,
        onMarked("action_ask_operator"),
        {...type("reason", "车辆报停"), trigger: ".modal .o_field_widget[name=reason] input"},
        {content: "ask", trigger: ".modal button[name=action_ask]", run: "click"},
        {content: "the batch", trigger: ".o_form_view [name=line_ids] .o_data_row"},
        press("action_send"),
        inState("sent"),
    ],
});

/** The data administrator asks for a top-up of a prepaid account and hands it in. */
tours.add("ops_topup_ask", {
    steps: () => [
        {
            content: "open the account",
            trigger: ".o_list_view .o_data_row .o_data_cell[name=name]",
            run: "click",
        },
        press("action_ask_topup"),
        type("reason", "余额不足"),
        type("amount", "500"),
        press("action_submit"),
        inState("pending"),
    ],
});

/** The deputy manager approves it. */
tours.add("ops_topup_approve", {
    steps: () => [
        open,
        {
            content: "the signer's dialog",
            trigger: ".o_statusbar_buttons button[name=action_open_opinion]:eq(0)",
            run: "click",
        },
        {content: "sign", trigger: ".modal button[name=action_confirm]", run: "click"},
        inState("ready"),
    ],
});

/** Finance pays it. */
tours.add("ops_topup_pay", {
    steps: () => [
        open,
        press("action_pay"),
        {content: "pay", trigger: ".modal button[name=action_pay]", run: "click"},
        {
            content: "the payment",
            trigger:
                "body:not(:has(.modal)) .o_form_view [name=destination_account_id], body:not(:has(.modal)) .o_form_view [name=amount]",
        },
    ],
});

/** The sales assistant renews what is due with one click. */
tours.add("ops_service_renew", {
    steps: () => [
        mark,
        onMarked("action_renew"),
        {content: "what was invoiced", trigger: ".o_form_view [name=period_ids] .o_data_row"},
    ],
});

/** Finance invoices what is due. */
tours.add("ops_service_run", {
    steps: () => [
        {
            content: "invoice what is due",
            trigger: ".o_control_panel button[name=action_run_due]",
            run: "click",
        },
        {content: "what was invoiced", trigger: ".o_form_view [name=period_ids] .o_data_row"},
        press("action_open_invoices"),
        {content: "the invoice", trigger: ".o_form_view button[name=action_open_ops_periods]"},
    ],
});
