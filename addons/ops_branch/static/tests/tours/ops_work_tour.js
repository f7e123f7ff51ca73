import {card, inState, page, press, words} from "@ops_roles/../tests/tours/ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const widget = (name) => `.o_field_widget[name=${name}]`;

/** A picture as the camera of the telephone would give it. */
async function photograph() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 64;
    canvas.getContext("2d").fillRect(8, 8, 40, 40);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    const transfer = new DataTransfer();
    transfer.items.add(new File([blob], "photo.png", {type: "image/png"}));
    const input = document.querySelector(".o_ops_photo_input");
    input.files = transfer.files;
    input.dispatchEvent(new Event("change"));
}
const photo = (kind, count) => [
    {
        content: `take a photo ${kind}`,
        trigger: `.o_ops_work_photos:has(.o_ops_photo_${kind})`,
        async run() {
            // The button itself would open the file chooser of the system.
            const input = document.querySelector(".o_ops_photo_input");
            input.click = () => photograph();
            document.querySelector(`.o_ops_photo_${kind}`).click();
        },
    },
    {
        content: "it has arrived",
        trigger: `${widget("photo_ids")}:has(.o_kanban_record:not(.o_kanban_ghost):nth-of-type(${count}))`,
        timeout: 60000,
    },
];

/** The technician on his telephone: from the home page to the finished order. */
tours.add("ops_work_technician", {
    steps: () => [
        {content: "my order", trigger: `${card("work_today", "Tour order")} a`, run: "click"},
        press("action_start"),
        // A telephone has no room for the bar of states: the next button tells.
        {content: "it is at work", trigger: "button[name=action_finish]"},
        page("work"),
        ...photo("before", 1),
        ...photo("after", 2),
        {
            content: "checked",
            trigger: `${widget("check_ids")} button[name=action_ok]`,
            run: "click",
        },
        {
            content: "the answer is kept",
            trigger: `${widget("check_ids")} .text-bg-success`,
        },
        page("goods"),
        {
            content: "type the serial",
            trigger: ".o_ops_scan_input",
            run: "edit T-near-0",
        },
        {content: "take it", trigger: ".o_ops_scan_take", run: "click"},
        {content: "it is taken", trigger: `${widget("serial_ids")}:contains(T-near-0)`},
        page("work"),
        {
            content: "who signs",
            trigger: `${widget("signed_by")} input`,
            run: "edit Mr Fleet",
        },
        {content: "sign", trigger: `${widget("signature")} .o_signature`, run: "click"},
        {
            content: "adopt the signature",
            trigger: ".modal .modal-footer button.btn-primary:enabled",
            run: "click",
        },
        {content: "it is signed", trigger: "body:not(:has(.modal))"},
        press("action_finish"),
        {
            content: "it is finished",
            trigger:
                ".o_form_view:not(:has(button[name=action_finish])) .o_field_widget[name=finished_at]",
        },
    ],
});

/** The branch manager accepts proved work from the home page. */
tours.add("ops_work_accept", {
    steps: () => [
        {content: "to accept", trigger: `${card("work_waiting", "Tour order")} a`, run: "click"},
        press("action_accept"),
        inState("accepted"),
    ],
});

/** What is missing is named; accepted all the same it needs a reason. */
tours.add("ops_work_override", {
    steps: () => [
        {content: "to accept", trigger: `${card("work_waiting", "Tour order")} a`, run: "click"},
        {content: "what is missing", trigger: ".alert-info:contains(Power checked)"},
        press("action_override"),
        ...words("The telephone broke"),
        inState("accepted"),
        {content: "it is told", trigger: ".alert-danger:contains(The telephone broke)"},
    ],
});
