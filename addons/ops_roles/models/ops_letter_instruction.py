from odoo import fields, models


class OpsLetterInstruction(models.Model):
    """What a leader wrote on a letter; written by ``ops.letter`` alone and never changed."""

    _name = "ops.letter.instruction"
    _description = "Instruction on a letter"
    _inherit = ["ops.guarded.mixin"]
    _order = "id"
    _guarded = ("letter_id", "user_id", "signed_at", "opinion")

    letter_id = fields.Many2one(
        "ops.letter", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", string="Instructing leader", required=True, readonly=True
    )
    signed_at = fields.Datetime(required=True, readonly=True)
    opinion = fields.Text("Instruction", required=True, readonly=True)
