from odoo import fields, models


class OpsLetterStep(models.TransientModel):
    """What the dialogs on letters share: the letters, and what is written about them."""

    _name = "ops.letter.step"
    _description = "Step on a letter"

    letter_ids = fields.Many2many("ops.letter", string="Letters", required=True)
    text = fields.Text("Text")

    def action_close(self):
        """Close the letters with the result."""
        self.letter_ids._close(self.text)

    def action_void(self):
        """Make the letters void."""
        self.letter_ids._make_void(self.text)
