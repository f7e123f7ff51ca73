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
    ],
    "demo": [],
    "assets": {
        "web.assets_backend": [
            "ops_callcenter/static/src/**/*",
        ],
        "web.assets_tests": [
            "ops_callcenter/static/tests/tours/**/*",
        ],
    },
    "application": True,
    "installable": True,
}
