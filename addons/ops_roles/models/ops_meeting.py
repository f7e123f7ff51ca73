from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

#: Fields that the native event repeats.
EVENT = {"name", "start", "duration", "location", "attendee_ids", "invited_ids", "caller_id"}


class OpsMeeting(models.Model):
    """A meeting of the rule book around a native calendar event: agenda, minutes, resolutions.

    Subject, time, place and attendees are those of the event. Who called it (the event's
    organiser) or the recorder keeps it; resolutions become directives.
    """

    _name = "ops.meeting"
    _description = "Meeting"
    _inherit = [
        "ops.guarded.mixin",
        "ops.scoped.mixin",
        "ops.event.mixin",
        "ops.directive.source.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "start desc, id desc"
    _mail_post_access = "read"
    _guarded = ("state", "caller_id", "previous_id", "sent_at")
    _directive_kind = "meeting"

    name = fields.Char("Subject", required=True, tracking=True)
    state = fields.Selection(
        [
            ("planned", "Called"),
            ("held", "Being recorded"),
            ("sent", "Minutes sent"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    location = fields.Char("Location")
    caller_id = fields.Many2one(
        "res.users",
        string="Called by",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env.user,
    )
    recorder_id = fields.Many2one(
        "res.users",
        string="Recorder",
        required=True,
        index=True,
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
    )
    series_id = fields.Many2one("ops.meeting.series", string="Series", index="btree_not_null")
    previous_id = fields.Many2one(
        "ops.meeting", string="Meeting before", readonly=True, copy=False, index="btree_not_null"
    )
    attendee_ids = fields.One2many("ops.meeting.attendee", "meeting_id", string="Attendees")
    invited_ids = fields.Many2many(
        "res.users",
        string="Invited",
        compute="_compute_invited_ids",
        inverse="_inverse_invited_ids",
        domain="[('share', '=', False)]",
    )
    agenda_ids = fields.One2many("ops.meeting.agenda", "meeting_id", string="Agenda", copy=True)
    resolution_ids = fields.One2many("ops.meeting.resolution", "meeting_id", string="Resolutions")
    open_line_ids = fields.Many2many(
        "ops.directive.line", string="Open from the meeting before", compute="_compute_open_lines"
    )
    conclusion = fields.Text("Conclusion")
    sent_at = fields.Datetime("Minutes sent at", readonly=True, copy=False)
    unread_count = fields.Integer("Not read yet", compute="_compute_unread_count")
    may_keep = fields.Boolean("May keep", compute="_compute_may_keep")
    must_read = fields.Boolean("Must read", compute="_compute_must_read")

    _length = models.Constraint(
        "CHECK(duration > 0)", "A meeting lasts some time. Enter its hours."
    )

    @api.depends("attendee_ids.user_id")
    def _compute_invited_ids(self):
        for meeting in self:
            meeting.invited_ids = meeting.attendee_ids.user_id

    def _inverse_invited_ids(self):
        for meeting in self:
            gone = meeting.attendee_ids.filtered(
                lambda one, meeting=meeting: one.user_id not in meeting.invited_ids
            )
            new = meeting.invited_ids - meeting.attendee_ids.user_id
            meeting.attendee_ids = [
                *(Command.delete(one.id) for one in gone),
                *(Command.create({"user_id": user.id}) for user in new),
            ]

    @api.depends("previous_id")
    def _compute_open_lines(self):
        for meeting in self:
            lines = meeting.previous_id.sudo().directive_ids.line_ids
            meeting.open_line_ids = lines.filtered("light").sudo(self.env.su)

    @api.depends("attendee_ids.read_at", "state")
    def _compute_unread_count(self):
        for meeting in self:
            unread = meeting.attendee_ids.filtered(lambda one: not one.read_at)
            meeting.unread_count = len(unread) if meeting.state == "sent" else 0

    @api.depends("caller_id", "recorder_id")
    @api.depends_context("uid")
    def _compute_may_keep(self):
        for meeting in self:
            meeting.may_keep = self.env.user in (meeting.caller_id, meeting.recorder_id)

    @api.depends("state", "attendee_ids.read_at")
    @api.depends_context("uid")
    def _compute_must_read(self):
        for meeting in self:
            mine = meeting.attendee_ids.filtered(lambda one: one.user_id == self.env.user)
            meeting.must_read = meeting.state == "sent" and any(not one.read_at for one in mine)

    @api.onchange("series_id")
    def _onchange_series_id(self):
        if self.series_id:
            self.update(self.series_id._meeting_vals(self.start))

    @api.model_create_multi
    def create(self, vals_list):
        meetings = super().create(vals_list)
        for meeting in meetings:
            if self.env.user not in meeting.attendee_ids.user_id and not self.env.su:
                meeting.attendee_ids = [Command.create({"user_id": self.env.uid})]
        meetings.sudo()._link_series()
        meetings._sync_event()
        return meetings

    def write(self, vals):
        self._check_keeper()
        result = super().write(vals)
        if EVENT & vals.keys():
            self._sync_event()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never_held(self):
        if any(meeting.state in ("held", "sent") for meeting in self):
            raise UserError(
                self.env._("A meeting that was held stays. Its minutes are its record.")
            )

    def action_hold(self):
        """Begin recording attendance and minutes; caller's or recorder's button."""
        self._check_keeper()
        self._expect("planned")
        for meeting in self.sudo():
            meeting.state = "held"
            meeting.attendee_ids.filtered(lambda one: not one.presence).write(
                {"presence": "present"}
            )
        return True

    def action_resolve(self):
        """Make a directive of each resolution that has none yet; one button for all."""
        self._check_keeper()
        self._expect("held", "sent")
        waiting = self.resolution_ids.filtered(lambda one: not one.directive_id)
        if not waiting:
            raise UserError(self.env._("There is no resolution without a directive."))
        waiting._issue()
        return True

    def action_send(self):
        """Send the minutes to the attendees, who confirm that they have read them."""
        self._check_keeper()
        self._expect("held")
        for meeting in self:
            meeting.attendee_ids._check_reasons()
            if not meeting.conclusion and not any(meeting.agenda_ids.mapped("minutes")):
                raise UserError(self.env._("Write the summary or the minutes of an item first."))
            if any(not one.directive_id for one in meeting.resolution_ids):
                raise UserError(self.env._("Issue the directives of the resolutions first."))
            meeting.sudo()._send()
        return True

    def action_read(self):
        """Confirm to have read the minutes; the attendee's button."""
        self.check_access("read")
        self._expect("sent")
        mine = self.sudo().attendee_ids.filtered(lambda one: one.user_id == self.env.user)
        if not mine:
            raise AccessError(self.env._("Only who was invited confirms the minutes."))
        mine.filtered(lambda one: not one.read_at).write({"read_at": fields.Datetime.now()})
        self._todos().filtered(lambda todo: todo.user_id == self.env.user).unlink()
        self.env["ops.home"]._notify(self.env.user)
        return True

    def action_cancel(self):
        """Call the meeting off; the event leaves the calendars."""
        self._check_keeper()
        self._expect("planned")
        for meeting in self.sudo():
            meeting.state = "cancelled"
            meeting.event_id.active = False
        return True

    def action_next(self):
        """Call the next meeting of the series, with its agenda and attendees."""
        self._check_keeper()
        return self.series_id._call_next()._get_records_action()

    def _check_keeper(self):
        """Caller and recorder keep a meeting; nobody else writes in it."""
        if self.env.su:
            return
        if any(self.env.user not in (one.caller_id, one.recorder_id) for one in self.sudo()):
            raise AccessError(self.env._("Only the caller and the recorder keep this meeting."))

    def _check_open(self):
        """Minutes that were sent stay as they were read."""
        self._check_keeper()
        if not self.env.su and any(one.state in ("sent", "cancelled") for one in self):
            raise UserError(self.env._("The minutes have been sent and stay as they are."))

    def _expect(self, *states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for meeting in self:
            if meeting.state not in states:
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(state)s” by now. Load the page again.",
                        name=meeting.name,
                        state=labels[meeting.state],
                    )
                )

    def _link_series(self):
        for meeting in self.filtered("series_id"):
            meeting.previous_id = self.search(
                [
                    ("series_id", "=", meeting.series_id.id),
                    ("id", "!=", meeting.id),
                    ("start", "<", meeting.start),
                    ("state", "!=", "cancelled"),
                ],
                limit=1,
            )

    def _event_organiser(self):
        return self.caller_id

    def _event_partners(self):
        return self.attendee_ids.user_id.partner_id

    def _send(self):
        self.write({"state": "sent", "sent_at": fields.Datetime.now()})
        others = self.attendee_ids.filtered(lambda one: one.user_id != self.env.user)
        (self.attendee_ids - others).write({"read_at": fields.Datetime.now()})
        kind = self.env.ref("ops_roles.activity_minutes")
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": self.id,
                    "activity_type_id": kind.id,
                    "summary": self.name,
                    "user_id": one.user_id.id,
                    "date_deadline": self.company_id._ops_workdays_after(
                        self.company_id._ops_today(), 1
                    ),
                }
                for one in others
            ]
        )
        self.env["ops.home"]._notify(others.user_id)

    def _todos(self):
        kind = self.env.ref("ops_roles.activity_minutes")
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("activity_type_id", "=", kind.id),
                ]
            )
        )
