from odoo import api, fields, models


class OpsMeetingPartMixin(models.AbstractModel):
    """A line of a meeting: caller and recorder write it until the minutes are sent."""

    _name = "ops.meeting.part.mixin"
    _inherit = ["ops.guarded.mixin"]
    _description = "Line of a meeting"

    meeting_id = fields.Many2one("ops.meeting", required=True, index=True, ondelete="cascade")

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts.meeting_id._check_open()
        return parts

    def write(self, vals):
        self.meeting_id._check_open()
        result = super().write(vals)
        self.meeting_id._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_while_open(self):
        self.meeting_id._check_open()
