import {press, take, type} from "@ops_roles/../tests/tours/ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const area = (field, words) => ({
    content: `write ${words}`,
    trigger: `.o_field_widget[name=${field}] textarea`,
    run: `edit ${words}`,
});

/** The salesperson takes the next step of dunning and notes the answer. */
tours.add("ops_collection_remind", {
    steps: () => [
        {
            content: "take the next step",
            trigger: ".o_data_row:contains(Tour part) button[name=action_dun]",
            run: "click",
        },
        {
            content: "the words of the reminder",
            trigger: ".o_form_view .o_field_widget[name=text]:contains(t customer near)",
        },
        area("answer", "Pays next week"),
        {content: "save", trigger: ".o_form_button_save:enabled", run: "click"},
        {content: "it is saved", trigger: ".o_form_view .o_form_saved"},
    ],
});

/** The salesperson records a visit and makes a service request of the issue. */
tours.add("ops_visit_record", {
    steps: () => [
        {content: "new visit", trigger: ".o_list_button_add", run: "click"},
        ...take(".o_form_view", "partner_id", "t customer near"),
        area("summary", "All is well"),
        {
            content: "how satisfied",
            trigger: ".o_field_widget[name=satisfaction] input",
            run: "click",
        },
        {
            content: "satisfied",
            trigger: ".o_select_menu_item:nth-of-type(2)",
            run: "click",
        },
        area("issue", "Tour issue"),
        {content: "save", trigger: ".o_form_button_save:enabled", run: "click"},
        press("action_done"),
        press("action_make_request"),
        {
            content: "the request",
            trigger: ".o_form_view .o_field_widget[name=due_at]",
        },
        area("answer", "Done"),
        press("action_answer"),
        {
            content: "it is answered",
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value=answered]",
        },
    ],
});

/** The salesperson registers a customer of an opportunity. */
tours.add("ops_customer_register", {
    steps: () => [
        {
            content: "register",
            trigger: ".o_data_row:contains(Tour project) button[name=action_ops_report]",
            run: "click",
        },
        {
            content: "it is registered",
            trigger: ".o_data_row:contains(Tour project) .text-bg-success, .o_notification_bar",
        },
    ],
});

/** The sales assistant logs a letter: two clicks and the words. */
tours.add("ops_contact_letter", {
    steps: () => [
        {content: "new entry", trigger: ".o_list_button_add", run: "click"},
        type("name", "Tour letter"),
        ...take(".o_form_view", "partner_id", "t customer near"),
        {content: "save", trigger: ".o_form_button_save:enabled", run: "click"},
        {content: "it is saved", trigger: ".o_form_view .o_form_saved"},
    ],
});

/** The sales assistant looks an order up in the ledger and opens it: every figure is a document. */
tours.add("ops_ledger_open", {
    steps: () => [
        {
            content: "open the order of a line",
            trigger: ".o_data_row:contains(t customer near) button[name=action_open_order]",
            run: "click",
        },
        {content: "the order", trigger: ".o_form_view .o_field_widget[name=order_line]"},
    ],
});
