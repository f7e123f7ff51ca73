import {card, inState, press} from "./ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const row = (number) => `.o_field_widget[name=line_ids] .o_data_row:nth-child(${number})`;
const score = (number, column, points) => [
    {
        content: `line ${number}`,
        trigger: `${row(number)} td[name=${column}]`,
        run: "click",
    },
    {
        content: `${points} points`,
        trigger: `${row(number)} td[name=${column}] input`,
        run: `edit ${points}`,
    },
];

tours.add("ops_appraisal_self", {
    steps: () => [
        {
            content: "my self-assessment on the home page",
            trigger: `${card("appraisal_self", "2026-01")} a`,
            run: "click",
        },
        ...score(1, "self_score", 90),
        ...score(2, "self_score", 80),
        press("action_self"),
        inState("score"),
    ],
});

tours.add("ops_appraisal_score", {
    steps: () => [
        {
            content: "the supervisor waits on the home page",
            trigger: `${card("appraisals", "t_sv")} a`,
            run: "click",
        },
        ...score(1, "superior_score", 85),
        ...score(2, "superior_score", 90),
        press("action_score"),
        inState("confirm"),
    ],
});

tours.add("ops_appraisal_appeal", {
    steps: () => [
        {
            content: "performance",
            trigger: ".o_menu_sections [data-menu-xmlid='ops_roles.menu_performance']",
            run: "click",
        },
        {
            content: "my appraisals",
            trigger: ".o-dropdown--menu [data-menu-xmlid='ops_roles.menu_appraisal_mine']",
            run: "click",
        },
        {
            content: "the sheet of January",
            trigger: ".o_kanban_record:contains(2026-01)",
            run: "click",
        },
        press("action_appeal"),
        {
            content: "say why",
            trigger: ".modal .o_field_widget[name=text] textarea",
            run: "edit Please look again",
        },
        {content: "confirm", trigger: ".modal button[name=action_confirm]", run: "click"},
        inState("appealed"),
    ],
});

tours.add("ops_appraisal_start", {
    steps: () => [
        {
            content: "shortcut of the home page",
            trigger: ".o_ops_home_card[data-card=office] button:last-of-type",
            run: "click",
        },
        press("action_start"),
        {
            content: "the appraisals of the department",
            trigger: ".o_list_view .o_group_header, .o_list_view .o_data_row",
        },
    ],
});
