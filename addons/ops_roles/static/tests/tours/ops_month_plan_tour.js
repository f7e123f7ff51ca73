import {addRow, inState, press} from "./ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const cell = (name) => `.o_field_widget[name=item_ids] .o_field_widget[name=${name}] input`;

tours.add("ops_month_plan_draw_up", {
    steps: () => [
        {content: "a new plan", trigger: ".o_list_button_add", run: "click"},
        {
            content: "the month",
            trigger: ".o_field_widget[name=month] button",
            run: "click",
        },
        {
            content: "of 2040",
            trigger: ".o_field_widget[name=month] input",
            run: "edit 2040-12-01",
        },
        addRow("item_ids"),
        {content: "when", trigger: cell("start"), run: "edit 2040-12-05 10:00:00"},
        {content: "what", trigger: cell("name"), run: "edit Channel forum"},
        press("action_fix"),
        inState("fixed"),
        {
            content: "report it done",
            trigger: ".o_field_widget[name=item_ids] button[name=action_done]",
            run: "click",
        },
        {content: "the rate", trigger: ".o_field_widget[name=rate]:contains(100)"},
        press("action_close"),
        inState("closed"),
    ],
});
