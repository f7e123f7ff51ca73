import {addRow, card, page, take, type} from "./ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const subject = "Tour scanners";
const cell = (name, value) => ({
    content: `the item's ${name}`,
    trigger: `.o_field_widget[name=line_ids] .o_selected_row [name=${name}] input`,
    run: `edit ${value}`,
});

tours.add("ops_request_submit", {
    steps: () => [
        {content: "a new one", trigger: ".o_list_button_add", run: "click"},
        type("name", subject),
        {
            content: "until when",
            trigger: ".o_field_widget[name=needed_by] :is(input, button)",
            run: "click",
        },
        {
            content: "today will do",
            trigger: ".o_datetime_picker .o_date_item_cell.o_today",
            run: "click",
        },
        type("reason", "Two wait for one"),
        addRow("line_ids"),
        cell("name", "Scanner"),
        cell("quantity", "2"),
        cell("unit_cost", "1200"),
        {content: "submit", trigger: "button[name=action_submit]", run: "click"},
        page("approval"),
        {content: "it is with the superior", trigger: ".o_form_view:contains(t_gm)"},
    ],
});

tours.add("ops_request_approve", {
    steps: () => [
        {
            content: "approve it on the home page",
            trigger: `${card("approvals", subject)} button`,
            run: "click",
        },
        {
            content: "sign",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {content: "it is signed", trigger: "body:not(:has(.modal)) .o_ops_home"},
    ],
});

tours.add("ops_request_order", {
    steps: () => [
        {
            // Late already where the browser's day ends after the company's.
            content: "order from the home page",
            trigger: `.o_ops_home_card[data-card^=activities] li:contains(${subject}) button`,
            run: "click",
        },
        ...take(".modal", "vendor_id", "Tour vendor"),
        {content: "order", trigger: ".modal button[name=action_order]", run: "click"},
        {
            content: "the native order",
            trigger: "body:not(:has(.modal)) .o_form_view .o_field_widget[name=partner_id]",
        },
        {
            content: "and back to the request",
            trigger: "button[name=action_open_ops_request]",
            run: "click",
        },
        {content: "the request", trigger: `.o_form_view h1:contains(${subject})`},
    ],
});
