import {inState, press, take} from "@ops_roles/../tests/tours/ops_work_steps";
import {registry} from "@web/core/registry";

const openFirst = {
    content: "the transfer that waits",
    trigger: ".o_data_row:contains(Near) .o_data_cell[name=sender_id]",
    run: "click",
    timeout: 60000,
};

/** The receiver enters three of the four cables that were sent, without seeing the four. */
registry.category("web_tour.tours").add("ops_transfer_receive", {
    steps: () => [
        openFirst,
        {
            content: "what was sent is not shown",
            trigger: ".o_form_view .o_field_widget[name=line_ids]:not(:has(.o_data_row))",
        },
        press("action_receive"),
        {
            content: "goods that arrived",
            trigger: ".modal .o_field_widget[name=line_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        ...take(".modal .o_selected_row", "product_id", "t cable"),
        {
            content: "three",
            trigger: ".modal .o_selected_row .o_field_widget[name=quantity] input",
            run: "edit 3",
        },
        {
            content: "this is all",
            trigger: ".modal footer button[name=action_confirm]",
            run: "click",
        },
        inState("difference"),
        {
            content: "now it is shown",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(t cable)",
        },
    ],
});

/** The deputy centre manager lets the carrier bear it. */
registry.category("web_tour.tours").add("ops_transfer_decide", {
    steps: () => [
        openFirst,
        press("action_decide"),
        {
            content: "the carrier",
            trigger: ".modal .o_field_widget[name=bearer] input[data-value=carrier]",
            run: "click",
        },
        {
            content: "why",
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit Box was open",
        },
        {
            content: "decide",
            trigger: ".modal footer button[name=action_confirm]",
            run: "click",
        },
        inState("done"),
    ],
});
