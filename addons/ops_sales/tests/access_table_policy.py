"""What each role may do to sales policies and their clauses."""

from odoo.fields import Command

from odoo.addons.ops_roles.tests.common_access import Row

READ = "gm mm dm sd bm sa fin branch_sales"


def _policies(case):
    make = case.env["ops.sales.policy"].create
    clause = {"number": "1", "text": "t"}
    return tuple(
        make(
            {
                "name": "t",
                "department_id": branch.department_id.id,
                "scope_department_ids": branch.department_id.ids,
                "clause_ids": [Command.create(clause)],
            }
        )
        for branch in (case.near, case.far)
    )


def _clauses(case):
    return tuple(policy.clause_ids for policy in _policies(case))


RIGHTS = {"read": READ, "write": "sd", "create": "sd", "unlink": "sd"}
POLICY = {
    "ops.sales.policy": Row(**RIGHTS, pair=_policies),
    "ops.sales.policy.clause": Row(**RIGHTS, pair=_clauses),
}
