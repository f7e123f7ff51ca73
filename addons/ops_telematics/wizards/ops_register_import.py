from odoo import fields, models
from odoo.exceptions import AccessError, UserError

PROFILES = {"vehicle": "vehicle", "card": "sim_inventory"}


class OpsRegisterImport(models.TransientModel):
    """The dialog that takes in a list of vehicles or cards: empty workbook, filled one, what is
    wrong with which line. What is right is taken; at go-live it is the opening of the register."""

    _name = "ops.register.import"
    _description = "Take in a list"
    _inherit = ["ops.workbook.mixin"]

    kind = fields.Selection(
        [("vehicle", "Vehicles with terminals and cards"), ("card", "SIM cards")],
        "What it lists",
        required=True,
        default="vehicle",
    )
    account_id = fields.Many2one("ops.operator.account", "Operator account")

    def action_template(self):
        """Download the empty workbook."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/ops/feed/template/{PROFILES[self.kind]}.xlsx",
        }

    def action_import(self):
        """Take in what is right, and show what is wrong with which line."""
        self.ensure_one()
        if not self.env.user.has_group("ops_roles.group_da"):
            raise AccessError(self.env._("Lists are taken in by data administrators."))
        feed = self._take_in(PROFILES[self.kind], self._source().code)
        taken = self.env._(
            "%(taken)s lines were taken, %(known)s were known already.",
            taken=feed.accepted_count,
            known=feed.duplicate_count,
        )
        self.result = "\n".join(part for part in (taken, self.result) if part)
        return self._again(self.env._("Take in a list"))

    def _source(self):
        """Return the source of the file (sudo)."""
        if self.kind == "vehicle":
            return self.env.ref("ops_telematics.feed_source_register").sudo()
        if not self.account_id:
            raise UserError(self.env._("Choose the operator account the cards are of."))
        self.account_id.check_access("read")
        return self.account_id.sudo().source_id
