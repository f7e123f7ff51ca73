{
    "name": "Ops Call Centre",
    "summary": "Client projects, calls, agents and interval statistics from the PBX's own logs",
    "version": "19.0.1.0.0",
    "category": "Services/Helpdesk",
    "author": "ops-suite founders",
    "license": "LGPL-3",
    "depends": ["ops_roles"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/parameters.xml",
        "data/feed_profiles.xml",
        "data/ops_indicator_data.xml",
        "views/ops_call_views.xml",
        "views/ops_call_interval_views.xml",
        "views/ops_project_day_views.xml",
        "views/ops_agent_views.xml",
        "views/ops_call_queue_views.xml",
        "views/ops_outbound_call_views.xml",
        "views/ops_client_project_views.xml",
        "views/ops_feed_source_views.xml",
        "views/menus.xml",
    ],
    "demo": [
        "demo/demo_floor.xml",
        "demo/ops.agent.alias.csv",
    ],
    "post_init_hook": "load_demo_floor",
    "assets": {
        "web.assets_backend": [
            "ops_callcenter/static/src/**/*",
            ("remove", "ops_callcenter/static/src/figure_graph/**/*"),
        ],
        "web.assets_backend_lazy": [
            "ops_callcenter/static/src/figure_graph/**/*",
        ],
        "web.assets_tests": [
            "ops_callcenter/static/tests/tours/**/*",
        ],
    },
    "application": True,
    "installable": True,
}
