from odoo import api, models

from odoo.addons.ops_roles.core.report_book import Chart, Column, Sheet

SUMS = ("cards", "billed", "approved", "dispute", "unbilled", "own")


class OpsReportBuilder(models.AbstractModel):
    _inherit = "ops.report.builder"

    @api.model
    def _build_settlement(self, department, date_from, date_to):
        """Checked bills of the months within the period: by branch, and exceptions by kind."""
        places = self._departments(department)
        months = [("period", ">=", f"{date_from:%Y-%m}"), ("period", "<=", f"{date_to:%Y-%m}")]
        bills = self.env["ops.settlement"].sudo().search(months)
        return [self._settlement_branches(places, bills), self._settlement_kinds(places, bills)]

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
