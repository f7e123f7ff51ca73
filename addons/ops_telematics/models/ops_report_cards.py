from odoo import api, models

from odoo.addons.ops_roles.core.period import midnight_utc
from odoo.addons.ops_roles.core.report_book import Chart, Column, Sheet

COUNTS = (
    *("active", "silent", "stopped", "opened", "halted", "cancelled"),
    *("asked", "done", "refused", "waiting", "late"),
)


class OpsReportBuilder(models.AbstractModel):
    _inherit = "ops.report.builder"

    @api.model
    def _build_cards(self, department, date_from, date_to):
        """Cards by branch: their states on the last day, what changed, what was asked."""
        places = self._departments(department)
        figures = self._card_figures(places, date_from, date_to)
        rows = [
            self._card_row(place.name, place.ids, figures[place.id], date_from, date_to)
            for place in places
            if place.id in figures
        ]
        total = {name: sum(row[name] for row in rows) for name in COUNTS}
        total = self._card_row(self.env._("Total"), places.ids, total, date_from, date_to)
        rows.append({**total, "_total": True})
        title = self.env._("States")
        return [
            Sheet(
                self.env._("Cards"),
                self._card_columns(),
                tuple(rows),
                (Chart("column", title, "branch", ("active", "silent", "stopped")),),
                (self.env._("States are those of the last day; a card counts for its branch."),),
            )
        ]

    def _card_figures(self, places, date_from, date_to) -> dict:
        """Return ``{department id: {name: figure}}`` in one grouped query."""
        self.env.flush_all()
        zone = self.env.company._ops_tz()
        params = {
            "places": places.ids,
            "first": date_from,
            "last": date_to,
            "begin": midnight_utc(date_from, zone),
            "end": midnight_utc(date_to.fromordinal(date_to.toordinal() + 1), zone),
        }
        self.env.cr.execute(FIGURES, params)
        return {row["id"]: row for row in self.env.cr.dictfetchall()}

    def _card_row(self, name, ids, figures, date_from, date_to):
        inside = [("department_id", "in", ids)]
        answered = figures["done"] + figures["refused"]
        return {
            "branch": name,
            **{key: figures[key] for key in COUNTS},
            "rate": figures["done"] / answered if answered else None,
            "_model": "ops.sim.batch.line",
            "_domains": {
                "waiting": [*inside, ("state", "=", "sent")],
                "late": [*inside, ("state", "=", "sent"), ("batch_id.is_late", "=", True)],
            },
        }

    def _card_columns(self):
        _ = self.env._
        return (
            Column("branch", _("Branch")),
            Column("active", _("Active cards"), "integer", _("on the last day")),
            Column("silent", _("Silent cards"), "integer", _("on the last day")),
            Column("stopped", _("Stopped cards"), "integer", _("on the last day")),
            Column("opened", _("Became active"), "integer", _("within the period")),
            Column("halted", _("Became stopped"), "integer", _("within the period")),
            Column("cancelled", _("Were cancelled"), "integer", _("within the period")),
            Column("asked", _("Asked of operators"), "integer", _("sent within the period")),
            Column("done", _("Done by operators"), "integer", _("answered within the period")),
            Column("refused", _("Refused by operators"), "integer", _("answered within it")),
            Column("rate", _("Done of answered"), "percent", _("done / answered")),
            Column("waiting", _("Without an answer"), "integer", _("when it was drawn")),
            Column("late", _("Answers late"), "integer", _("when it was drawn")),
        )


FIGURES = """
    WITH held AS (
        SELECT sim.department_id AS id,
               count(*) FILTER (WHERE held.state = 'active') AS active,
               count(*) FILTER (WHERE held.state IN ('silent', 'test')) AS silent,
               count(*) FILTER (WHERE held.state = 'stopped') AS stopped
          FROM ops_sim_state held JOIN ops_sim sim ON sim.id = held.sim_id
         WHERE held.date_from <= %(last)s AND (held.date_to IS NULL OR held.date_to > %(last)s)
      GROUP BY sim.department_id),
    changed AS (
        SELECT sim.department_id AS id,
               count(*) FILTER (WHERE held.state = 'active') AS opened,
               count(*) FILTER (WHERE held.state = 'stopped') AS halted,
               count(*) FILTER (WHERE held.state = 'cancelled') AS cancelled
          FROM ops_sim_state held JOIN ops_sim sim ON sim.id = held.sim_id
         WHERE held.date_from BETWEEN %(first)s AND %(last)s
      GROUP BY sim.department_id),
    asked AS (
        SELECT line.department_id AS id,
               count(*) FILTER (WHERE line.sent_at >= %(begin)s AND line.sent_at < %(end)s)
               AS asked,
               count(*) FILTER (WHERE line.state = 'accepted' AND line.answered_at >= %(begin)s
                                  AND line.answered_at < %(end)s) AS done,
               count(*) FILTER (WHERE line.state = 'refused' AND line.answered_at >= %(begin)s
                                  AND line.answered_at < %(end)s) AS refused,
               count(*) FILTER (WHERE line.state = 'sent') AS waiting,
               count(*) FILTER (WHERE line.state = 'sent' AND batch.answer_due_at
                                      < now() AT TIME ZONE 'UTC') AS late
          FROM ops_sim_batch_line line JOIN ops_sim_batch batch ON batch.id = line.batch_id
         WHERE line.state = 'sent' OR line.sent_at >= %(begin)s OR line.answered_at >= %(begin)s
      GROUP BY line.department_id)
    SELECT place.id, COALESCE(active, 0) AS active, COALESCE(silent, 0) AS silent,
           COALESCE(stopped, 0) AS stopped, COALESCE(opened, 0) AS opened,
           COALESCE(halted, 0) AS halted, COALESCE(cancelled, 0) AS cancelled,
           COALESCE(asked, 0) AS asked, COALESCE(done, 0) AS done,
           COALESCE(refused, 0) AS refused, COALESCE(waiting, 0) AS waiting,
           COALESCE(late, 0) AS late
      FROM unnest(%(places)s) place (id)
      LEFT JOIN held USING (id) LEFT JOIN changed USING (id) LEFT JOIN asked USING (id)
     WHERE held IS NOT NULL OR changed IS NOT NULL OR asked IS NOT NULL
"""
