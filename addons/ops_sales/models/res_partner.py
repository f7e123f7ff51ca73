from odoo import fields, models
from odoo.exceptions import AccessError

#: Who puts a customer on hold, and lets him go on.
HOLDERS = ("ops_roles.group_sd", "ops_roles.group_mm")


class ResPartner(models.Model):
    """A customer on hold: his orders are not confirmed until he is released."""

    _inherit = "res.partner"
    _guarded = ("ops_hold", "ops_hold_reason", "ops_hold_since")

    ops_hold = fields.Boolean("On hold", readonly=True, copy=False, index="btree_not_null")
    ops_hold_reason = fields.Char("Why he is on hold", readonly=True, copy=False)
    ops_hold_since = fields.Date("On hold since", readonly=True, copy=False)

    def action_ops_hold(self):
        """Ask why, and put the customer on hold."""
        self.ensure_one()
        self._ops_check_holder()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put on hold"),
            "res_model": "ops.customer.hold",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_partner_id": self.commercial_partner_id.id},
        }

    def action_ops_release(self):
        """Let the customer order again."""
        self._ops_check_holder()
        for partner in self.commercial_partner_id.sudo().filtered("ops_hold"):
            partner.write({"ops_hold": False, "ops_hold_reason": False, "ops_hold_since": False})
            partner.message_post(body=self.env._("Released: orders are confirmed again."))

    def _ops_check_holder(self):
        """:raise AccessError: for who does not decide about credit of customers"""
        self.check_access("read")
        if not self.env.su and not any(self.env.user.has_group(group) for group in HOLDERS):
            raise AccessError(
                self.env._("Only the centre manager and the deputy sales manager do this.")
            )

    def _ops_put_on_hold(self, reason):
        """Put the company of these contacts on hold (sudo)."""
        today = self.env.company._ops_today()
        for partner in self.commercial_partner_id.filtered(lambda one: not one.ops_hold):
            partner.write({"ops_hold": True, "ops_hold_reason": reason, "ops_hold_since": today})
            partner.message_post(body=self.env._("On hold: %s", reason))
