from odoo import fields, models
from odoo.exceptions import UserError


class OpsMeetingAttendee(models.Model):
    """Who was invited, who came, and who has read the minutes."""

    _name = "ops.meeting.attendee"
    _description = "Attendee of a meeting"
    _inherit = ["ops.meeting.part.mixin"]
    _order = "id"
    _rec_name = "user_id"
    _guarded = ("read_at",)

    user_id = fields.Many2one(
        "res.users", string="Person", required=True, index=True, ondelete="restrict"
    )
    presence = fields.Selection(
        [("present", "Present"), ("late", "Came late"), ("absent", "Absent")], copy=False
    )
    reason = fields.Char(copy=False)
    read_at = fields.Datetime("Read the minutes at", readonly=True, copy=False)

    _person = models.UniqueIndex("(meeting_id, user_id)", "Everybody is invited once.")

    def _check_reasons(self):
        for one in self:
            if one.presence in ("late", "absent") and not (one.reason or "").strip():
                raise UserError(
                    self.env._("Enter why %(name)s was late or absent.", name=one.user_id.name)
                )
