import {addRow, card, inState, page, press, shortcut, take, type} from "./ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const subject = "Trunk line down";

tours.add("ops_incident_report", {
    steps: () => [
        shortcut(3),
        type("name", subject),
        ...take("", "severity_id", "Tour severity"),
        {content: "save", trigger: ".o_form_button_save", run: "click"},
        page("notices"),
        {content: "who is asked", trigger: ".o_field_widget[name=notice_ids]:contains(t_pm)"},
    ],
});

tours.add("ops_incident_close", {
    steps: () => [
        {content: "confirm", trigger: `${card("incidents", subject)} button`, run: "click"},
        {
            content: "nothing is left to confirm",
            trigger: ".o_ops_home_card[data-card=incidents]:not(:has(li))",
        },
        {
            content: "all incidents",
            trigger: ".o_ops_home_card[data-card=incidents] h3 a",
            run: "click",
        },
        {
            content: "open it",
            trigger: `.o_list_view .o_data_row:contains(${subject}) .o_data_cell[name=name]`,
            run: "click",
        },
        press("action_take"),
        inState("handling"),
        addRow("measure_ids"),
        {
            content: "the measure",
            trigger: ".modal .o_field_widget[name=text] textarea",
            run: "edit Switched over",
        },
        {content: "keep it", trigger: ".modal .o_form_button_save", run: "click"},
        {
            content: "it is in the list",
            trigger: "body:not(:has(.modal)) .o_field_widget[name=measure_ids]:contains(Switched)",
        },
        page("closure"),
        type("cause", "Cable cut"),
        type("prevention", "A second cable"),
        press("action_close"),
        inState("closed"),
    ],
});
