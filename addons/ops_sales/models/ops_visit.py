from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

SATISFACTION = [
    ("5", "Very satisfied"),
    ("4", "Satisfied"),
    ("3", "Fair"),
    ("2", "Dissatisfied"),
    ("1", "Very dissatisfied"),
]


class OpsVisit(models.Model):
    """A return visit to a customer: planned by his tier, recorded, and what came of it.

    An issue becomes an opportunity, an incident or a service request; each is opened from here.
    """

    _name = "ops.visit"
    _description = "Visit to a customer"
    _inherit = ["ops.guarded.mixin", "ops.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "planned_on desc, id desc"
    _rec_names_search = ["partner_id.name"]
    _guarded = ("state", "done_on", "lead_id", "incident_id", "request_id")

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict", tracking=True
    )
    tier_id = fields.Many2one(related="partner_id.ops_tier_id")
    user_id = fields.Many2one(
        "res.users",
        "Visited by",
        required=True,
        index=True,
        tracking=True,
        domain=[("share", "=", False)],
        default=lambda self: self.env.user,
    )
    kind = fields.Selection(
        [("site", "On site"), ("call", "By phone"), ("video", "By video")],
        "How",
        required=True,
        default="site",
    )
    planned_on = fields.Date(
        "Planned for",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: self.env.company._ops_today(),
    )
    done_on = fields.Date("Visited on", readonly=True, copy=False)
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("dropped", "Dropped")],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    met = fields.Char("Whom they met")
    summary = fields.Text("What was said", copy=False)
    satisfaction = fields.Selection(SATISFACTION, copy=False)
    issue = fields.Text("What is to be done", copy=False)
    lead_id = fields.Many2one(
        "crm.lead", "Opportunity", readonly=True, copy=False, index="btree_not_null"
    )
    incident_id = fields.Many2one(
        "ops.incident", "Incident", readonly=True, copy=False, index="btree_not_null"
    )
    request_id = fields.Many2one(
        "ops.service.request", "Request", readonly=True, copy=False, index="btree_not_null"
    )

    _open = models.Index("(planned_on) WHERE state = 'planned'")
    _last = models.Index("(partner_id, done_on DESC) WHERE state = 'done'")

    @api.depends("partner_id", "planned_on", "done_on")
    def _compute_display_name(self):
        for visit in self:
            day = visit.done_on or visit.planned_on
            visit.display_name = f"{visit.partner_id.name} {day or ''}"

    @api.depends("state", "planned_on")
    def _compute_is_late(self):
        for visit in self:
            today = (visit.company_id or self.env.company)._ops_today()
            planned = visit.state == "planned" and visit.planned_on
            visit.is_late = bool(planned) and visit.planned_on < today

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ops_today()
        late = Domain("state", "=", "planned") & Domain("planned_on", "<", today)
        return late if True in value else ~late

    def write(self, vals):
        """A visit that took place stays as it was recorded."""
        if not self.env.su and any(one.state != "planned" for one in self):
            raise UserError(self.env._("A visit that is over stays as it was recorded."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_planned_only(self):
        if any(one.state == "done" for one in self):
            raise UserError(self.env._("A visit that took place is kept."))

    def action_done(self):
        """It took place today: what was said and how satisfied they are must be known."""
        self.check_access("write")
        for visit in self:
            if visit.state != "planned":
                raise UserError(self.env._("%s is over already.", visit.display_name))
            if not (visit.summary or "").strip() or not visit.satisfaction:
                raise UserError(
                    self.env._(
                        "%s: write down what was said and how satisfied they are.",
                        visit.partner_id.name,
                    )
                )
            today = visit.company_id._ops_today()
            visit.sudo().write({"state": "done", "done_on": today})
            visit.partner_id.sudo()._ops_visited(today)

    def action_drop(self):
        """It does not take place; what is planned by the tier is planned anew."""
        self.check_access("write")
        self.filtered(lambda one: one.state == "planned").sudo().state = "dropped"

    def action_make_lead(self):
        """Make an opportunity of the issue, once."""
        self.ensure_one()
        self._check_issue()
        if not self.lead_id:
            lead = self.env["crm.lead"].create(
                {
                    "name": self.issue.splitlines()[0],
                    "type": "opportunity",
                    "partner_id": self.partner_id.id,
                    "description": self.issue,
                    "user_id": self.user_id.id,
                    "team_id": self.department_id.ops_branch_id.sudo().team_id.id,
                }
            )
            self.sudo().lead_id = lead
        return self.lead_id._get_records_action(name=self.lead_id.display_name)

    def action_make_request(self):
        """Make a service request of the issue, once."""
        self.ensure_one()
        self._check_issue()
        if not self.request_id:
            request = self.env["ops.service.request"].create(
                {
                    "name": self.issue.splitlines()[0],
                    "partner_id": self.partner_id.id,
                    "department_id": self.department_id.id,
                    "text": self.issue,
                }
            )
            self.sudo().request_id = request
        return self.request_id._get_records_action(name=self.request_id.display_name)

    def action_make_incident(self):
        """Report the issue as an incident, once; of the mildest degree, its handler raises it."""
        self.ensure_one()
        self._check_issue()
        if not self.incident_id:
            incident = self.env["ops.incident"].create(
                {
                    "name": self.issue.splitlines()[0],
                    "kind": "client",
                    "severity_id": self.env["ops.incident.severity"].search([])[-1:].id,
                    "department_id": self.department_id.id,
                    "text": self.issue,
                }
            )
            self.sudo().incident_id = incident
        return self.incident_id._get_records_action(name=self.incident_id.display_name)

    def _check_issue(self):
        self.check_access("read")
        if not (self.issue or "").strip():
            raise UserError(self.env._("Write down what is to be done first."))

    @api.model
    def _cron_visits(self, ahead_days=14):
        """Plan the visits that fall due within ``ahead_days``; harmless any time."""
        last = self.env.company._ops_today() + timedelta(days=ahead_days)
        partners = self.env["res.partner"].search([("ops_visit_due_on", "<=", last)])
        known = self.search([("partner_id", "in", partners.ids), ("state", "=", "planned")])
        found = (one._ops_visit_vals() for one in partners - known.partner_id)
        self.create([vals for vals in found if vals])
