import {inState, press} from "@ops_roles/../tests/tours/ops_work_steps";
import {registry} from "@web/core/registry";

const enter = (goods, field, text) => [
    {
        content: `count ${goods}`,
        trigger: `.o_field_widget[name=item_ids] .o_data_row:contains(${goods}) button[name=action_enter]`,
        run: "click",
    },
    {
        content: `found ${text}`,
        trigger: `.modal .o_field_widget[name=${field}] :is(input, textarea)`,
        run: `edit ${text}`,
    },
    {
        content: "enter",
        trigger: ".modal footer button[name=action_enter]",
        run: "click",
    },
    {
        content: `${goods} is counted`,
        trigger: `body:not(:has(.modal)) .o_field_widget[name=item_ids] .o_data_row:contains(${goods}) .o_data_cell[name=is_left]:not(:has(input:checked))`,
    },
];
const openFirst = {
    content: "the count that waits",
    trigger: ".o_data_row:contains(Near) .o_data_cell[name=branch_id]",
    run: "click",
    timeout: 60000,
};
const confirm = {
    content: "go on",
    trigger: ".modal footer .btn-primary",
    run: "click",
};

/** The storekeeper counts without the book; what differs is asked for again. */
registry.category("web_tour.tours").add("ops_stock_count", {
    steps: () => [
        openFirst,
        press("action_start"),
        confirm,
        inState("counting"),
        ...enter("t cable", "quantity", "8"),
        ...enter("t terminal", "codes", "T1"),
        press("action_finish"),
        inState("recount"),
        ...enter("t cable", "quantity", "9"),
        ...enter("t terminal", "codes", "T1"),
        press("action_finish"),
        inState("review"),
        {
            content: "the book is not shown",
            trigger: ".o_form_view:not(:has(.o_field_widget[name=odd_line_ids]))",
        },
    ],
});

/** The branch manager gives the reasons and approves. */
registry.category("web_tour.tours").add("ops_stock_approve", {
    steps: () => [
        openFirst,
        ...[1, 2, 3].flatMap((place) => [
            {
                content: `reason of difference ${place}`,
                trigger: `.o_field_widget[name=odd_line_ids] .o_data_row:nth-child(${place}) .o_data_cell[name=cause]`,
                run: "click",
            },
            {
                content: "list of reasons",
                trigger: `.o_field_widget[name=odd_line_ids] .o_data_row:nth-child(${place}) .o_field_widget[name=cause] input`,
                run: "click",
            },
            {
                content: "lost",
                trigger: ".o_select_menu_menu .o_select_menu_item:nth-of-type(3)",
                run: "click",
            },
        ]),
        press("action_approve"),
        confirm,
        inState("posted"),
    ],
});
