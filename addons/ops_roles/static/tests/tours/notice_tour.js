import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("ops_notice_channel", {
    steps: () => [
        {
            content: "open the channel",
            trigger: ".o_list_view .o_data_row:contains(Tour robot) .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "try it",
            trigger: ".o_form_view button[name=action_test]",
            run: "click",
        },
        {
            content: "the vendor took it",
            trigger: ".o_notification:has(.bg-success)",
        },
        {
            content: "switch it on",
            trigger: ".o_statusbar_buttons button[name=action_switch]",
            run: "click",
        },
        {content: "yes", trigger: ".modal .btn-primary", run: "click"},
        {
            content: "it is on",
            trigger: ".o_form_view:not(:has(.ribbon, .o_widget_web_ribbon))",
        },
    ],
});
