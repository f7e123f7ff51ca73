from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from odoo.addons.ops_roles.core.period import midnight_utc
from odoo.addons.ops_roles.core.report_book import Chart, Column, Sheet

#: Bills that somebody still has to do something with.
WAITING = Domain("state", "!=", "paid")
SUMS = ("cards", "billed", "approved", "dispute", "unbilled", "own")


class OpsReportBuilder(models.AbstractModel):
    _inherit = "ops.report.builder"

    @api.model
    def _build_settlement(self, department, date_from, date_to):
        """Bills of the months of the period by branch, exceptions by kind, what is still owed."""
        places = self._departments(department)
        months = [("period", ">=", f"{date_from:%Y-%m}"), ("period", "<=", f"{date_to:%Y-%m}")]
        bills = self.env["ops.settlement"].sudo().search(months)
        return [*self._settlement_sheets(places, bills), self._settlement_owed(places)]

    @api.model
    def _build_settlement_day(self, department, date_from, date_to):
        """Bills checked or booked on the days by branch, all that are at work, what is owed."""
        places, zone = self._departments(department), self.env.company._ops_tz()
        begin = midnight_utc(date_from, zone)
        end = midnight_utc(date_to + timedelta(days=1), zone)
        settlements = self.env["ops.settlement"].sudo()
        bills = settlements.search(
            self._within("run_at", begin, end) | self._within("bill_id.create_date", begin, end)
        )
        here = Domain("department_id", "in", places.ids)
        at_work = settlements.search(here & (Domain("id", "in", bills.ids) | WAITING))
        return [
            *self._settlement_sheets(places, bills),
            self._settlement_bills(at_work),
            self._settlement_owed(places),
        ]

    def _within(self, name, begin, end):
        return Domain(name, ">=", begin) & Domain(name, "<", end)

    def _settlement_sheets(self, places, bills):
        return self._settlement_branches(places, bills), self._settlement_kinds(places, bills)

    def _settlement_branches(self, places, bills):
        figures = self._settlement_figures(places, bills)
        rows = [
            self._settlement_row(place.name, place.ids, figures[place.id], bills)
            for place in places
            if place.id in figures
        ]
        total = {name: sum(row[name] for row in rows) for name in SUMS}
        total = self._settlement_row(self.env._("Total"), places.ids, total, bills)
        rows.append({**total, "_total": True})
        title = self.env._("Approved and disputed")
        return Sheet(
            self.env._("Operators' bills"),
            self._settlement_columns(),
            tuple(rows),
            (Chart("column", title, "branch", ("approved", "dispute")),),
            (self.env._("A card belongs to the branch of the vehicle it was in last."),),
        )

    def _settlement_figures(self, places, bills) -> dict:
        """Return ``{department id: {name: figure}}`` in one grouped query."""
        self.env["ops.settlement.line"].flush_model()
        self.env.cr.execute(FIGURES, [places.ids, bills.ids])
        return {row["id"]: row for row in self.env.cr.dictfetchall()}

    def _settlement_row(self, name, ids, figures, bills):
        inside = [("department_id", "in", ids), ("settlement_id", "in", bills.ids)]
        return {
            "branch": name,
            **{key: figures[key] for key in SUMS},
            "_model": "ops.settlement.line",
            "_domains": {
                "billed": inside,
                "dispute": [*inside, ("dispute", ">", 0)],
                "unbilled": [*inside, ("status", "=", "active_not_billed")],
                "own": [*inside, ("own_flags", "!=", False), ("billed", ">", 0)],
            },
        }

    def _settlement_columns(self):
        _ = self.env._
        return (
            Column("branch", _("Branch")),
            Column("cards", _("Cards"), "integer", _("on a bill")),
            Column("billed", _("Billed"), "money", _("by the operators")),
            Column("approved", _("Approved"), "money", _("cost of the branch")),
            Column("dispute", _("Disputed"), "money", _("claimed from the operators")),
            Column("unbilled", _("Due, not billed"), "money", _("accrued")),
            Column("own", _("To ask ourselves"), "money", _("in no vehicle, or customer in debt")),
        )

    def _settlement_kinds(self, places, bills):
        """Exceptions by kind, the dearest first."""
        self.env.cr.execute(KINDS, [places.ids, bills.ids])
        labels = dict(
            self.env["ops.settlement.line"]._fields["status"]._description_selection(self.env)
        )
        rows = tuple(
            {"kind": labels[status], "lines": lines, "dispute": dispute, "unbilled": unbilled}
            for status, lines, dispute, unbilled in self.env.cr.fetchall()
        )
        _ = self.env._
        columns = (
            Column("kind", _("Exception")),
            Column("lines", _("Lines"), "integer"),
            Column("dispute", _("Disputed"), "money"),
            Column("unbilled", _("Due, not billed"), "money"),
        )
        return Sheet(_("Exceptions"), columns, rows)

    def _settlement_bills(self, bills):
        """Bills one by one, with where they are on their way."""
        _ = self.env._
        labels = dict(bills._fields["state"]._description_selection(self.env))
        rows = tuple(
            {
                "bill": bill.display_name,
                "state": labels[bill.state],
                "lines": bill.invoice_line_count,
                "exceptions": bill.exception_count,
                "billed": bill.billed_total,
                "approved": bill.approved_total,
                "dispute": bill.dispute_total,
                "checked": self._moment(bill.run_at),
                "booked": self._moment(bill.bill_id.create_date),
                "_model": "ops.settlement",
                "_domains": {"billed": [("id", "=", bill.id)]},
            }
            for bill in bills
        )
        columns = (
            Column("bill", _("Bill")),
            Column("state", _("State")),
            Column("lines", _("Lines of the bill"), "integer"),
            Column("exceptions", _("Exceptions"), "integer"),
            Column("billed", _("Billed"), "money", _("by the operators")),
            Column("approved", _("Approved"), "money", _("cost of the branch")),
            Column("dispute", _("Disputed"), "money", _("claimed from the operators")),
            Column("checked", _("Checked at")),
            Column("booked", _("Booked at")),
        )
        notes = (_("All bills that are not paid, and those checked or booked in the period."),)
        return Sheet(_("Bills at work"), columns, rows, notes=notes)

    def _moment(self, moment):
        return format_datetime(self.env, moment, dt_format="short") if moment else ""

    def _settlement_owed(self, places):
        """What operators have not given back yet, the oldest first."""
        _ = self.env._
        disputes = self.env["ops.settlement.dispute"].sudo()
        rows = tuple(
            {
                "bill": dispute.settlement_id.display_name,
                "since": dispute.opened_on,
                "age": dispute.age,
                "amount": dispute.amount,
                "open": dispute.open_amount,
                "_model": "ops.settlement.dispute",
                "_domains": {"open": [("id", "=", dispute.id)]},
            }
            for dispute in disputes.search(
                [("department_id", "in", places.ids), ("state", "!=", "closed")]
            )
        )
        columns = (
            Column("bill", _("Bill")),
            Column("since", _("Since"), "date"),
            Column("age", _("Days open"), "integer"),
            Column("amount", _("Disputed"), "money"),
            Column("open", _("Still open"), "money", _("not given back yet")),
        )
        return Sheet(_("Owed by operators"), columns, rows, notes=(_("As of the drawing."),))


FIGURES = """
    SELECT line.department_id AS id,
           count(DISTINCT line.iccid) FILTER (WHERE line.line_no IS NOT NULL) AS cards,
           sum(line.billed)::float8 AS billed, sum(line.approved)::float8 AS approved,
           sum(line.dispute)::float8 AS dispute,
           COALESCE(sum(line.expected) FILTER (WHERE line.line_no IS NULL), 0)::float8 AS unbilled,
           COALESCE(sum(line.billed) FILTER (WHERE line.own_flags IS NOT NULL
                    AND line.billed > 0), 0)::float8 AS own
      FROM ops_settlement_line line
     WHERE line.department_id = ANY(%s) AND line.settlement_id = ANY(%s)
     GROUP BY line.department_id
"""
KINDS = """
    SELECT line.status, count(*), sum(line.dispute)::float8,
           COALESCE(sum(line.expected) FILTER (WHERE line.line_no IS NULL), 0)::float8
      FROM ops_settlement_line line
     WHERE line.department_id = ANY(%s) AND line.settlement_id = ANY(%s)
       AND line.status <> 'matched'
     GROUP BY line.status ORDER BY 3 DESC, 1
"""
