from odoo import api, fields, models
from odoo.fields import Domain


class OpsIncidentNotice(models.Model):
    """Who must know of an incident by when, and when he confirmed it.

    Rows follow from the severity; the buttons of the incident write them.
    """

    _name = "ops.incident.notice"
    _description = "Notice of an incident"
    _order = "due_at, id"
    _rec_name = "user_id"

    incident_id = fields.Many2one("ops.incident", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(
        "res.users", string="To be notified", required=True, ondelete="restrict"
    )
    told_at = fields.Datetime("Told at", required=True, default=lambda self: fields.Datetime.now())
    due_at = fields.Datetime("To confirm by", required=True)
    confirmed_at = fields.Datetime("Confirmed at")
    was_late = fields.Boolean("Confirmed late")
    is_late = fields.Boolean("Notice missed", compute="_compute_is_late", search="_search_is_late")

    _once = models.UniqueIndex("(incident_id, user_id)", "Everybody is notified once.")
    _waiting = models.Index("(user_id) WHERE confirmed_at IS NULL")

    @api.depends("due_at", "confirmed_at", "was_late")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for notice in self:
            waiting = not notice.confirmed_at and bool(notice.due_at) and notice.due_at < now
            notice.is_late = notice.was_late or waiting

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        waiting = Domain("confirmed_at", "=", False) & Domain("due_at", "<", fields.Datetime.now())
        late = Domain("was_late", "=", True) | waiting
        return late if True in value else ~late

    def _confirm(self):
        """Note that these people know; callers have checked the actor."""
        now = fields.Datetime.now()
        for notice in self.sudo().filtered(lambda one: not one.confirmed_at):
            notice.write({"confirmed_at": now, "was_late": notice.due_at < now})
