from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_datetime

from odoo.addons.ops_roles.core.period import midnight_utc
from odoo.addons.ops_roles.core.report_book import Chart, Column, Sheet

COUNTS = (
    *("notices", "unread", "handled", "late", "opened", "done"),
    *("audited", "returned", "swapped", "warranty"),
)


class OpsReportBuilder(models.AbstractModel):
    _inherit = "ops.report.builder"

    @api.model
    def _build_repairs(self, department, date_from, date_to):
        """Notices and repairs by branch within the period, and notices that still wait."""
        places, zone = self._departments(department), self.env.company._ops_tz()
        begin = midnight_utc(date_from, zone)
        end = midnight_utc(date_to + timedelta(days=1), zone)
        return [self._repair_sheet(places, begin, end), self._notice_sheet(places, end)]

    def _repair_sheet(self, places, begin, end):
        figures = self._repair_figures(places, begin, end)
        rows = [
            self._repair_row(place.name, place.ids, figures[place.id], begin, end)
            for place in places
            if place.id in figures
        ]
        total = {name: sum(row[name] for row in rows) for name in COUNTS}
        total["days"] = sum(figures[place]["days"] for place in figures)
        total = self._repair_row(self.env._("Total"), places.ids, total, begin, end)
        rows.append({**total, "_total": True})
        title = self.env._("Repairs opened and done")
        return Sheet(
            self.env._("Notices and repairs"),
            self._repair_columns(),
            tuple(rows),
            (Chart("column", title, "branch", ("opened", "done")),),
            (self.env._("Unread and late are as of the drawing."),),
        )

    def _repair_figures(self, places, begin, end) -> dict:
        """Return ``{department id: {name: figure}}`` in one grouped query."""
        for model in ("ops.platform.notice", "repair.order", "ops.repair.swap"):
            self.env[model].flush_model()
        params = {"places": places.ids, "begin": begin, "end": end, "now": fields.Datetime.now()}
        self.env.cr.execute(FIGURES, params)
        return {row["id"]: row for row in self.env.cr.dictfetchall()}

    def _repair_row(self, name, ids, figures, begin, end):
        moments = [fields.Datetime.to_string(moment) for moment in (begin, end)]
        inside = [("ops_vehicle_id", "!=", False), ("ops_department_id", "in", ids)]
        done = [("ops_done_at", ">=", moments[0]), ("ops_done_at", "<", moments[1])]
        made = [("create_date", ">=", moments[0]), ("create_date", "<", moments[1])]
        return {
            "branch": name,
            **{key: figures[key] for key in COUNTS},
            "mean": figures["days"] / figures["done"] if figures["done"] else None,
            "_model": "repair.order",
            "_domains": {
                "opened": [*inside, *made],
                "done": [*inside, *done],
                "returned": [*inside, *done, ("ops_return_count", ">", 0)],
                "warranty": [*inside, *done, ("under_warranty", "=", True)],
            },
        }

    def _repair_columns(self):
        _ = self.env._
        return (
            Column("branch", _("Branch")),
            Column("notices", _("Notices"), "integer", _("come in within the period")),
            Column("unread", _("Unread"), "integer", _("of these, by now")),
            Column("handled", _("Handled in time"), "integer", _("of these, by their deadline")),
            Column("late", _("Late notices"), "integer", _("of these, after their deadline")),
            Column("opened", _("Repairs opened"), "integer", _("within the period")),
            Column("done", _("Repairs done"), "integer", _("within the period")),
            Column("mean", _("Days until done"), "number", _("mean of those done")),
            Column("audited", _("Accepted by the audit"), "integer", _("of those done")),
            Column("returned", _("Returned by the audit"), "integer", _("of those done")),
            Column("swapped", _("Serials swapped"), "integer", _("within the period")),
            Column("warranty", _("Under warranty"), "integer", _("of those done")),
        )

    def _notice_sheet(self, places, end):
        """Notices nobody has handled, the oldest first."""
        _ = self.env._
        waiting = [("state", "in", ("unread", "read")), ("received_at", "<", end)]
        notices = self.env["ops.platform.notice"].search(
            [("department_id", "in", places.ids), *waiting], order="due_at, id", limit=1000
        )
        columns = (
            Column("since", _("Since")),
            Column("due", _("To be handled by")),
            Column("state", _("State")),
            Column("branch", _("Branch")),
            Column("vehicle", _("Vehicle")),
            Column("subject", _("Notice")),
        )
        labels = dict(notices._fields["state"]._description_selection(self.env))
        rows = tuple(
            {
                "since": format_datetime(self.env, one.received_at, dt_format="short"),
                "due": format_datetime(self.env, one.due_at, dt_format="short"),
                "state": labels[one.state],
                "branch": one.department_id.name,
                "vehicle": one.vehicle_id.plate or one.plate or "",
                "subject": one.subject,
            }
            for one in notices
        )
        return Sheet(_("Notices not handled"), columns, rows)


FIGURES = """
    WITH notices AS (
        SELECT department_id AS id, count(*) AS notices,
               count(*) FILTER (WHERE state = 'unread') AS unread,
               count(*) FILTER (WHERE COALESCE(handled_at, read_at) <= due_at
                                  AND state NOT IN ('unread', 'read')) AS handled,
               count(*) FILTER (WHERE COALESCE(CASE WHEN state IN ('unread', 'read')
                    THEN %(now)s::timestamp ELSE read_at END, handled_at) > due_at) AS late
          FROM ops_platform_notice
         WHERE received_at >= %(begin)s AND received_at < %(end)s GROUP BY department_id),
    opened AS (
        SELECT ops_department_id AS id, count(*) AS opened FROM repair_order
         WHERE ops_vehicle_id IS NOT NULL AND create_date >= %(begin)s AND create_date < %(end)s
           AND state <> 'cancel' GROUP BY ops_department_id),
    done AS (
        SELECT ops_department_id AS id, count(*) AS done,
               sum(extract(epoch FROM ops_done_at - create_date) / 86400)::float8 AS days,
               count(*) FILTER (WHERE ops_audit = 'accepted') AS audited,
               count(*) FILTER (WHERE ops_return_count > 0) AS returned,
               count(*) FILTER (WHERE under_warranty) AS warranty
          FROM repair_order WHERE ops_done_at >= %(begin)s AND ops_done_at < %(end)s
         GROUP BY ops_department_id),
    swapped AS (
        SELECT department_id AS id, count(*) AS swapped FROM ops_repair_swap
         WHERE create_date >= %(begin)s AND create_date < %(end)s GROUP BY department_id)
    SELECT place.id, COALESCE(notices, 0) AS notices, COALESCE(unread, 0) AS unread,
           COALESCE(handled, 0) AS handled, COALESCE(late, 0) AS late,
           COALESCE(opened, 0) AS opened, COALESCE(done, 0) AS done, COALESCE(days, 0) AS days,
           COALESCE(audited, 0) AS audited, COALESCE(returned, 0) AS returned,
           COALESCE(swapped, 0) AS swapped, COALESCE(warranty, 0) AS warranty
      FROM unnest(%(places)s) place (id)
      LEFT JOIN notices USING (id) LEFT JOIN opened USING (id) LEFT JOIN done USING (id)
      LEFT JOIN swapped USING (id)
     WHERE notices IS NOT NULL OR opened IS NOT NULL OR done IS NOT NULL OR swapped IS NOT NULL
"""
