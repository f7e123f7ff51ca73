"""Day report and month report of branches: the same sources over one day or a month."""

from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models

from odoo.addons.ops_roles.core.period import midnight_utc
from odoo.addons.ops_roles.core.report_book import Chart, Column, Sheet

from .ops_branch_cockpit import COUNTS_OPEN, ORDERS_OPEN


class Source(NamedTuple):
    """A column of the report: ``measure`` of the records of ``model`` in ``domain`` per branch."""

    key: str
    label: str
    model: str
    domain: list
    kind: str = "integer"
    measure: str = "__count"
    owner: str = "branch_id"


class OpsReportBuilder(models.AbstractModel):
    _inherit = "ops.report.builder"

    @api.model
    def _build_branch_day(self, department, date_from, date_to):
        """What happened at each branch on a day, and who was not there."""
        branches = self._report_branches(department)
        if branches:
            branches._muster_day(date_to)
        return [
            self._branch_sheet(branches, date_from, date_to),
            self._branch_absent(branches, date_from, date_to),
            self._branch_incidents(branches, date_from, date_to),
        ]

    @api.model
    def _build_branch_month(self, department, date_from, date_to):
        """What each branch did in a month, and what its till was used for."""
        branches = self._report_branches(department)
        return [
            self._branch_sheet(branches, date_from, date_to),
            self._branch_cash_kinds(branches, date_from, date_to),
            self._branch_incidents(branches, date_from, date_to),
        ]

    def _report_branches(self, department):
        inside = [("department_id", "child_of", department.ids), ("state", "!=", "closed")]
        return self.env["ops.branch"].search(inside)

    @api.model
    def _branch_sources(self, first, last) -> list:
        """Return the columns of the reports, for models that are there; add-ons extend it."""
        _ = self.env._
        on = [("date", ">=", first), ("date", "<=", last)]
        paid = [*on, ("verdict", "=", "accepted")]
        sources = [
            *self._branch_money_sources(on),
            *self._branch_staff_sources(on),
            *self._branch_work_sources(first, last),
            Source(
                *("spent", _("Costs allowed"), "ops.expense.report.line", paid, "money"),
                "amount:sum",
            ),
        ]
        return [source for source in sources if source.model in self.env]

    def _branch_money_sources(self, on):
        entry, total = "ops.cash.entry", ("money", "amount:sum")
        closed = [*on, ("state", "in", ("closed", "accepted"))]
        _ = self.env._
        return [
            Source("cash_in", _("Money in"), entry, [*on, ("direction", "=", "in")], *total),
            Source("cash_out", _("Money out"), entry, [*on, ("direction", "=", "out")], *total),
            Source("closed", _("Till days closed"), "ops.cash.day", closed),
        ]

    def _branch_staff_sources(self, on):
        line = "ops.muster.line"
        here = [*on, ("status", "in", ("present", "late"))]
        _ = self.env._
        return [
            Source("here", _("Present"), line, here),
            Source("late", _("Late"), line, [*on, ("status", "=", "late")]),
            Source("leave", _("On leave"), line, [*on, ("status", "=", "leave")]),
            Source("missing", _("No check-in"), line, [*on, ("status", "=", "missing")]),
        ]

    def _branch_work_sources(self, first, last):
        owner = {"owner": "ops_branch_id"}
        accepted = [("state", "=", "accepted"), *self._between("accepted_at", first, last)]
        closed = [("closed_on", ">=", first), ("closed_on", "<=", last)]
        kept = [*closed, ("state", "=", "kept"), ("was_late", "=", False)]
        broken = [*closed, "|", ("state", "=", "broken"), ("was_late", "=", True)]
        seen = [("seen_on", ">=", first), ("seen_on", "<=", last)]
        counts = [*COUNTS_OPEN, ("due_on", "<=", last)]
        happened = self._between("happened_at", first, last)
        still = [("state", "!=", "closed")]
        _ = self.env._
        return [
            Source("orders_done", _("Work orders accepted"), "ops.work.order", accepted),
            Source("orders_open", _("Work orders open"), "ops.work.order", ORDERS_OPEN),
            Source("counts", _("Stock counts due"), "ops.stock.count", counts),
            Source("incidents", _("Incidents"), "ops.incident", happened, **owner),
            Source("incidents_open", _("Incidents open"), "ops.incident", still, **owner),
            Source("kept", _("Promises kept"), "ops.commitment", kept),
            Source("broken", _("Promises late or broken"), "ops.commitment", broken),
            Source("notes", _("Market notes"), "ops.market.note", seen),
        ]

    def _between(self, name, first, last):
        """Domain of the moments in ``name`` on these days of the company."""
        zone = self.env.company._ops_tz()
        begin, end = midnight_utc(first, zone), midnight_utc(last + timedelta(days=1), zone)
        return [
            (name, ">=", fields.Datetime.to_string(begin)),
            (name, "<", fields.Datetime.to_string(end)),
        ]

    def _branch_sheet(self, branches, first, last):
        """One grouped query per source, whatever the number of branches."""
        sources = self._branch_sources(first, last)
        found = {source.key: self._branch_sums(source, branches) for source in sources}
        rows = [
            self._branch_row(
                branch.name,
                branch,
                sources,
                {key: sums.get(branch.id, 0) for key, sums in found.items()},
            )
            for branch in branches
        ]
        if len(branches) > 1:
            sums = {key: sum(sums.values()) for key, sums in found.items()}
            total = self._branch_row(self.env._("Total"), branches, sources, sums)
            rows.append({**total, "_total": True})
        columns = (
            Column("name", self.env._("Branch")),
            *(Column(one.key, one.label, one.kind) for one in sources),
        )
        money = ("cash_in", "cash_out")
        chart = Chart("column", self.env._("Money in and out"), "name", money)
        note = self.env._("What is open is counted at the moment the report is drawn.")
        return Sheet(self.env._("Branches"), columns, tuple(rows), (chart,), (note,))

    def _branch_sums(self, source, branches) -> dict:
        mine = [*source.domain, (source.owner, "in", branches.ids)]
        groups = self.env[source.model]._read_group(mine, [source.owner], [source.measure])
        return {branch.id: value for branch, value in groups}

    def _branch_row(self, name, branches, sources, values):
        # A row opens records of one model: people are what is asked about most.
        model = "ops.muster.line"
        return {
            "name": name,
            **values,
            "_model": model,
            "_domains": {
                one.key: [*one.domain, (one.owner, "in", branches.ids)]
                for one in sources
                if one.model == model
            },
        }

    def _branch_absent(self, branches, first, last):
        _ = self.env._
        domain = [
            ("branch_id", "in", branches.ids),
            ("date", ">=", first),
            ("date", "<=", last),
            ("status", "in", ("late", "leave", "missing", "away")),
        ]
        lines = self.env["ops.muster.line"].search(domain, order="branch_id, status, employee_id")
        labels = dict(lines._fields["status"]._description_selection(self.env))
        rows = tuple(
            {
                "branch": line.branch_id.name,
                "name": line.employee_id.name,
                "status": labels[line.status],
                "minutes": line.late_minutes or None,
                "note": line.note or line.other_branch_id.name,
            }
            for line in lines
        )
        columns = (
            Column("branch", _("Branch")),
            Column("name", _("Person")),
            Column("status", _("Status")),
            Column("minutes", _("Minutes late"), "integer"),
            Column("note", _("Remark")),
        )
        return Sheet(_("Not there or late"), columns, rows)

    def _branch_incidents(self, branches, first, last):
        _ = self.env._
        domain = [
            ("ops_branch_id", "in", branches.ids),
            *self._between("happened_at", first, last),
        ]
        incidents = self.env["ops.incident"].search(domain, order="happened_at")
        labels = dict(incidents._fields["state"]._description_selection(self.env))
        rows = tuple(
            {
                "branch": one.ops_branch_id.name,
                "number": one.number,
                "name": one.name,
                "severity": one.severity_id.name,
                "state": labels[one.state],
            }
            for one in incidents
        )
        columns = (
            Column("branch", _("Branch")),
            Column("number", _("Serial number")),
            Column("name", _("What happened")),
            Column("severity", _("Severity")),
            Column("state", _("State")),
        )
        return Sheet(_("Incidents"), columns, rows)

    def _branch_cash_kinds(self, branches, first, last):
        _ = self.env._
        domain = [
            ("branch_id", "in", branches.ids),
            ("date", ">=", first),
            ("date", "<=", last),
        ]
        groups = self.env["ops.cash.entry"]._read_group(
            domain, ["branch_id", "category_id"], ["signed:sum", "__count"]
        )
        rows = tuple(
            {
                "branch": branch.name,
                "kind": kind.name,
                "count": count,
                "amount": amount,
                "_model": "ops.cash.entry",
                "_domains": {
                    "count": [
                        *domain,
                        ("branch_id", "=", branch.id),
                        ("category_id", "=", kind.id),
                    ]
                },
            }
            for branch, kind, amount, count in groups
        )
        columns = (
            Column("branch", _("Branch")),
            Column("kind", _("Kind")),
            Column("count", _("Entries"), "integer"),
            Column("amount", _("In less out"), "money"),
        )
        return Sheet(_("Till by kind"), columns, rows)
