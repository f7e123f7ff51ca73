from odoo import fields, models


class OpsRmaAnswer(models.TransientModel):
    """What the maker answered to a terminal; the method behind it checks who asks."""

    _name = "ops.rma.answer"
    _description = "Answer of the maker"

    line_id = fields.Many2one("ops.rma.line", required=True, readonly=True, ondelete="cascade")
    answer = fields.Selection(
        [
            ("repaired", "Repaired"),
            ("replaced", "Replaced"),
            ("credited", "Credited"),
            ("refused", "Refused"),
        ],
        "What he did",
        required=True,
        default="repaired",
    )
    new_serial = fields.Char("Serial in its place")
    amount = fields.Float("Credited (¥)", digits=(16, 2))
    note = fields.Char("What the maker says")

    def action_confirm(self):
        """Note the answer and do what follows from it."""
        self.ensure_one()
        self.line_id.answer_with(self.answer, self.note, self.new_serial, self.amount)
        return {"type": "ir.actions.act_window_close"}
