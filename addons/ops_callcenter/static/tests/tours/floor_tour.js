import {registry} from "@web/core/registry";

/** The bad half hour of yesterday in two clicks from home, who worked it in one more. */
registry.category("web_tour.tours").add("ops_floor_bad_interval", {
    steps: () => [
        {
            content: "Yesterday of the client stands below its target",
            trigger: ".o_ops_state_red a.o_ops_home_label:contains(Client)",
            run: "click",
        },
        {
            content: "Open the half hour below target",
            trigger: ".o_list_view .o_data_row.text-danger td[name=queue_id]:contains(care)",
            run: "click",
        },
        {
            content: "The formula stands beside the figure",
            trigger: ".o_form_view [name=formula_text]:contains(T = 20)",
        },
        {
            content: "See who worked it",
            trigger: "button[name=action_open_agents]",
            run: "click",
        },
        {
            content: "The agent who was logged in",
            trigger: ".o_list_view .o_group_header:contains(t_cs)",
        },
    ],
});

/** An abandoned caller: from home to the call, called back and marked. */
registry.category("web_tour.tours").add("ops_floor_call_back", {
    steps: () => [
        {
            content: "Somebody gave up and waits",
            trigger: ".o_ops_state_red a.o_ops_home_label:contains(138****1006)",
            run: "click",
        },
        {
            content: "The log of the call is there",
            trigger: ".o_form_view [name=timeline] td:contains(care)",
        },
        {
            content: "Mark as called back",
            trigger: ".o_form_statusbar button[name=action_mark_called_back]",
            run: "click",
        },
        {
            content: "Nobody waits on this call any more",
            trigger:
                ".o_form_view:not(:has(button[name=action_mark_called_back])) [name=called_back_at]",
        },
    ],
});
