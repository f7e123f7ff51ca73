from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class OpsClientProject(models.Model):
    """A client whose calls the floor takes. It owns one department, which is its whole scope:
    who may see its calls follows from the assignments in that department."""

    _name = "ops.client.project"
    _description = "Client Project"
    _inherit = ["mail.thread"]
    _order = "sequence, name"
    _check_company_auto = True

    name = fields.Char(required=True, translate=False, tracking=True)
    code = fields.Char(required=True, help="Short code used in file names and reports.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", related="department_id.company_id", store=True)
    department_id = fields.Many2one(
        "hr.department",
        required=True,
        ondelete="restrict",
        tracking=True,
        help="The department of this client project; its teams hang below it.",
    )
    manager_id = fields.Many2one(related="department_id.manager_id", string="Project Manager")
    partner_id = fields.Many2one("res.partner", string="Client", ondelete="restrict")
    state = fields.Selection(
        [("prepared", "In preparation"), ("running", "Running"), ("ended", "Ended")],
        default="prepared",
        required=True,
        copy=False,
        tracking=True,
    )
    date_start = fields.Date()
    date_end = fields.Date()
    note = fields.Html()
    recording_notice = fields.Text(
        translate=False,
        tracking=True,
        help="What callers are told of the recording before they speak, word for word.",
    )
    misses_notice = fields.Boolean(
        "Recording Notice Missing",
        compute="_compute_misses_notice",
        search="_search_misses_notice",
        help="Calls of a running project are recorded and nothing says what callers are told.",
    )
    queue_ids = fields.One2many("ops.call.queue", "project_id")
    contract_ids = fields.One2many("ops.kpi.contract", "project_id")
    contract_id = fields.Many2one(
        "ops.kpi.contract", string="KPI Contract Today", compute="_compute_contract_id"
    )
    formula_text = fields.Char("Formula", compute="_compute_contract_id")
    target = fields.Float("Service Level Target", compute="_compute_contract_id")
    abandon_target = fields.Float("Abandon Limit", compute="_compute_contract_id")

    _department_unique = models.UniqueIndex(
        "(department_id)", "A department belongs to one client project only."
    )
    _code_unique = models.UniqueIndex(
        "(company_id, code)", "Another client project already has this code."
    )
    _dates_check = models.Constraint(
        "CHECK (date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "A client project cannot end before it starts.",
    )

    @api.depends("contract_ids.active", "contract_ids.date_from", "contract_ids.date_to")
    def _compute_contract_id(self):
        """The version in force today; the latest one when several were ever entered."""
        today = fields.Date.context_today(self)
        found = self.env["ops.kpi.contract"]._at(self, today)
        for project in self:
            contract = found.get(project.id, self.env["ops.kpi.contract"])
            project.contract_id = contract
            project.formula_text = contract.formula_text
            project.target = contract.target
            project.abandon_target = contract.abandon_target

    @api.depends("state", "recording_notice", "queue_ids.source_id.recording_folder")
    def _compute_misses_notice(self):
        for project in self:
            recorded = any(project.sudo().queue_ids.source_id.mapped("recording_folder"))
            running = project.state == "running"
            project.misses_notice = running and recorded and not project.recording_notice

    @api.model
    def _search_misses_notice(self, operator, value):
        if operator != "in":
            return NotImplemented
        missing = (
            Domain("state", "=", "running")
            & Domain("recording_notice", "in", (False, ""))
            & Domain("queue_ids.source_id.recording_folder", "!=", False)
        )
        return missing if True in value else ~missing

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_state(*vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_state(vals)
        result = super().write(vals)
        if "department_id" in vals:
            self.sudo().queue_ids._relink()
        return result

    def action_start(self):
        self.check_access("write")
        self.sudo().state = "running"

    def action_end(self):
        self.check_access("write")
        self.sudo().write({"state": "ended", "date_end": fields.Date.context_today(self)})

    def action_open_calls(self):
        self.check_access("read")
        return self._open("ops_callcenter.action_ops_call")

    def action_open_intervals(self):
        self.check_access("read")
        return self._open("ops_callcenter.action_ops_call_interval")

    def _refuse_state(self, *vals_list):
        """The state follows from the buttons, whatever a client or an import sends."""
        if not self.env.su and any("state" in vals for vals in vals_list):
            raise UserError(self.env._("Use the buttons to start or end a client project."))

    def _open(self, xmlid):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "domain": [("project_id", "in", self.ids)]}
