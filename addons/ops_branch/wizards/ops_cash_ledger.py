from odoo import fields, models


class OpsCashLedger(models.TransientModel):
    """The dialog that asks which month of which till."""

    _name = "ops.cash.ledger"
    _description = "Running cash ledger of a month"

    branch_id = fields.Many2one(
        "ops.branch",
        required=True,
        default=lambda self: self.env.user._ops_branch(),
    )
    month = fields.Date(
        "Any day of the month",
        required=True,
        default=lambda self: self.env.company._ops_today(),
    )

    def action_download(self):
        """Download the workbook."""
        self.ensure_one()
        self.branch_id.check_access("read")
        url = f"/ops/branch/{self.branch_id.id}/ledger/{self.month}.xlsx"
        return {"type": "ir.actions.act_url", "url": url}
