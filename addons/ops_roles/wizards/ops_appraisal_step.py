from odoo import fields, models


class OpsAppraisalStep(models.TransientModel):
    """The dialog of the steps of an appraisal that need words: return, appeal, decision."""

    _name = "ops.appraisal.step"
    _description = "Step of an appraisal"

    appraisal_id = fields.Many2one("ops.appraisal", required=True)
    kind = fields.Selection(
        [("return", "Return"), ("appeal", "Appeal"), ("decide", "Decide")], required=True
    )
    decision = fields.Selection(
        [("upheld", "Score stays"), ("changed", "Score changed")], default="upheld"
    )
    text = fields.Text("Reasons")

    def action_confirm(self):
        """Take the step, as the user who presses."""
        self.ensure_one()
        if self.kind == "decide":
            self.appraisal_id._decide(self.decision, self.text)
        elif self.kind == "appeal":
            self.appraisal_id._appeal(self.text)
        else:
            self.appraisal_id._return(self.text)
