from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

#: Fields that change a figure already shown; a version in use keeps them for ever.
AGREED_FIELDS = ("formula", "threshold_s", "short_s", "target", "abandon_target")
FROZEN_FIELDS = {"project_id", "date_from", *AGREED_FIELDS}


class OpsKpiContract(models.Model):
    """What a client agreed to be measured by, from one day to another.

    ``threshold_s`` (T) and ``short_s`` (s) are seconds of waiting, the targets are ratios
    (1.0 = 100 %), the days are days of the PBX's time zone, both included. A version that has
    figures is never edited: a new version takes over from a day on.
    """

    _name = "ops.kpi.contract"
    _description = "KPI Contract Version"
    _inherit = ["mail.thread"]
    _order = "project_id, date_from desc, id desc"
    _rec_name = "version_name"
    _rec_names_search = ["project_id"]

    project_id = fields.Many2one(
        "ops.client.project", required=True, index=True, ondelete="cascade", tracking=True
    )
    department_id = fields.Many2one(related="project_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="project_id.company_id", store=True)
    active = fields.Boolean(default=True, copy=False)
    version = fields.Integer(readonly=True, copy=False)
    version_name = fields.Char(compute="_compute_version_name")
    previous_id = fields.Many2one("ops.kpi.contract", "Replaces", readonly=True, copy=False)
    date_from = fields.Date(required=True, tracking=True, default=fields.Date.context_today)
    date_to = fields.Date(tracking=True, copy=False, help="Last day; empty while in force.")
    formula = fields.Selection(
        selection="_selection_formula",
        required=True,
        default="F1",
        tracking=True,
        help="The service-level definition the client signed.",
    )
    threshold_s = fields.Integer("T (seconds)", required=True, default=20, tracking=True)
    short_s = fields.Integer(
        "Short Abandon Limit s (seconds)",
        required=True,
        default=5,
        tracking=True,
        help="Callers who give up within s seconds do not count as abandoned.",
    )
    target = fields.Float("Service Level Target", digits=(6, 4), tracking=True)
    abandon_target = fields.Float("Abandon Limit", digits=(6, 4), tracking=True)
    formula_text = fields.Char("Formula in Words", compute="_compute_formula_text")
    is_used = fields.Boolean(compute="_compute_is_used")
    note = fields.Text()

    # Ranges of integers have a native GiST class, so no extension is needed for the project.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(project_id, project_id, '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&) WHERE (active)",
        "Two KPI contract versions of a client project overlap. End the earlier one the day"
        " before, or use New Version on it.",
    )
    _dates_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A KPI contract version cannot end before it starts.",
    )
    _limits_check = models.Constraint(
        "CHECK (threshold_s BETWEEN 1 AND 3600 AND short_s BETWEEN 0 AND 600)",
        "T must be 1 to 3600 seconds, the short abandon limit 0 to 600 seconds.",
    )
    _targets_check = models.Constraint(
        "CHECK (COALESCE(target, 0) BETWEEN 0 AND 1"
        " AND COALESCE(abandon_target, 0) BETWEEN 0 AND 1)",
        "Targets are percentages between 0 and 100.",
    )

    @api.depends("project_id", "version", "formula", "threshold_s")
    def _compute_version_name(self):
        for contract in self:
            contract.version_name = self.env._(
                "%(project)s v%(version)s (%(formula)s, T=%(threshold)s s)",
                project=contract.project_id.name or "",
                version=contract.version,
                formula=contract.formula or "",
                threshold=contract.threshold_s,
            )

    @api.depends("formula", "threshold_s", "short_s")
    def _compute_formula_text(self):
        for contract in self:
            contract.formula_text = contract._formula_sentence(
                contract.formula, contract.threshold_s, contract.short_s
            )

    def _compute_is_used(self):
        groups = (
            self.env["ops.call.interval"]
            .sudo()
            ._read_group([("kpi_contract_id", "in", self.ids)], ["kpi_contract_id"])
        )
        used = {contract.id for (contract,) in groups}
        for contract in self:
            contract.is_used = contract.id in used

    @api.model_create_multi
    def create(self, vals_list):
        # What the form of a new version starts with counts as given.
        given = self.default_get(["project_id", "previous_id", "date_from"])
        vals_list = [{**given, **vals} for vals in vals_list]
        latest = self._latest_versions({vals.get("project_id") for vals in vals_list})
        for vals in vals_list:
            latest[vals.get("project_id")] += 1
            vals["version"] = latest[vals.get("project_id")]
            self.browse(vals.get("previous_id"))._end_before(vals)
        contracts = super().create(vals_list)
        for contract in contracts:
            contract._rebuild_days(contract.date_from, contract.date_to)
        return contracts

    def write(self, vals):
        changed = FROZEN_FIELDS & vals.keys()
        if changed and any(contract.is_used for contract in self):
            raise UserError(
                self.env._(
                    "This KPI contract version already has figures. Press New Version to agree"
                    " something else from a day on; what was reported stays as it was."
                )
            )
        if not changed | ({"date_to", "active"} & vals.keys()):
            return super().write(vals)
        before = [(contract, contract.date_from, contract.date_to) for contract in self]
        result = super().write(vals)
        for contract, day_from, day_to in before:
            contract._rebuild_days(
                min(day_from, contract.date_from), self._latest(day_to, contract.date_to)
            )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_used(self):
        if any(contract.is_used for contract in self):
            raise UserError(
                self.env._("This KPI contract version has figures: archive it instead of deleting.")
            )

    def action_new_version(self):
        """Open a form that, once saved, takes over from its first day on."""
        self.ensure_one()
        self.check_access("write")
        today = fields.Date.context_today(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "view_mode": "form",
            "name": self.env._("New Version"),
            "target": "current",
            "context": {
                "default_project_id": self.project_id.id,
                "default_previous_id": self.id,
                "default_date_from": max(today, self.date_from + timedelta(days=1)),
                **{f"default_{name}": self[name] for name in AGREED_FIELDS},
            },
        }

    def action_open_intervals(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_callcenter.action_ops_call_interval"
        )
        return {**action, "domain": [("kpi_contract_id", "=", self.id)]}

    @api.model
    def _selection_formula(self):
        return [(code, f"{code} = {text}") for code, text in self._formula_texts().items()]

    @api.model
    def _formula_texts(self):
        """The four definitions in the user's language (see ``core/service_level.py``)."""
        return {
            "F1": self.env._("(answered ≤ T + abandoned ≤ T) / (answered + abandoned)"),
            "F2": self.env._("answered ≤ T / answered"),
            "F3": self.env._("answered ≤ T / (answered + abandoned)"),
            "F4": self.env._("answered ≤ T / (answered + abandoned > s)"),
        }

    @api.model
    def _formula_sentence(self, formula, threshold_s, short_s):
        """The formula with its parameters, as shown beside every figure made with it."""
        if not formula:
            return False
        return self.env._(
            "%(code)s = %(text)s, T = %(threshold)s s, s = %(short)s s",
            code=formula,
            text=self._formula_texts()[formula],
            threshold=threshold_s,
            short=short_s,
        )

    @api.model
    def _at(self, projects, day):
        """Return {project id: contract} of the versions in force on ``day``, in one query."""
        contracts = self.search(
            [
                ("project_id", "in", projects.ids),
                ("date_from", "<=", day),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", day),
            ]
        )
        return {contract.project_id.id: contract for contract in contracts}

    @api.model
    def _latest_versions(self, project_ids):
        """Return {project id: highest version number so far}, 0 for a project without one."""
        groups = self.with_context(active_test=False)._read_group(
            [("project_id", "in", list(project_ids))], ["project_id"], ["version:max"]
        )
        return defaultdict(int, {project.id: version for project, version in groups})

    def _end_before(self, vals):
        """End the version that a new one replaces on the day before the new one starts."""
        if not self:
            return
        if self.project_id.id != vals.get("project_id"):
            raise UserError(self.env._("A version replaces one of the same client project only."))
        start = fields.Date.to_date(vals["date_from"])
        if start <= self.date_from:
            raise UserError(
                self.env._(
                    "The new version must start after %(day)s, the first day of the version it"
                    " replaces. To correct that version as a whole, archive it first.",
                    day=fields.Date.to_string(self.date_from),
                )
            )
        self.write({"date_to": start - timedelta(days=1)})

    def _rebuild_days(self, day_from, day_to):
        """Make the interval figures of this project anew for the days given (inclusive)."""
        self.ensure_one()
        queues = self.project_id.sudo().queue_ids
        if queues:
            self.env["ops.call.interval"].sudo()._rebuild(
                day_from=day_from, day_to=day_to, queue_ids=queues.ids
            )

    @api.model
    def _latest(self, first, second):
        return max(first, second) if first and second else False
