import {inState, press, type} from "./ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const title = "Tour rules";

tours.add("ops_document_draft", {
    steps: () => [
        {content: "new", trigger: ".o_list_button_add", run: "click"},
        type("name", title),
        {content: "save", trigger: ".o_form_button_save", run: "click"},
        press("action_new_version"),
        type("change_note", "The first version"),
        {
            content: "the text",
            trigger: ".o_field_widget[name=body] .odoo-editor-editable",
            run: "editor Greet first",
        },
        press("action_submit"),
        {content: "it is in approval", trigger: ".o_form_view button[name=action_withdraw]"},
    ],
});

tours.add("ops_document_read", {
    steps: () => [
        {
            content: "the to-do on the home page",
            trigger: `.o_ops_home_card[data-card=activities_waiting] li:contains(${title}) a`,
            run: "click",
        },
        {content: "the text", trigger: ".o_field_widget[name=body]:contains(Greet first)"},
        press("action_sign"),
        {content: "signed", trigger: ".alert-success .o_field_widget[name=signed_at]"},
        inState("published"),
    ],
});
