import {registry} from "@web/core/registry";

const FIELD = ".o_field_widget[name=phone]";

registry.category("web_tour.tours").add("ops_reveal", {
    steps: () => [
        {
            content: "The number is masked",
            trigger: `${FIELD} input[placeholder="138****4087"]`,
            run: "click",
        },
        {content: "Ask for it", trigger: `${FIELD} .o_ops_reveal`, run: "click"},
        {
            content: "No reason, no number",
            trigger: ".modal .o_ops_reveal_confirm:disabled",
        },
        {content: "Choose a reason", trigger: ".modal select", run: "select other"},
        {
            content: "Other needs words",
            trigger: ".modal .o_ops_reveal_confirm:disabled",
        },
        {content: "Say why", trigger: ".modal .o_ops_reveal_note", run: "edit 第二次来电"},
        {content: "Show", trigger: ".modal .o_ops_reveal_confirm:enabled", run: "click"},
        {
            content: "The number in full, and it can be copied",
            trigger: `${FIELD}:has(.o_clipboard_button) input:value("13812344087")`,
        },
        {content: "Hide it", trigger: `${FIELD} .o_ops_reveal`, run: "click"},
        {
            content: "It is masked again; enter another number",
            trigger: `${FIELD}:not(:has(.o_clipboard_button)) input[placeholder="138****4087"]`,
            run: "edit 13700001111",
        },
        {content: "Save", trigger: ".o_form_button_save:enabled", run: "click"},
        {
            content: "The new number is masked as well",
            trigger: `${FIELD} input[placeholder="137****1111"]`,
        },
    ],
});
