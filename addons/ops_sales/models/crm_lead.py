from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.ops_roles.core.similar import likeness

from ..core.customer_key import customer_key

#: Two names that are not equal count as the same customer from this likeness.
ALIKE = 0.8
#: Who decides when two branches want the same customer.
JUDGES = ("ops_roles.group_sd", "ops_roles.group_mm")


class CrmLead(models.Model):
    """Registration 报备: a branch says that it works on a customer, and is protected for a time.

    Looked up across all branches; who registers learns that the customer is taken, nothing else
    of the other branch. The deputy sales manager, in charge of both, decides.
    """

    _inherit = "crm.lead"
    _guarded = (
        *("ops_report_state", "ops_reported_on", "ops_protected_until"),
        *("ops_reported_by_id", "ops_verdict"),
    )

    ops_customer_key = fields.Char(
        compute="_compute_ops_customer_key", store=True, index="btree_not_null", copy=False
    )
    ops_report_state = fields.Selection(
        [
            ("none", "Not registered"),
            ("registered", "Registered"),
            ("conflict", "Taken, to be decided"),
            ("refused", "Refused"),
        ],
        "Registration",
        default="none",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    ops_reported_on = fields.Date("Registered on", readonly=True, copy=False)
    ops_reported_by_id = fields.Many2one(
        "res.users", "Registered by", readonly=True, copy=False, index="btree_not_null"
    )
    ops_protected_until = fields.Date("Protected until", readonly=True, copy=False)
    ops_verdict = fields.Char("Decision", readonly=True, copy=False)
    ops_verdict_draft = fields.Char("Reason of the decision", copy=False)
    ops_rival_ids = fields.Many2many(
        "crm.lead", string="Registered by others", compute="_compute_ops_rival_ids"
    )

    _ops_report_idx = models.Index(
        "(ops_protected_until) WHERE ops_report_state = 'registered' AND active"
    )

    @api.depends("partner_name", "partner_id.commercial_partner_id.name", "contact_name")
    def _compute_ops_customer_key(self):
        for lead in self:
            customer = lead.partner_id.commercial_partner_id.name
            name = customer or lead.partner_name or lead.contact_name
            lead.ops_customer_key = customer_key(name) or False

    @api.depends_context("uid")
    @api.depends("ops_report_state", "ops_customer_key")
    def _compute_ops_rival_ids(self):
        """Those of them the user may see: who registers sees none, who decides all."""
        for lead in self:
            rivals = lead.sudo()._ops_rivals() if lead.ops_report_state == "conflict" else lead[:0]
            seen = self.env["crm.lead"].search([("id", "in", rivals.ids)])
            lead.ops_rival_ids = seen

    def write(self, vals):
        """A registration is for one customer: another one has to be registered anew."""
        if not vals.keys() & {"partner_id", "partner_name", "contact_name"}:
            return super().write(vals)
        keys = {lead: lead.ops_customer_key for lead in self.sudo()}
        result = super().write(vals)
        moved = self.sudo().filtered(
            lambda one: one.ops_report_state != "none" and one.ops_customer_key != keys[one]
        )
        moved.write({"ops_report_state": "none", "ops_protected_until": False})
        return result

    def action_ops_report(self):
        """Register the customer; when somebody else has, it waits for the decision."""
        self.check_access("write")
        for lead in self:
            if lead.ops_report_state in ("registered", "conflict"):
                raise UserError(self.env._("%s is registered already, or waits.", lead.name))
            if not lead.ops_customer_key:
                raise UserError(self.env._("%s: enter the customer's name first.", lead.name))
            rivals = lead.sudo()._ops_rivals()
            if rivals:
                waiting = {"ops_report_state": "conflict", "ops_reported_by_id": self.env.uid}
                lead.sudo().write(waiting)
            else:
                lead.sudo()._ops_register(self.env.user)
        return self._ops_say_result()

    def action_ops_allow(self):
        """Register it all the same; both are protected from now on."""
        for lead in self:
            lead._ops_check_judge()
            lead.sudo().ops_verdict = lead.ops_verdict_draft
            lead.sudo()._ops_register(lead.ops_reported_by_id or lead.user_id or self.env.user)

    def action_ops_refuse(self):
        """The customer stays with who registered him first; the reason is told."""
        for lead in self:
            lead._ops_check_judge()
            if not (lead.ops_verdict_draft or "").strip():
                raise UserError(self.env._("Write down the reason; who registered will read it."))
            lead.sudo().write(
                {"ops_report_state": "refused", "ops_verdict": lead.ops_verdict_draft}
            )

    def _ops_check_judge(self):
        """:raise AccessError: for who does not decide between branches"""
        self.check_access("read")
        if not self.env.su and not any(self.env.user.has_group(group) for group in JUDGES):
            raise AccessError(self.env._("Only the deputy sales manager or the manager decides."))
        if self.ops_report_state != "conflict":
            raise UserError(self.env._("%s does not wait for a decision.", self.name))

    def _ops_rivals(self):
        """Return the registrations in force of the same customer by others (sudo)."""
        others = self.search(
            Domain("ops_report_state", "=", "registered")
            & Domain("ops_protected_until", ">=", self._ops_day())
            & Domain("id", "!=", self.id)
        )
        return others.filtered(self._ops_same)

    def _ops_same(self, other) -> bool:
        one, two = self.ops_customer_key, other.ops_customer_key
        phone = self.phone_sanitized
        alike = one == two or likeness(one, two) >= ALIKE
        return alike or (bool(phone) and phone == other.phone_sanitized)

    def _ops_register(self, user):
        """Protect the customer for the days agreed (sudo)."""
        today, days = self._ops_day(), self._ops_protect_days()
        self.write(
            {
                "ops_report_state": "registered",
                "ops_reported_on": today,
                "ops_reported_by_id": user.id,
                "ops_protected_until": today + timedelta(days=days),
            }
        )

    def _ops_day(self):
        return (self.company_id or self.env.company)._ops_today()

    @api.model
    def _ops_protect_days(self) -> int:
        value = self.env["ir.config_parameter"].sudo().get_param("ops_sales.protect_days")
        return int(value) if (value or "").isdigit() else 90

    def _ops_say_result(self):
        taken = self.filtered(lambda one: one.ops_report_state == "conflict")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if taken else "success",
                "sticky": bool(taken),
                "message": self.env._(
                    "Somebody else works on this customer. The deputy sales manager decides."
                )
                if taken
                else self.env._("Registered: the customer is yours until the day shown."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
