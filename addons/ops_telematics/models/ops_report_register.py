from odoo import api, models

from odoo.addons.ops_roles.core.report_book import Chart, Column, Sheet

COUNTS = (
    *("vehicles", "registered", "fitted", "bare"),
    *("active", "silent", "stopped", "idle", "replaced"),
    *("archives", "complete", "late"),
)


class OpsReportBuilder(models.AbstractModel):
    _inherit = "ops.report.builder"

    @api.model
    def _build_register(self, department, date_from, date_to):
        """Vehicles, cards and archives by branch at the end of the period, and what came in it."""
        places = self._departments(department)
        figures = self._register_figures(places, date_from, date_to)
        rows = [
            self._register_row(place.name, place.ids, figures[place.id], date_from, date_to)
            for place in places
            if place.id in figures
        ]
        total = {name: sum(row[name] for row in rows) for name in COUNTS}
        name = self.env._("Total")
        total = self._register_row(name, places.ids, total, date_from, date_to)
        rows.append({**total, "_total": True})
        title = self.env._("Archives")
        return [
            Sheet(
                self.env._("Vehicles and cards"),
                self._register_columns(),
                tuple(rows),
                (Chart("column", title, "branch", ("complete", "late")),),
                (self.env._("What is fitted counts on the last day of the period."),),
            )
        ]

    def _register_figures(self, places, date_from, date_to) -> dict:
        """Return ``{department id: {name: figure}}`` in one grouped query."""
        for model in ("ops.vehicle", "ops.installation", "ops.sim", "ops.archive"):
            self.env[model].flush_model()
        self.env.cr.execute(FIGURES, {"places": places.ids, "first": date_from, "last": date_to})
        return {row["id"]: row for row in self.env.cr.dictfetchall()}

    def _register_row(self, name, ids, figures, date_from, date_to):
        inside = [("department_id", "in", ids)]
        days = [("registered_on", ">=", str(date_from)), ("registered_on", "<=", str(date_to))]
        return {
            "branch": name,
            **{key: figures[key] for key in COUNTS},
            "rate": figures["complete"] / figures["archives"] if figures["archives"] else None,
            "_model": "ops.vehicle",
            "_domains": {
                "vehicles": inside,
                "registered": [*inside, *days],
                "bare": [*inside, ("is_fitted", "=", False)],
            },
        }

    def _register_columns(self):
        _ = self.env._
        return (
            Column("branch", _("Branch")),
            Column("vehicles", _("Vehicles"), "integer", _("in use")),
            Column("registered", _("Registered"), "integer", _("within the period")),
            Column("fitted", _("With a terminal"), "integer", _("on the last day")),
            Column("bare", _("Without a terminal"), "integer", _("on the last day")),
            Column("active", _("Active cards"), "integer", _("by the operator")),
            Column("silent", _("Silent cards"), "integer", _("not activated yet")),
            Column("stopped", _("Stopped cards"), "integer", _("by the operator")),
            Column("idle", _("Active cards in no vehicle"), "integer", _("paid for nothing")),
            Column("replaced", _("Replacements"), "integer", _("ended within the period")),
            Column("archives", _("Archives"), "integer", _("one per vehicle")),
            Column("complete", _("Complete archives"), "integer", _("nothing is missing")),
            Column("rate", _("Completeness of archives"), "percent", _("complete / archives")),
            Column("late", _("Late archives"), "integer", _("incomplete after their day")),
        )


FIGURES = """
    WITH fitted AS (
        SELECT DISTINCT vehicle_id FROM ops_installation
         WHERE date_from <= %(last)s AND (date_to IS NULL OR date_to > %(last)s)),
    vehicles AS (
        SELECT vehicle.department_id AS id, count(*) AS vehicles,
               count(*) FILTER (WHERE registered_on BETWEEN %(first)s AND %(last)s) AS registered,
               count(fitted.vehicle_id) AS fitted,
               count(*) - count(fitted.vehicle_id) AS bare
          FROM ops_vehicle vehicle LEFT JOIN fitted ON fitted.vehicle_id = vehicle.id
         WHERE vehicle.active GROUP BY vehicle.department_id),
    cards AS (
        SELECT department_id AS id, count(*) FILTER (WHERE state = 'active') AS active,
               count(*) FILTER (WHERE state = 'silent') AS silent,
               count(*) FILTER (WHERE state = 'stopped') AS stopped,
               count(*) FILTER (WHERE state = 'active' AND NOT EXISTS (
                     SELECT FROM ops_installation here
                      WHERE here.sim_id = sim.id AND here.date_to IS NULL)) AS idle
          FROM ops_sim sim WHERE active GROUP BY department_id),
    ended AS (
        SELECT department_id AS id, count(*) AS replaced FROM ops_installation
         WHERE date_to BETWEEN %(first)s AND %(last)s GROUP BY department_id),
    archives AS (
        SELECT department_id AS id, count(*) AS archives,
               count(*) FILTER (WHERE is_complete) AS complete,
               count(*) FILTER (WHERE NOT is_complete AND due_on <= %(last)s) AS late
          FROM ops_archive GROUP BY department_id)
    SELECT place.id, COALESCE(vehicles, 0) AS vehicles, COALESCE(registered, 0) AS registered,
           COALESCE(fitted, 0) AS fitted, COALESCE(bare, 0) AS bare,
           COALESCE(active, 0) AS active, COALESCE(silent, 0) AS silent,
           COALESCE(stopped, 0) AS stopped, COALESCE(idle, 0) AS idle,
           COALESCE(replaced, 0) AS replaced, COALESCE(archives, 0) AS archives,
           COALESCE(complete, 0) AS complete, COALESCE(late, 0) AS late
      FROM unnest(%(places)s) place (id)
      LEFT JOIN vehicles USING (id) LEFT JOIN cards USING (id) LEFT JOIN ended USING (id)
      LEFT JOIN archives USING (id)
     WHERE vehicles IS NOT NULL OR cards IS NOT NULL OR ended IS NOT NULL
"""
