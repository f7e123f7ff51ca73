from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsNoticeStep(models.TransientModel):
    """What was done about notices, in words; the method behind it checks who asks."""

    _name = "ops.notice.step"
    _description = "Notices handled with words"

    notice_ids = fields.Many2many("ops.platform.notice", string="Notices", required=True)
    text = fields.Text("What was done", required=True)

    @api.model
    def _open(self, notices):
        """Return the action that opens the dialog for these notices."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Handled"),
            "res_model": self._name,
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_notice_ids": notices.ids},
        }

    def action_confirm(self):
        """Close the notices."""
        self.ensure_one()
        text = (self.text or "").strip()
        if not text:
            raise UserError(self.env._("Say it in words first."))
        self.notice_ids.handle(text)
        return {"type": "ir.actions.act_window_close"}
