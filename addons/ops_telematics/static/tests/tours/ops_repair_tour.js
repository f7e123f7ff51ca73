import {
    confirm,
    inPlace,
    openItem,
    page,
    press,
    type,
    within,
    words,
} from "@ops_roles/../tests/tours/ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const closed = {content: "the dialog is gone", trigger: "body:not(:has(.modal))"};
const scan = (field, text) => ({
    content: `scan ${text}`,
    trigger: `.modal .o_field_widget[name=${field}] input`,
    run: `edit ${text} && press Enter`,
});
const choose = (field, value) => ({
    content: `choose ${value}`,
    trigger: `.modal .o_field_widget[name=${field}] input[data-value=${value}]`,
    run: "click",
});

/** The data administrator turns a notice on the home page into a repair: one click. */
tours.add("ops_notice_repair", {
    steps: () =>
        within(1, [
            inPlace("notices", "Tour notice"),
            {content: "the repair is shown", trigger: ".o_form_view [name=ops_fault]"},
        ]),
});

/** The data administrator handles another one with words. */
tours.add("ops_notice_handle", {
    steps: () => [
        openItem("notices", "Tour other notice"),
        press("action_handle"),
        ...words("The driver was told"),
        {
            content: "it is handled",
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value=handled]",
        },
    ],
});

/** The technician swaps the terminal by its serial and reports the repair as done. */
tours.add("ops_repair_technician", {
    steps: () => [
        openItem("repairs", "豫A10001"),
        press("action_ops_start"),
        press("action_ops_swap"),
        choose("operation", "terminal"),
        scan("new_serial", "TOUR-R1"),
        confirm,
        closed,
        page("parts"),
        {content: "it is swapped", trigger: "[name=ops_swap_ids]:contains(TOUR-R1)"},
        type("ops_result", "Terminal swapped"),
        press("action_ops_done"),
        {
            content: "it waits for the audit",
            trigger: ".o_field_widget[name=ops_audit] .badge",
        },
    ],
});

/** The data administrator returns it, for the photos are missing. */
tours.add("ops_repair_return", {
    steps: () => [
        openItem("repairs_audit", "豫A10001"),
        press("action_ops_return"),
        ...words("Photos are missing"),
        {content: "the reason is shown", trigger: ".alert-danger [name=ops_return_reason]"},
    ],
});

/** Handed in again with its proof it is accepted from the home page: two clicks. */
tours.add("ops_repair_accept", {
    steps: () =>
        within(2, [
            openItem("repairs_audit", "豫A10001"),
            press("action_ops_accept"),
            {
                content: "it is accepted",
                trigger: ".o_field_widget[name=ops_audit] .text-bg-success",
            },
        ]),
});

/** The branch manager sends a terminal to its maker and notes what came in its place. */
tours.add("ops_rma", {
    steps: () => [
        {
            content: "open the return",
            trigger: ".o_data_row .o_data_cell[name=name]",
            run: "click",
        },
        press("action_send"),
        {
            content: "the answer of the maker",
            trigger: "[name=line_ids] .o_data_row button[name=action_answer]",
            run: "click",
        },
        choose("answer", "replaced"),
        scan("new_serial", "TOUR-NEW"),
        confirm,
        closed,
        {
            content: "all is answered",
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value=answered]",
        },
        {
            content: "the history of the serial",
            trigger: "[name=line_ids] .o_data_row button[name=action_open_chain]",
            run: "click",
        },
        {
            content: "both serials are there",
            trigger: ".o_list_view:contains(TOUR-OLD):contains(TOUR-NEW)",
        },
    ],
});
