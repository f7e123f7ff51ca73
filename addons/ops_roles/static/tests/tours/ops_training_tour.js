import {card, inState, press} from "./ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const row = (name) => `.o_field_widget[name=attendee_ids] .o_data_row:contains(${name})`;
const mark = (name, button) => ({
    content: `${button} for ${name}`,
    trigger: `${row(name)} button[name=${button}]`,
    run: "click",
});

/** From a waiting need to a session in two clicks. */
tours.add("ops_training_plan_session", {
    steps: () => [
        {content: "a need waits", trigger: `${card("training_needs", "C1 Calls")} a`, run: "click"},
        press("action_new_session"),
        inState("planned"),
        {content: "the person is invited", trigger: row("t_cs")},
    ],
});

/** Attendance by one click per person, the exam by two, and the certificate. */
tours.add("ops_training_hold_session", {
    steps: () => [
        {
            content: "the session of the week",
            trigger: `${card("training_sessions", "C1 Calls")} a`,
            run: "click",
        },
        mark("t_cs", "action_present"),
        {content: "he is marked", trigger: `${row("t_cs")} .text-bg-success`},
        press("action_hold"),
        inState("held"),
        mark("t_cs", "action_pass"),
        {
            content: "he has passed",
            trigger: `${row("t_cs")}:not(:has(button[name=action_pass])) [name=result] .text-bg-success`,
        },
    ],
});
