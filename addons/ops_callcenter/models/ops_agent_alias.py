from odoo import api, fields, models
from odoo.tools import SQL

from ..core import agent_sessions
from ..core.agent_name import EXTENSION, extension


class OpsAgentAlias(models.Model):
    """Who stood behind a name of the log, and when.

    A name such as ``Agent/1001`` or ``Local/1001@agents/n`` matches exactly; a bare extension
    such as ``1001`` matches every technology. The exact name decides when both are known. Days
    are days of the PBX's time zone, both included.
    """

    _name = "ops.agent.alias"
    _description = "Agent Name in the Log"
    _order = "source_id, name, date_from desc"

    name = fields.Char("Name in the Log", required=True)
    source_id = fields.Many2one(
        "ops.feed.source", "PBX", required=True, ondelete="restrict", index=True
    )
    employee_id = fields.Many2one("hr.employee", required=True, ondelete="restrict", index=True)
    department_id = fields.Many2one(related="employee_id.department_id")
    company_id = fields.Many2one(related="source_id.company_id", store=True)
    date_from = fields.Date(required=True, default=fields.Date.context_today)
    date_to = fields.Date()

    # Ranges of integers have a native GiST class, so no extension is needed for the name.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(source_id, source_id, '[]') WITH &&,"
        " int4range(hashtext(name), hashtext(name), '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&)",
        "This name already belongs to somebody on one of these days. End that row the day before.",
    )
    _dates_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A name in the log cannot end before it starts.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        aliases = super().create(vals_list)
        self._relink(aliases.source_id, aliases.mapped("name"))
        return aliases

    def write(self, vals):
        sources, names = self.source_id, self.mapped("name")
        done = super().write(vals)
        self._relink(sources | self.source_id, names + self.mapped("name"))
        return done

    def unlink(self):
        sources, names = self.source_id, self.mapped("name")
        done = super().unlink()
        self._relink(sources, names)
        return done

    @api.model
    def _relink(self, sources, names):
        """Give calls, sessions and agent days of some PBXs to whom their names belong now.

        :param names: names of the log whose aliases changed
        """
        extensions = [extension(name) for name in names]
        for source in sources.sudo():
            self._map_names(source)
            self.env["ops.queue.merge"]._make_slots()
            self._relink_rows(source)
            self.env["ops.agent.day"]._rebuild_slots(source)
            self.env["ops.outbound.call"]._reassign(source, extensions)
            self.env.cr.execute("DROP TABLE ops_agent_map, ops_slot, ops_agent_slot")
        self.env.invalidate_all(flush=False)

    @api.model
    def _relink_rows(self, source):
        self.env.cr.execute(
            """
            INSERT INTO ops_agent_slot
            SELECT k.agent_key, s.day
              FROM ops_agent_day s JOIN ops_agent_map m ON m.name = s.agent_name
               AND s.day BETWEEN m.day_from AND m.day_to AND m.agent_key <> s.agent_key
             CROSS JOIN LATERAL (VALUES (s.agent_key), (m.agent_key)) AS k(agent_key)
             WHERE s.source_id = %(source)s;
            UPDATE ops_call c SET employee_id = m.employee_id
              FROM ops_agent_map m
             WHERE c.source_id = %(source)s AND c.agent_name = m.name
               AND c.day BETWEEN m.day_from AND m.day_to
               AND c.employee_id IS DISTINCT FROM m.employee_id;
            UPDATE ops_agent_session s
               SET employee_id = m.employee_id, agent_key = m.agent_key,
                   department_id = COALESCE(v.department_id, f.department_id)
              FROM ops_agent_map m JOIN ops_feed_source f ON f.id = %(source)s
              LEFT JOIN hr_employee e ON e.id = m.employee_id
              LEFT JOIN hr_version v ON v.id = e.current_version_id
             WHERE s.source_id = f.id AND s.agent_name = m.name
               AND s.day BETWEEN m.day_from AND m.day_to AND s.agent_key <> m.agent_key
            """,
            {"source": source.id},
        )

    @api.model
    def _map_names(self, source):
        """Create ``ops_agent_map``: who each name of a PBX's log was, from one day to another.

        Rows ``name, day_from, day_to, employee_id, agent_key``; days without an alias have the
        extension as key, or the name without one. The exact name hides the extension.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                CREATE TEMP TABLE ops_agent_map ON COMMIT DROP AS
                WITH RECURSIVE logged(name) AS (
                    (SELECT agent FROM ops_queue_event
                      WHERE source_id = %(source)s AND event IN %(events)s
                      ORDER BY agent LIMIT 1)
                     UNION ALL
                    SELECT (SELECT agent FROM ops_queue_event
                             WHERE source_id = %(source)s AND event IN %(events)s
                               AND agent > logged.name ORDER BY agent LIMIT 1)
                      FROM logged WHERE logged.name IS NOT NULL
                ), names AS (
                    SELECT name, COALESCE(substring(name from %(extension)s), name) AS extension
                      FROM (SELECT name FROM logged WHERE name IS NOT NULL
                             UNION SELECT agent FROM ops_agent_sign
                                    WHERE source_id = %(source)s) AS found
                     WHERE name <> 'NONE'
                ), alias AS (
                    SELECT n.name, a.employee_id, a.date_from,
                           COALESCE(a.date_to, 'infinity') AS date_to, a.name = n.name AS exact
                      FROM names n JOIN ops_agent_alias a ON a.source_id = %(source)s
                       AND a.name IN (n.name, n.extension)
                ), cut AS (
                    SELECT name, '-infinity'::date AS day FROM names
                     UNION SELECT name, date_from FROM alias
                     UNION SELECT name, date_to + 1 FROM alias WHERE date_to < 'infinity'
                ), span AS (
                    SELECT name, day AS day_from, COALESCE(lead(day) OVER (
                           PARTITION BY name ORDER BY day) - 1, 'infinity') AS day_to
                      FROM cut
                )
                SELECT s.name, s.day_from, s.day_to, e.employee_id,
                       COALESCE('e' || e.employee_id, n.extension)::varchar AS agent_key
                  FROM span s JOIN names n USING (name)
                  LEFT JOIN LATERAL (
                       SELECT employee_id FROM alias a
                        WHERE a.name = s.name AND s.day_from BETWEEN a.date_from AND a.date_to
                        ORDER BY exact DESC LIMIT 1) e ON TRUE;
                ANALYZE ops_agent_map
                """,
                source=source.id,
                events=agent_sessions.RELEVANT,
                extension=EXTENSION,
            )
        )
