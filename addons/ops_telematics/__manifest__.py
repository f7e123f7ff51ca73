{
    "name": "Ops Telematics",
    "summary": "Vehicles, terminals, SIM cards and the operators' bills",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "ops-suite founders",
    "license": "LGPL-3",
    "depends": [
        "ops_branch",
    ],
    "data": [
        "security/ir.model.access.csv",
        "security/rules_register.xml",
        "data/product_data.xml",
        "data/feed_data.xml",
        "data/archive_data.xml",
        "data/report_register.xml",
        "views/ops_operator_account_views.xml",
        "views/ops_sim_views.xml",
        "views/ops_terminal_views.xml",
        "views/ops_installation_views.xml",
        "views/ops_vehicle_views.xml",
        "views/ops_register_views.xml",
        "views/ops_archive_views.xml",
        "views/menus.xml",
    ],
    "demo": [
        "demo/accounts.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "ops_telematics/static/src/**/*",
        ],
        "web.assets_tests": [
            "ops_telematics/static/tests/tours/**/*",
        ],
    },
    "post_init_hook": "load_demo_register",
    "application": True,
    "installable": True,
}
