import {
    addRow,
    confirm,
    gone,
    inPlace,
    save,
    saved,
    shortcut,
    take,
    type,
    within,
} from "./ops_work_steps";
import {registry} from "@web/core/registry";

/** The operations manager approves a revised specification and calls a meeting with its agenda. */
registry.category("web_tour.tours").add("ops_duties_om", {
    steps: () => [
        ...within(2, [inPlace("approvals", "Tour rules"), confirm]),
        gone("approvals", "Tour rules"),
        ...within(3, [
            shortcut(2),
            type("name", "Tour meeting"),
            type("start", "2040-12-31 10:00:00"),
            ...take("", "invited_ids", "t_pm"),
            addRow("agenda_ids"),
            {
                content: "the item",
                trigger: ".o_field_widget[name=agenda_ids] .o_field_widget[name=name] input",
                run: "edit Service level",
            },
            save,
        ]),
        saved,
    ],
});
