from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..core.period import midnight_utc


class OpsRevealReport(models.Model):
    """How often who revealed which numbers on each day, against what is usual in his role.

    A day is unusual when its reveals exceed both a lower limit and the mean of the role plus a
    number of standard deviations. Mean and deviation are those of the days with at least one
    reveal of all holders of the role in the days before (rule of three sigma; the numbers are
    system parameters). Days are those of the company's time zone.
    """

    _name = "ops.reveal.report"
    _description = "Reveals by Person and Day"
    _auto = False
    _order = "day desc, day_reveals desc, id"
    _rec_name = "user_id"
    _depends = {
        "ops.reveal.log": ["at", "kind", "user_id", "department_id", "model", "field", "numbers"],
        "ops.role.assignment": ["employee_id", "role_id", "date_from", "date_to", "ended_at"],
    }

    day = fields.Date(readonly=True)
    user_id = fields.Many2one("res.users", "Person", readonly=True)
    role_id = fields.Many2one("ops.role", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    model = fields.Char(readonly=True)
    field = fields.Char(readonly=True)
    document = fields.Char("Number of", compute="_compute_document")
    reveals = fields.Integer(readonly=True)
    day_reveals = fields.Integer(
        "Reveals of the Day", readonly=True, aggregator="max", help="Of all kinds of numbers."
    )
    mean = fields.Float("Usual", readonly=True, aggregator="avg", digits=(16, 1))
    deviation = fields.Float(readonly=True, aggregator="avg", digits=(16, 1))
    bound = fields.Float("Unusual above", readonly=True, aggregator="avg", digits=(16, 1))
    is_unusual = fields.Boolean("Unusual", readonly=True)
    basis = fields.Char("How it is judged", compute="_compute_basis")

    @property
    def _table_query(self):
        limits = self._limits()
        return SQL(
            """
            WITH revealed AS (
                SELECT log.*, (timezone('UTC', log.at) AT TIME ZONE %(tz)s)::date AS day
                  FROM ops_reveal_log log WHERE log.kind = 'reveal'
            ), daily AS (
                SELECT r.user_id, r.day, sum(r.numbers) AS reveals, (
                    SELECT a.role_id FROM ops_role_assignment a
                      JOIN hr_employee e ON e.id = a.employee_id
                      JOIN resource_resource p ON p.id = e.resource_id
                     WHERE p.user_id = r.user_id AND a.date_from <= r.day
                       AND COALESCE(a.date_to, r.day) >= r.day
                       AND COALESCE(a.ended_at::date, r.day) >= r.day
                  ORDER BY a.kind DESC, a.date_from, a.id LIMIT 1) AS role_id
                  FROM revealed r GROUP BY r.user_id, r.day
            ), judged AS (
                SELECT daily.*, avg(reveals) OVER before AS mean,
                       stddev_pop(reveals) OVER before AS deviation
                  FROM daily
                WINDOW before AS (PARTITION BY role_id ORDER BY day
                       RANGE BETWEEN %(days)s * interval '1 day' PRECEDING
                             AND interval '1 day' PRECEDING)
            ), bounded AS (
                SELECT judged.*, GREATEST(%(floor)s::numeric,
                       COALESCE(mean + %(sigmas)s * deviation, 0)) AS bound
                  FROM judged
            )
            SELECT min(r.id) AS id, r.day, r.user_id, b.role_id, r.department_id, r.company_id,
                   r.model, r.field, sum(r.numbers) AS reveals, b.reveals AS day_reveals,
                   b.mean, b.deviation, b.bound, b.reveals > b.bound AS is_unusual %(more)s
              FROM revealed r JOIN bounded b ON b.user_id = r.user_id AND b.day = r.day
          GROUP BY r.day, r.user_id, r.department_id, r.company_id, r.model, r.field,
                   b.role_id, b.reveals, b.mean, b.deviation, b.bound
            """,
            tz=self.env.company._ops_tz(),
            more=SQL().join(
                SQL(", %s AS %s", measure, SQL.identifier(name))
                for name, measure in self._measures().items()
            ),
            **limits,
        )

    @api.model
    def _limits(self):
        """Return the numbers of the definition of an unusual day, from the parameters."""
        param = self.env["ir.config_parameter"].sudo().get_param
        return {
            "days": int(param("ops_roles.reveal_unusual_days")),
            "sigmas": float(param("ops_roles.reveal_unusual_sigmas")),
            "floor": int(param("ops_roles.reveal_unusual_floor")),
        }

    @api.model
    def _measures(self):
        """Return more sums ``{field: SQL over rows "r" of the log}``; add-ons extend it."""
        return {}

    @api.depends("model", "field")
    def _compute_document(self):
        for row in self:
            model = self.env.get(row.model)
            field = model is not None and model._fields.get(row.field)
            label = field and field._description_string(self.env)
            name = self.env["ir.model"]._get(row.model).sudo().name or row.model
            row.document = f"{name} / {label or row.field}"

    @api.depends("mean", "deviation", "bound")
    def _compute_basis(self):
        limits = self._limits()
        for row in self:
            row.basis = self.env._(
                "%(reveals)s on this day; the role's mean of %(days)s days %(mean).1f + "
                "%(sigmas)g × deviation %(deviation).1f, at least %(floor)s: unusual above "
                "%(bound).1f",
                reveals=row.day_reveals,
                mean=row.mean,
                deviation=row.deviation,
                bound=row.bound,
                **limits,
            )

    def action_open_log(self):
        """Open the rows of the log behind these figures."""
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.ops_reveal_log_action")
        zone = self.env.company._ops_tz()
        begin, end = midnight_utc(self.day, zone), midnight_utc(self.day + timedelta(days=1), zone)
        domain = [
            ("kind", "=", "reveal"),
            ("user_id", "=", self.user_id.id),
            ("model", "=", self.model),
            ("field", "=", self.field),
            ("at", ">=", fields.Datetime.to_string(begin)),
            ("at", "<", fields.Datetime.to_string(end)),
        ]
        return {**action, "domain": domain, "context": {}}
