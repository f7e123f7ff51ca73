"""Expenses of regions: a line per branch, by where the cost came from."""

from odoo import api, models
from odoo.tools import date_utils

from odoo.addons.ops_roles.core.report_book import Chart, Column, Sheet

KINDS = ("expense", "booked", "other")


class OpsReportBuilder(models.AbstractModel):
    _inherit = "ops.report.builder"

    @api.model
    def _build_branch_expenses(self, department, date_from, date_to):
        """What the expense reports of the months of the period hold, and of the month before."""
        before = date_utils.subtract(date_from, months=1)
        found = self._expense_sums(department, date_from, date_to)
        earlier = self._expense_sums(department, before, date_utils.subtract(date_from, days=1))
        domain = [("month", ">=", date_from), ("month", "<=", date_to)]
        branches = self.env["ops.branch"].browse({*found, *earlier}).sorted("region_code")
        rows = [
            self._expense_row(
                branch.name,
                found.get(branch.id, {}),
                earlier.get(branch.id, {}),
                [*domain, ("branch_id", "=", branch.id)],
            )
            for branch in branches
        ]
        total = self._expense_row(
            self.env._("Total"),
            self._expense_added(found),
            self._expense_added(earlier),
            [*domain, ("branch_id", "in", branches.ids)],
        )
        title = self.env._("Expenses of regions")
        chart = Chart("column", title, "name", (*KINDS, "returned"))
        return [
            Sheet(title, self._expense_columns(), (*rows, {**total, "_total": True}), (chart,)),
            self._expense_detail(department, date_from, date_to),
        ]

    def _expense_sums(self, department, first, last) -> dict:
        """Return ``{branch id: {(kind, verdict): amount}}`` by one grouped query."""
        groups = self.env["ops.expense.report.line"]._read_group(
            self._expense_lines(department, first, last),
            ["branch_id", "kind", "verdict"],
            ["amount:sum"],
        )
        sums = {}
        for branch, kind, verdict, amount in groups:
            sums.setdefault(branch.id, {})[kind, verdict] = amount
        return sums

    def _expense_lines(self, department, first, last):
        return [
            ("department_id", "child_of", department.ids),
            ("month", ">=", first),
            ("month", "<=", last),
        ]

    def _expense_added(self, sums) -> dict:
        added = {}
        for one in sums.values():
            for key, amount in one.items():
                added[key] = added.get(key, 0) + amount
        return added

    def _expense_row(self, name, sums, earlier, domain):
        kept = dict.fromkeys(KINDS, 0.0)
        for (kind, verdict), amount in sums.items():
            kept[kind] += 0 if verdict == "returned" else amount
        before = sum(
            amount for (_kind, verdict), amount in earlier.items() if verdict != "returned"
        )
        total = sum(kept.values())
        counted = [*domain, ("verdict", "!=", "returned")]
        return {
            "name": name,
            **kept,
            "total": total,
            "returned": sum(one for (_kind, verdict), one in sums.items() if verdict == "returned"),
            "before": before,
            "change": (total - before) / before if before else None,
            "_model": "ops.expense.report.line",
            "_domains": {
                **{kind: [*counted, ("kind", "=", kind)] for kind in KINDS},
                "total": counted,
                "returned": [*domain, ("verdict", "=", "returned")],
            },
        }

    def _expense_columns(self):
        _ = self.env._
        return (
            Column("name", _("Branch")),
            Column("expense", _("Expenses"), "money", _("native expenses of staff")),
            Column("booked", _("In the books"), "money", _("bills and till, by analytic account")),
            Column("other", _("Entered by hand"), "money"),
            Column("total", _("Total"), "money", _("all but what was returned")),
            Column("returned", _("Returned"), "money"),
            Column("before", _("Month before"), "money"),
            Column("change", _("Change"), "percent", _("(total − month before) / month before")),
        )

    def _expense_detail(self, department, first, last):
        _ = self.env._
        lines = self.env["ops.expense.report.line"].search(
            self._expense_lines(department, first, last), order="branch_id, kind, date, id"
        )
        kinds, verdicts = (
            dict(lines._fields[name]._description_selection(self.env))
            for name in ("kind", "verdict")
        )
        rows = [
            {
                "branch": line.branch_id.name,
                "date": line.date,
                "name": line.name,
                "kind": kinds[line.kind],
                "person": line.submitter_id.name,
                "amount": line.amount,
                "verdict": verdicts[line.verdict],
                "reason": line.reason,
            }
            for line in lines
        ]
        columns = (
            Column("branch", _("Branch")),
            Column("date", _("Day"), "date"),
            Column("name", _("What for")),
            Column("kind", _("Came from")),
            Column("person", _("Handed in by")),
            Column("amount", _("Amount"), "money"),
            Column("verdict", _("Verdict")),
            Column("reason", _("Why returned")),
        )
        return Sheet(_("Costs one by one"), columns, tuple(rows))
