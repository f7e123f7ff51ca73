import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const verdict = (code, value) => ({
    content: `${code} is ${value}`,
    trigger: `.o_ops_qa_item[data-code=${code}] button[data-verdict=${value}]`,
    run: "click",
});

/** From home: draw a sample, score a call with a click, mark a second, submit. */
tours.add("ops_qa_score", {
    steps: () => [
        {
            content: "Draw a sample",
            trigger: ".o_ops_home_card[data-card=qa_shortcuts] button:first-child",
            run: "click",
        },
        {
            content: "Another week",
            trigger: ".modal .o_field_widget[name=day] button",
            run: "click",
        },
        {
            content: "A day of the week",
            trigger: ".modal .o_field_widget[name=day] input",
            run: "edit 2026-11-02",
        },
        {
            content: "The week follows",
            trigger: ".modal .o_field_widget[name=plan_id]",
            run: "click",
        },
        {content: "Draw", trigger: ".modal button[name=action_draw]", run: "click"},
        {
            content: "Score the first call",
            trigger: ".o_list_view .o_data_row button[name=action_score]",
            run: "click",
        },
        {content: "Mark a second", trigger: ".o_ops_qa_mark", run: "click"},
        {
            content: "The mark is kept with the item",
            trigger: ".o_ops_qa_marks li .badge:contains(A)",
        },
        verdict("A", "pass"),
        verdict("B", "na"),
        {
            content: "C is judged by its key",
            trigger: ".o_ops_qa_item[data-code=C].o_ops_qa_chosen",
            run: () =>
                document.dispatchEvent(new KeyboardEvent("keydown", {key: "2", bubbles: true})),
        },
        {
            content: "50 of 60 points",
            trigger: ".o_ops_qa_score:contains(83.3)",
        },
        {content: "Submit", trigger: "button[name=action_submit]", run: "click"},
        {
            content: "Final",
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value=submitted]",
        },
    ],
});

/** The agent looks at his score from home and says so. */
tours.add("ops_qa_seen", {
    steps: () => [
        {
            content: "Open the score",
            trigger: ".o_ops_home_card[data-card=qa_own_scores] a.o_ops_home_label",
            run: "click",
        },
        {content: "His mark", trigger: ".o_ops_qa_marks li:contains(well put)"},
        {content: "Seen", trigger: "button[name=action_seen]", run: "click"},
        {content: "It is noted", trigger: ".o_form_view .o_field_widget[name=seen_at]"},
    ],
});

/** A revision of the specification is approved from home in two clicks. */
tours.add("ops_qa_approve", {
    steps: () => [
        {
            content: "Approve",
            trigger: ".o_ops_home_card[data-card=approvals] li:contains(Form TOUR) button",
            run: "click",
        },
        {content: "Confirm", trigger: ".modal button[name=action_confirm]", run: "click"},
        {
            content: "Nothing waits",
            trigger:
                "body:not(:has(.modal)) .o_ops_home_card[data-card=approvals]:not(:contains(Form TOUR))",
        },
    ],
});
