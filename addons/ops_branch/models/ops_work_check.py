from odoo import api, fields, models
from odoo.exceptions import AccessError


class OpsWorkCheck(models.Model):
    """A point of the checklist of one order: answered by the crew at a time that is kept."""

    _name = "ops.work.check"
    _description = "Point of the checklist of an order"
    _inherit = ["ops.guarded.mixin", "ops.work.part.mixin"]
    _order = "order_id, sequence, id"
    _guarded = ("order_id", "name", "is_required", "result", "done_by_id", "done_at")

    sequence = fields.Integer(default=10)
    name = fields.Char("What to check", required=True, readonly=True)
    is_required = fields.Boolean("Must be answered", readonly=True)
    result = fields.Selection(
        [("ok", "In order"), ("bad", "Not in order"), ("na", "Does not apply")], readonly=True
    )
    note = fields.Char("Remark")
    done_by_id = fields.Many2one("res.users", "Answered by", readonly=True)
    done_at = fields.Datetime("Answered at", readonly=True)

    def write(self, vals):
        """Remarks are the crew's, while it is at work."""
        for check in self if not self.env.su else ():
            check.order_id._check_working()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_with_the_order(self):
        if not self.env.su:
            raise AccessError(self.env._("Points of the checklist stay with their order."))

    def action_ok(self):
        """Answer: in order."""
        self._answer("ok")

    def action_bad(self):
        """Answer: not in order; the remark says why."""
        self._answer("bad")

    def action_na(self):
        """Answer: does not apply here."""
        self._answer("na")

    def _answer(self, result):
        for check in self:
            check.order_id._check_working()
        self.sudo().write(
            {"result": result, "done_by_id": self.env.uid, "done_at": fields.Datetime.now()}
        )
