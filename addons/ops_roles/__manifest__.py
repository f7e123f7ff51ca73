{
    "name": "Ops Roles",
    "summary": "Role cards, incoming files, confidential numbers and the home page of every role",
    "version": "19.0.1.0.0",
    "category": "Human Resources",
    "author": "ops-suite founders",
    "license": "LGPL-3",
    "depends": ["mail", "calendar", "hr", "account"],
    "data": [
        "security/groups.xml",
        "security/ops_feed_security.xml",
        "security/ir.model.access.csv",
        "security/rules_role.xml",
        "data/ir_cron.xml",
        "data/ops_role.xml",
        "data/ops_feed_data.xml",
        "data/confidential_data.xml",
        "views/menus.xml",
        "views/ops_reveal_views.xml",
    ],
    "demo": [
        "demo/departments.xml",
        "demo/staff.xml",
        "demo/agents_telecom.xml",
        "demo/agents_bank_logistics.xml",
        "demo/assignments.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "ops_roles/static/src/**/*",
        ],
        "web.assets_tests": [
            "ops_roles/static/tests/tours/**/*",
        ],
    },
    "application": True,
    "installable": True,
}
