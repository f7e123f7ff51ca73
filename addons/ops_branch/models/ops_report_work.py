from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.ops_roles.core.period import midnight_utc
from odoo.addons.ops_roles.core.report_book import Chart, Column, Sheet

COUNTS = ("planned", "accepted", "in_time", "late", "overridden", "warranty")


class OpsReportBuilder(models.AbstractModel):
    _inherit = "ops.report.builder"

    @api.model
    def _build_work_orders(self, department, date_from, date_to):
        """Work orders planned within the period by branch, and those accepted without proof."""
        places = self._departments(department)
        zone = self.env.company._ops_tz()
        begin = midnight_utc(date_from, zone)
        end = midnight_utc(date_to + timedelta(days=1), zone)
        return [
            self._work_sheet(places, begin, end),
            self._work_override_sheet(places, begin, end),
        ]

    def _work_sheet(self, places, begin, end):
        figures = self._work_figures(places, begin, end)
        rows = [
            self._work_row(place.name, place.ids, figures[place.id], begin, end)
            for place in places
            if place.id in figures
        ]
        total = {name: sum(row[name] for row in rows) for name in (*COUNTS, "fees")}
        rows.append(
            {**self._work_row(self.env._("Total"), places.ids, total, begin, end), "_total": True}
        )
        title = self.env._("In time and late")
        return Sheet(
            self.env._("Work orders"),
            self._work_columns(),
            tuple(rows),
            (Chart("column", title, "branch", ("in_time", "late")),),
            (self.env._("An order belongs to the period of its planned start."),),
        )

    def _work_figures(self, places, begin, end) -> dict:
        """Return ``{department id: {name: figure}}`` in one grouped query."""
        self.env["ops.work.order"].flush_model()
        self.env.cr.execute(
            """
            SELECT department_id AS id, count(*) AS planned,
                   count(*) FILTER (WHERE state = 'accepted') AS accepted,
                   count(*) FILTER (WHERE finished_at <= planned_stop) AS in_time,
                   count(*) FILTER (WHERE finished_at > planned_stop) AS late,
                   count(*) FILTER (WHERE is_overridden) AS overridden,
                   count(*) FILTER (WHERE is_warranty) AS warranty,
                   COALESCE(sum(fee_total) FILTER (WHERE state = 'accepted'), 0)::float8 AS fees
              FROM ops_work_order
             WHERE department_id = ANY(%s) AND planned_start >= %s AND planned_start < %s
               AND state <> 'cancelled'
          GROUP BY department_id
            """,
            [places.ids, begin, end],
        )
        return {row["id"]: row for row in self.env.cr.dictfetchall()}

    def _work_row(self, name, ids, figures, begin, end):
        done = figures["in_time"] + figures["late"]
        moments = [fields.Datetime.to_string(moment) for moment in (begin, end)]
        inside = [
            ("department_id", "in", ids),
            ("planned_start", ">=", moments[0]),
            ("planned_start", "<", moments[1]),
            ("state", "!=", "cancelled"),
        ]
        return {
            "branch": name,
            **{key: figures[key] for key in (*COUNTS, "fees")},
            "rate": figures["in_time"] / done if done else None,
            "_model": "ops.work.order",
            "_domains": {
                "planned": inside,
                "accepted": [*inside, ("state", "=", "accepted")],
                "overridden": [*inside, ("is_overridden", "=", True)],
                "warranty": [*inside, ("is_warranty", "=", True)],
            },
        }

    def _work_columns(self):
        _ = self.env._
        return (
            Column("branch", _("Branch")),
            Column("planned", _("Orders"), "integer", _("planned to start within the period")),
            Column("accepted", _("Accepted"), "integer", _("accepted by now")),
            Column("in_time", _("Finished in time"), "integer", _("by their planned end")),
            Column("late", _("Finished late"), "integer", _("after their planned end")),
            Column("rate", _("In-time rate"), "percent", _("in time / finished")),
            Column("overridden", _("Without proof"), "integer", _("accepted without all proof")),
            Column("warranty", _("Warranty"), "integer", _("free of charge")),
            Column("fees", _("Fees"), "money", _("of accepted orders")),
        )

    def _work_override_sheet(self, places, begin, end):
        """Orders accepted within the period although something was missing, one a row."""
        _ = self.env._
        orders = self.env["ops.work.order"].search(
            [
                ("department_id", "in", places.ids),
                ("is_overridden", "=", True),
                ("accepted_at", ">=", begin),
                ("accepted_at", "<", end),
            ],
            order="accepted_at, id",
        )
        columns = (
            Column("name", _("Work order")),
            Column("branch", _("Branch")),
            Column("customer", _("Customer")),
            Column("missing", _("What was missing")),
            Column("reason", _("Why without proof")),
            Column("who", _("Accepted by")),
        )
        rows = tuple(
            {
                "name": order.name,
                "branch": order.branch_id.name,
                "customer": order.partner_id.name,
                "missing": order.override_missing,
                "reason": order.override_reason,
                "who": order.accepted_by_id.name,
            }
            for order in orders
        )
        return Sheet(_("Accepted without proof"), columns, rows)
