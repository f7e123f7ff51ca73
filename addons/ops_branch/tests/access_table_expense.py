"""What each role may do to expense reports of branches and their lines."""

from odoo.addons.ops_roles.tests.common_access import Row

READ = "gm mm dm sd bm da fin"
REVIEW = "mm dm sd"


def _reports(case):
    month = {"month": "2026-10-01"}
    return tuple(
        case.env["ops.expense.report"].create({"branch_id": branch.id, **month})
        for branch in (case.near, case.far)
    )


def _lines(case):
    return tuple(
        case.env["ops.expense.report.line"].create(
            {
                "report_id": case.env["ops.expense.report"]
                .create({"branch_id": branch.id, "month": "2026-09-01"})
                .id,
                "name": "t",
                "amount": 1,
            }
        )
        for branch in (case.near, case.far)
    )


EXPENSE_ACCESS = {
    "ops.expense.report": Row(read=READ, write="da", create="da", unlink="da", pair=_reports),
    "ops.expense.report.line": Row(read=READ, write="da", create="da", unlink="da", pair=_lines),
    "ops.expense.return": Row(read=REVIEW, write=REVIEW, create=REVIEW),
}
