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
        "views/ops_operator_account_views.xml",
        "views/ops_sim_views.xml",
        "views/ops_terminal_views.xml",
        "views/ops_installation_views.xml",
        "views/ops_vehicle_views.xml",
        "views/menus.xml",
    ],
    "demo": [],
    "assets": {
        "web.assets_tests": [
            "ops_telematics/static/tests/tours/**/*",
        ],
    },
    "application": True,
    "installable": True,
}
