import {confirm, inState, page, press, take, type} from "@ops_roles/../tests/tours/ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const text = (words) => ({
    content: `write ${words}`,
    trigger: ".o_field_widget[name=body] textarea",
    run: `edit ${words}`,
});
const open = {
    content: "open the contract",
    trigger: ".o_data_row .o_data_cell[name=name]:contains(Tour contract)",
    run: "click",
};
const sign = [
    {
        content: "the signer's dialog",
        trigger: ".o_statusbar_buttons button[name=action_open_opinion]:eq(0)",
        run: "click",
    },
    confirm,
    {content: "the dialog is gone", trigger: "body:not(:has(.modal))"},
];
const difference = [
    {
        content: "versions",
        trigger: ".oe_stat_button[name=action_open_versions]",
        run: "click",
    },
    {
        content: "the last version",
        trigger: ".o_list_view .o_data_row:first .o_data_cell[name=number]",
        run: "click",
    },
    {
        content: "what changed",
        trigger: ".o_field_widget[name=difference] ins:contains(within a month)",
    },
    {
        content: "back to the contract",
        trigger: ".o_breadcrumb .breadcrumb-item:contains(Tour contract) a",
        run: "click",
    },
];

/** The salesperson drafts from the template, keeps a version and hands the next one in. */
tours.add("ops_contract_draft", {
    steps: () => [
        {content: "new contract", trigger: ".o_list_button_add", run: "click"},
        type("name", "Tour contract"),
        ...take(".o_form_view", "partner_id", "t customer near"),
        ...take(".o_form_view", "template_id", "Tour template"),
        type("amount", "8800"),
        {content: "save", trigger: ".o_form_button_save:enabled", run: "click"},
        press("action_fill"),
        {
            content: "it is filled in",
            trigger: ".o_field_widget[name=body] textarea:value(Sold to t customer near)",
        },
        type("version_note", "From the template"),
        press("action_keep_version"),
        {
            content: "one version",
            trigger: ".oe_stat_button[name=action_open_versions]:contains(1)",
        },
        text("Sold to t customer near, paid within a month."),
        press("action_submit"),
        {
            content: "it is in approval",
            trigger: ".o_form_view .oe_title .o_field_badge[name=approval_state]",
        },
    ],
});

/** The deputy sales manager looks at the difference and reviews: two clicks but for that. */
tours.add("ops_contract_review", {
    steps: () => [open, ...difference, ...sign],
});

/** The centre manager reads the difference and confirms; now it has its number. */
tours.add("ops_contract_confirm", {
    steps: () => [
        open,
        ...difference,
        ...sign,
        inState("confirmed"),
        {
            content: "its number",
            trigger: ".o_field_widget[name=number]:contains(XSHT)",
        },
    ],
});

/** The sales assistant seals four copies. */
tours.add("ops_contract_seal", {
    steps: () => [
        open,
        press("action_seal"),
        confirm,
        inState("sealed"),
        page("paper"),
        {content: "the log", trigger: ".o_field_widget[name=seal_ids] .o_data_row"},
    ],
});
