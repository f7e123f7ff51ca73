import {take, within} from "@ops_roles/../tests/tours/ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const shortcut = (place) => ({
    content: `shortcut ${place} of vehicles and cards`,
    trigger: `.o_ops_home_card[data-card=telematics] button:nth-of-type(${place})`,
    run: "click",
});
/** What a scanner does: it types into the field and sends Enter. */
const scan = (field, text) => [
    {
        content: `scan ${text}`,
        trigger: `.modal .o_field_widget[name=${field}] input`,
        run: `edit ${text} && press Enter`,
    },
];
const confirm = (name) => ({
    content: `press ${name}`,
    trigger: `.modal footer button[name=${name}]`,
    run: "click",
});
const vehicle = (plate) => ({
    content: `the vehicle ${plate} is shown`,
    timeout: 60000,
    trigger: `body:not(:has(.modal)) .o_form_view .o_field_widget[name=plate]:contains(${plate}), body:not(:has(.modal)) .o_form_view .o_field_widget[name=plate] input:value(${plate})`,
});

/** The data administrator registers a vehicle from its paper on one screen. */
tours.add("ops_register", {
    steps: () =>
        within(2, [
            shortcut(1),
            ...scan("plate", "豫A60001"),
            ...take(".modal", "partner_id", "t fleet near"),
            ...take(".modal", "department_id", "Near"),
            ...scan("serial", "TOUR-1"),
            {
                content: "it is in stock",
                trigger: ".modal .o_field_widget[name=terminal_note]:contains(t terminal)",
            },
            ...scan("iccid", "8986032641000000601"),
            {
                content: "the card is known",
                trigger: ".modal .o_field_widget[name=card_note]:contains(t T1)",
            },
            confirm("action_register"),
            vehicle("豫A60001"),
        ]),
});

/** A card is replaced from the home page; what is typed is scanned. */
tours.add("ops_card_replace", {
    steps: () =>
        within(3, [
            shortcut(2),
            ...scan("what", "豫A10001"),
            {
                content: "it is found",
                trigger: ".modal .o_field_widget[name=terminal_id]:contains(T-near)",
            },
            ...scan("new_iccid", "8986032641000000601"),
            {
                content: "the new card is known",
                trigger: ".modal .o_field_widget[name=note]:contains(t T1)",
            },
            {
                content: "why",
                trigger: ".modal .o_field_widget[name=reason] input",
                run: "edit broken",
            },
            confirm("action_confirm"),
            vehicle("豫A10001"),
        ]),
});
