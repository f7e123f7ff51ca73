import {addRow, inState, page, press, shortcut, take, type} from "./ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("ops_meeting_keep", {
    steps: () => [
        shortcut(2),
        type("name", "Weekly meeting"),
        type("start", "2040-12-31 10:00:00"),
        ...take("", "invited_ids", "t_pm"),
        addRow("agenda_ids"),
        {
            content: "the item",
            trigger: ".o_field_widget[name=agenda_ids] .o_field_widget[name=name] input",
            run: "edit Service level",
        },
        press("action_hold"),
        inState("held"),
        type("conclusion", "Two more seats in the evening"),
        page("resolutions"),
        addRow("resolution_ids"),
        {
            content: "what is resolved",
            trigger: ".o_field_widget[name=resolution_ids] .o_field_widget[name=name] input",
            run: "edit Staff the evening",
        },
        ...take(".o_field_widget[name=resolution_ids]", "executor_ids", "t_pm"),
        {
            content: "by when",
            trigger: ".o_field_widget[name=resolution_ids] .o_field_widget[name=due] input",
            run: "edit 2040-12-31",
        },
        press("action_resolve"),
        {
            content: "it is a directive",
            trigger: ".o_field_widget[name=resolution_ids] [name=directive_id]:contains(DB)",
        },
        press("action_send"),
        inState("sent"),
    ],
});

tours.add("ops_meeting_read", {
    steps: () => [
        {
            content: "confirm the minutes",
            trigger: ".o_ops_home_card[data-card=minutes] li:contains(Weekly meeting) button",
            run: "click",
        },
        {
            content: "nothing is left to read",
            trigger: ".o_ops_home_card[data-card=minutes]:not(:has(li))",
        },
        {
            content: "the directive waits",
            trigger: ".o_ops_home_card[data-card=directives] li:contains(Staff the evening)",
        },
    ],
});
