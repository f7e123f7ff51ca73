import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("ops_target_cascade", {
    url: "/odoo/ops-targets",
    steps: () => [
        {
            content: "open the indicator's group",
            trigger: ".o_group_header:contains(spent) .o_group_name",
            run: "click",
        },
        {
            content: "hand the target down",
            trigger: ".o_data_row button[name=action_cascade]",
            run: "click",
        },
        {
            content: "in equal parts",
            trigger: ".modal .o_field_widget[name=method] input[data-value=equal]",
            run: "click",
        },
        {
            content: "half each",
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:contains(50)",
        },
        {content: "do it", trigger: ".modal button[name=action_apply]", run: "click"},
        {
            content: "the parts are there with their trend",
            trigger: "body:not(:has(.modal)) .o_list_view .o_data_row:contains(Other project)",
        },
    ],
});
