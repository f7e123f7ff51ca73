from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsDunning(models.Model):
    """A reminder that was given: which step, when, in which words; what was answered."""

    _name = "ops.dunning"
    _description = "Reminder of a payment"
    _inherit = ["ops.guarded.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _guarded = ("line_id", "step_id", "date", "user_id", "text", "amount")

    line_id = fields.Many2one(
        "ops.collection.line", "Part", required=True, readonly=True, index=True, ondelete="restrict"
    )
    step_id = fields.Many2one(
        "ops.dunning.step", "Step", required=True, readonly=True, ondelete="restrict"
    )
    kind = fields.Selection(related="step_id.kind")
    contract_id = fields.Many2one(related="line_id.contract_id", store=True, index=True)
    partner_id = fields.Many2one(related="line_id.partner_id", string="Customer", store=True)
    department_id = fields.Many2one(related="line_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="line_id.currency_id")
    amount = fields.Monetary("Open at the time", readonly=True)
    date = fields.Date(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Reminded by", required=True, readonly=True)
    text = fields.Text("Words", required=True, readonly=True)
    answer = fields.Text("What was answered", tracking=True)

    _list = models.Index("(date DESC, id DESC)")

    @api.depends("line_id", "step_id")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.step_id.name} · {one.line_id.display_name}"

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Reminders that were given are kept."))

    def action_print(self):
        """Print the letter."""
        self.check_access("read")
        return self.env.ref("ops_sales.report_dunning").report_action(self)
