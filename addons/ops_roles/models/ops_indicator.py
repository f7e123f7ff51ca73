from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..core.figures import period_label

DEFINERS = ("ops_roles.group_adm", "ops_roles.group_om", "ops_roles.group_qa")
KINDS = [
    ("plain", "One measure"),
    ("ratio", "Ratio of two measures"),
    ("per_hour", "Per hour (the second measure is in seconds)"),
    ("method", "Computed by an add-on"),
]
MEASURES = [("count", "Number of records"), ("sum", "Sum"), ("avg", "Average"), ("max", "Largest")]
UNITS = [
    ("number", "Plain number"),
    ("percent", "Percent"),
    ("seconds", "Seconds"),
    ("hours", "Hours"),
    ("money", "Company currency"),
    ("points", "Points"),
]


class OpsIndicator(models.Model):
    """A figure that is defined once and measured by period × company, department or person.

    Percent are stored as ratios (1 is 100 %), durations in seconds unless the unit says hours.
    Periods are months, quarters and years of the company's time zone. How the value is made is
    in ``formula_text``; the statement that measures it is in ``ops_indicator_measure.py``.
    """

    _name = "ops.indicator"
    _description = "Indicator"
    _inherit = ["mail.thread"]
    _order = "sequence, code"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name used in reports and by add-ons; unique.")
    sequence = fields.Integer(default=50)
    active = fields.Boolean(default=True)
    description = fields.Text("Meaning", translate=True)
    kind = fields.Selection(KINDS, "Made of", required=True, default="plain", tracking=True)
    unit = fields.Selection(UNITS, required=True, default="number")
    direction = fields.Selection(
        [("higher", "Higher is better"), ("lower", "Lower is better")],
        required=True,
        default="higher",
        tracking=True,
    )
    decimals = fields.Integer(default=0)
    method = fields.Selection(selection="_selection_method", string="Computation")
    model = fields.Selection(selection="_selection_model", string="Records", tracking=True)
    domain = fields.Char("Which records", default="[]", tracking=True)
    date_field = fields.Char("Day of a record", tracking=True)
    measure = fields.Selection(MEASURES, default="count", tracking=True)
    field_name = fields.Char("Measured field", tracking=True)
    department_path = fields.Char(
        "Way to the department", help="From a record over its many2one fields, as team_id."
    )
    employee_path = fields.Char("Way to the person", help="Ends at an employee or a user.")
    den_model = fields.Selection(
        selection="_selection_model",
        string="Records of the second measure",
        help="Empty: the same records as the first measure.",
        tracking=True,
    )
    den_domain = fields.Char("Which of them", default="[]", tracking=True)
    den_date_field = fields.Char("Day of such a record", tracking=True)
    den_measure = fields.Selection(MEASURES, "Second measure", default="count", tracking=True)
    den_field_name = fields.Char("Second measured field", tracking=True)
    den_department_path = fields.Char("Its way to the department")
    den_employee_path = fields.Char("Its way to the person")
    source_model = fields.Char(
        "Records of the second measure (own or first)", compute="_compute_source_model"
    )
    is_additive = fields.Boolean(
        "Parts add up",
        compute="_compute_is_additive",
        help="The figure of a department is the sum of those of its people.",
    )
    formula_text = fields.Char("Formula", compute="_compute_formula_text")

    _code_unique = models.UniqueIndex("(code)", "Another indicator already has this code.")
    _decimals = models.Constraint(
        "CHECK(decimals BETWEEN 0 AND 6)", "Show between 0 and 6 decimals."
    )

    @api.model
    def _selection_method(self):
        return sorted(self.env["ops.indicator.provider"]._methods().items())

    @api.model
    def _selection_model(self):
        """Stored models whose records the user may read; technical ones are never offered."""
        names = [
            name
            for name, model in self.env.registry.items()
            if self._is_measurable(model) and self.env[name].has_access("read")
        ]
        labels = (
            self.env["ir.model"]
            .sudo()
            .search_read(Domain("model", "in", names), ["model", "name"], order="name")
        )
        return [(label["model"], label["name"]) for label in labels]

    @api.model
    def _is_measurable(self, model) -> bool:
        technical = model._name.split(".")[0] in ("ir", "bus", "base", "base_import", "res", "mail")
        return not (model._abstract or model._transient or technical)

    @api.depends("model", "den_model")
    def _compute_source_model(self):
        for indicator in self:
            indicator.source_model = indicator.den_model or indicator.model

    @api.depends("kind", "measure", "method")
    def _compute_is_additive(self):
        for indicator in self:
            indicator.is_additive = (
                indicator.kind == "plain" and indicator.measure in ("count", "sum")
            ) or indicator.method in self.env["ops.indicator.provider"]._additive()

    @api.depends_context("lang")
    @api.depends(
        *(["kind", "method", "model", "measure", "field_name", "domain"]),
        *(["den_model", "den_measure", "den_field_name", "den_domain"]),
    )
    def _compute_formula_text(self):
        for indicator in self:
            indicator.formula_text = indicator._formula()

    @api.onchange("model")
    def _onchange_model(self):
        """Propose the way to department and person, and the day, as records of our models go."""
        for prefix in ("", "den_"):
            name = self[f"{prefix}model"]
            if not name:
                continue
            known = self.env[name]._fields
            for column, guesses in (
                ("date_field", ("day", "date", "date_from", "create_date")),
                ("department_path", ("department_id",)),
                ("employee_path", ("employee_id", "user_id")),
            ):
                if self[f"{prefix}{column}"] not in known:
                    self[f"{prefix}{column}"] = next((g for g in guesses if g in known), False)

    @api.onchange("den_model")
    def _onchange_den_model(self):
        self._onchange_model()

    @api.constrains(
        *(["kind", "method", "model", "domain", "date_field", "measure", "field_name"]),
        *(["department_path", "employee_path", "den_model", "den_domain", "den_date_field"]),
        *(["den_measure", "den_field_name", "den_department_path", "den_employee_path"]),
    )
    def _check_definition(self):
        for indicator in self:
            # Odoo checks constraints in superuser mode; what counts is what the definer may read.
            indicator.sudo(False)._check_parts()

    @api.model_create_multi
    def create(self, vals_list):
        self._check_definer()
        return super().create(vals_list)

    def write(self, vals):
        self._check_definer()
        return super().write(vals)

    def unlink(self):
        self._check_definer()
        return super().unlink()

    def action_open_records(self):
        """Open the records of the current month behind the figure, as far as the user may see."""
        self.ensure_one()
        self.check_access("read")
        start = self._today().replace(day=1)
        return self._records_action("month", start)

    def action_try(self):
        """Measure this month for the departments in charge and show it: is it what was meant?"""
        self.ensure_one()
        self.check_access("read")
        start = self._today().replace(day=1)
        places = self.env["hr.department"].search(
            [("ops_user_ids", "in", [self.env.uid])], limit=40
        )
        values = self._series("month", start, 1, "department", places.ids)
        rows = "; ".join(f"{place.name} {self._format(values[place.id][-1])}" for place in places)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": f"{self.name} · {period_label('month', start)}",
                "message": rows or self.env._("You are in charge of no department."),
                "sticky": True,
                "type": "info",
            },
        }

    def _check_definer(self):
        if self.env.su or any(map(self.env.user.has_group, DEFINERS)):
            return
        raise AccessError(
            self.env._(
                "Indicators are defined by the quality inspector, the operations manager and the"
                " access administrator. Ask one of them."
            )
        )

    @api.model
    def _today(self):
        return self.env.company._ops_today()

    def _format(self, value) -> str:
        """Return ``value`` with unit and decimals as people read it; a dash when there is none."""
        self.ensure_one()
        if value is None or value is False:
            return "–"
        if self.unit == "percent":
            return f"{value * 100:,.{self.decimals}f}%"
        text = f"{value:,.{self.decimals}f}"
        if self.unit == "money":
            return f"{self.env.company.currency_id.symbol}{text}"
        if self.unit in ("number",):
            return text
        names = {
            "seconds": self.env._("sec"),
            "hours": self.env._("hours"),
            "points": self.env._("points"),
        }
        return f"{text} {names[self.unit]}"
