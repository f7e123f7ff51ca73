from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class OpsContract(models.Model):
    """The term of a contract: who is reminded before it ends, its end, and its renewal."""

    _inherit = "ops.contract"

    notice_days = fields.Integer(
        "Remind before (days)",
        default=60,
        help="So many days before its last day the salesperson gets a to-do; 0: never.",
    )
    renews_id = fields.Many2one(
        "ops.contract",
        "Renews",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    renewal_ids = fields.One2many("ops.contract", "renews_id", "Renewals")
    remind_on = fields.Date("Reminded on", compute="_compute_remind_on", store=True)
    expiry = fields.Selection(
        [("open", "No end"), ("later", "Later"), ("due", "Ends soon"), ("over", "Over")],
        compute="_compute_expiry",
        search="_search_expiry",
    )

    _remind_idx = models.Index("(remind_on) WHERE state IN ('confirmed', 'sealed', 'running')")

    @api.depends("date_to", "notice_days")
    def _compute_remind_on(self):
        for contract in self:
            days = contract.notice_days
            known = contract.date_to and days
            contract.remind_on = contract.date_to - timedelta(days=days) if known else False

    @api.depends("date_to", "remind_on")
    def _compute_expiry(self):
        for contract in self:
            today = (contract.company_id or self.env.company)._ops_today()
            last, remind = contract.date_to, contract.remind_on
            contract.expiry = (
                "open"
                if not last
                else "over"
                if last < today
                else "due"
                if remind and remind <= today
                else "later"
            )

    @api.model
    def _search_expiry(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ops_today()
        known = Domain("date_to", "!=", False)
        over = Domain("date_to", "<", today)
        due = known & ~over & Domain("remind_on", "<=", today)
        later = known & ~over & ~Domain("remind_on", "<=", today)
        ways = {"open": ~known, "over": over, "due": due, "later": later}
        return Domain.OR(ways[one] for one in value if one in ways)

    @api.constrains("notice_days")
    def _check_notice_days(self):
        if any(not 0 <= one.notice_days <= 730 for one in self):
            raise ValidationError(self.env._("The reminder comes 0 to 730 days before the end."))

    def action_renew(self):
        """Open the draft that renews it: the same terms, from the day after its last."""
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("sealed", "running", "ended") or not self.date_to:
            raise UserError(
                self.env._("%s has no last day, or is not in execution.", self.display_name)
            )
        draft = self.renewal_ids.filtered(lambda one: one.state != "terminated")[:1]
        if not draft:
            draft = self.copy(self._renewal_vals())
            draft.sudo().renews_id = self
            self.sudo()._remind()
        return draft._get_records_action(name=draft.display_name)

    def _renewal_vals(self):
        start = self.date_to + timedelta(days=1)
        length = self.date_to - (self.date_from or self.date_to)
        return {"name": self.name, "date_from": start, "date_to": start + length}

    @api.model
    def _cron_contracts(self):
        """Remind of contracts that end soon, and end those that are over; harmless any time."""
        current = Domain("state", "in", ("confirmed", "sealed", "running"))
        for company in self.env["res.company"].search([]):
            today = company._ops_today()
            mine = current & Domain("company_id", "=", company.id)
            over = self.search(mine & Domain("date_to", "<", today))
            for last, contracts in over.grouped("date_to").items():
                contracts.write({"state": "ended", "ended_on": last})
            over._remind()
            self.search(mine & Domain("remind_on", "<=", today))._remind()

    def _remind(self):
        """Give the salesperson of each the to-do it needs, and no other (sudo)."""
        current = self.filtered(lambda one: one.state in ("confirmed", "sealed", "running"))
        due = current.filtered(lambda one: one.expiry == "due" and not one.renewal_ids)
        summary = self.env._("Contract ends: renew it, or let it end")
        self._match_todos(
            "ops_sales.activity_contract_expiry",
            [(one, one.user_id, one.date_to, summary) for one in due],
        )
