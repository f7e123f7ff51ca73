import {inState, openItem, press} from "@ops_roles/../tests/tours/ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const yes = {content: "go on", trigger: ".modal .modal-footer .btn-primary", run: "click"};
const mine = openItem("expense_reports", "2026-10");

/** The data administrator hands in what was collected: two clicks from home. */
tours.add("ops_expense_hand_in", {
    steps: () => [
        mine,
        {content: "what was collected", trigger: ".o_data_row:contains(Taxi)"},
        press("action_submit"),
        inState("review"),
    ],
});

/** A deputy returns one line with a reason and accepts the rest. */
tours.add("ops_expense_review", {
    steps: () => [
        mine,
        {
            content: "return the rent",
            trigger: ".o_data_row:contains(Rent) button[name=action_return]",
            run: "click",
        },
        {
            content: "say why",
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit Contract is missing",
        },
        {content: "confirm", trigger: ".modal button[name=action_confirm]", run: "click"},
        {
            content: "it is returned",
            trigger: "body:not(:has(.modal)) .o_data_row:contains(Contract is missing)",
        },
        press("action_accept_all"),
        yes,
        inState("reviewed"),
    ],
});

/** Finance settles: two clicks from home and a confirmation. */
tours.add("ops_expense_settle", {
    steps: () => [mine, press("action_settle"), yes, inState("settled")],
});
