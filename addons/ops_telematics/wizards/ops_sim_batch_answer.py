from odoo import fields, models


class OpsSimBatchAnswer(models.TransientModel):
    """The dialog that takes in an operator's answer to a batch, as text or workbook."""

    _name = "ops.sim.batch.answer"
    _description = "Answer of an operator"
    _inherit = ["ops.workbook.mixin"]

    batch_id = fields.Many2one("ops.sim.batch", "Batch", required=True, ondelete="cascade")
    account_id = fields.Many2one(related="batch_id.account_id")

    def action_take(self):
        """Take in what is right, and show what is wrong with which line."""
        self.ensure_one()
        batch = self.batch_id
        batch._check_keeper()
        layout = self.env["ops.operator.layout"].sudo()._for(batch.account_id, batch.kind)
        feed = self._take_in(layout.profile_id.code, batch.account_id.sudo().source_id.code)
        taken = self.env._(
            "%(taken)s answers were taken, %(known)s were known or are still in work.",
            taken=feed.accepted_count,
            known=feed.duplicate_count,
        )
        self.result = "\n".join(part for part in (taken, self.result) if part)
        return self._again(self.env._("Answer of the operator"))

    def action_open_batch(self):
        """Go back to the batch."""
        self.ensure_one()
        return self.batch_id._get_records_action()
