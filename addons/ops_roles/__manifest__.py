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
        "security/ir.model.access.csv",
        "views/menus.xml",
    ],
    "demo": [],
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
