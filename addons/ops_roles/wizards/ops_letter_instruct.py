from odoo import fields, models


class OpsLetterInstruct(models.TransientModel):
    """A leader's instruction on one letter, with a directive for who carries it out."""

    _name = "ops.letter.instruct"
    _description = "Instruct on a letter"

    letter_ids = fields.Many2many("ops.letter", string="Letters", required=True)
    opinion = fields.Text("Instruction", required=True)
    executor_ids = fields.Many2many(
        "res.users",
        string="Carried out by",
        domain="[('share', '=', False)]",
        help="They get a directive with this instruction and may read the letter.",
    )
    due = fields.Date("To be done by", help="Last calendar day.")

    def action_instruct(self):
        """Sign the instruction."""
        self.letter_ids.ensure_one()._instruct(self.opinion, self.executor_ids, self.due)
