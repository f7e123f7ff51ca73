from odoo import api, models

from odoo.addons.ops_roles.core.report_book import Chart, Column, Sheet

COUNTS = ("running", "due", "overdue", "lapsed", "certificates")
MONEY = ("invoiced", "paid", "owed")


class OpsReportBuilder(models.AbstractModel):
    _inherit = "ops.report.builder"

    @api.model
    def _build_service_fees(self, department, date_from, date_to):
        """Service fees by branch: what runs, what was invoiced, what is overdue on the last day."""
        places = self._departments(department)
        self.env.flush_all()
        ahead = self.env["ops.service.charge"]._parameter("ops_telematics.service_lead_days")
        params = {"places": places.ids, "first": date_from, "last": date_to, "ahead": ahead}
        self.env.cr.execute(FIGURES, params)
        figures = {row["id"]: row for row in self.env.cr.dictfetchall()}
        rows = [
            self._service_row(place.name, place.ids, figures[place.id], date_to)
            for place in places
            if place.id in figures
        ]
        total = {name: sum(row[name] for row in rows) for name in (*COUNTS, *MONEY)}
        total = self._service_row(self.env._("Total"), places.ids, total, date_to)
        rows.append({**total, "_total": True})
        title = self.env._("Invoiced and paid")
        return [
            Sheet(
                self.env._("Service fees"),
                self._service_columns(),
                tuple(rows),
                (Chart("column", title, "branch", ("invoiced", "paid")),),
                (self.env._("What is invoiced counts on the day of its invoice, without tax."),),
            )
        ]

    def _service_row(self, name, ids, figures, date_to):
        inside = [("department_id", "in", ids)]
        open_ones = [*inside, ("state", "!=", "ended")]
        invoiced = figures["invoiced"]
        return {
            "branch": name,
            **{key: figures[key] for key in (*COUNTS, *MONEY)},
            "rate": figures["paid"] / invoiced if invoiced else None,
            "_model": "ops.service.charge",
            "_domains": {
                "running": [*inside, ("state", "=", "running")],
                "overdue": [*open_ones, ("valid_until", "<", str(date_to))],
                "lapsed": [*inside, ("state", "=", "lapsed")],
                "owed": [*open_ones, ("owed", ">", 0)],
            },
        }

    def _service_columns(self):
        _ = self.env._
        return (
            Column("branch", _("Branch")),
            Column("running", _("Fees running"), "integer", _("when it was drawn")),
            Column("due", _("Due"), "integer", _("to be renewed within the days agreed ahead")),
            Column("overdue", _("Overdue"), "integer", _("on the last day")),
            Column("lapsed", _("Lapsed"), "integer", _("when it was drawn")),
            Column("invoiced", _("Invoiced (¥)"), "money", _("within the period")),
            Column("paid", _("Of it paid (¥)"), "money", _("by now")),
            Column("rate", _("Collected"), "percent", _("paid / invoiced")),
            Column("owed", _("Not paid in all (¥)"), "money", _("by now")),
            Column("certificates", _("Certificates"), "integer", _("issued within the period")),
        )


FIGURES = """
    WITH fees AS (
        SELECT department_id AS id, count(*) FILTER (WHERE state = 'running') AS running,
               count(*) FILTER (WHERE valid_until >= %(last)s
                                  AND valid_until <= %(last)s + %(ahead)s) AS due,
               count(*) FILTER (WHERE valid_until < %(last)s) AS overdue,
               count(*) FILTER (WHERE state = 'lapsed') AS lapsed,
               COALESCE(sum(owed), 0)::float8 AS owed
          FROM ops_service_charge WHERE state <> 'ended' GROUP BY department_id),
    invoiced AS (
        SELECT period.department_id AS id, sum(period.amount)::float8 AS invoiced,
               COALESCE(sum(period.amount) FILTER (WHERE period.state = 'paid'), 0)::float8 AS paid
          FROM ops_service_period period JOIN account_move move ON move.id = period.move_id
         WHERE period.state <> 'void' AND move.invoice_date BETWEEN %(first)s AND %(last)s
      GROUP BY period.department_id),
    proofs AS (
        SELECT department_id AS id, count(*) AS certificates FROM ops_certificate
         WHERE date_from BETWEEN %(first)s AND %(last)s GROUP BY department_id)
    SELECT place.id, COALESCE(running, 0) AS running, COALESCE(due, 0) AS due,
           COALESCE(overdue, 0) AS overdue, COALESCE(lapsed, 0) AS lapsed,
           COALESCE(invoiced, 0) AS invoiced, COALESCE(paid, 0) AS paid,
           COALESCE(owed, 0) AS owed, COALESCE(certificates, 0) AS certificates
      FROM unnest(%(places)s) place (id)
      LEFT JOIN fees USING (id) LEFT JOIN invoiced USING (id) LEFT JOIN proofs USING (id)
     WHERE fees IS NOT NULL OR invoiced IS NOT NULL OR proofs IS NOT NULL
"""
