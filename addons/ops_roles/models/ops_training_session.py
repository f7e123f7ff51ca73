from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import SQL

from ..core.period import local_day

#: Fields that the native event repeats.
EVENT = {"name", "start", "duration", "room_id", "place", "trainer_id", "invited_ids"}
#: What stays as it was once the session was held.
CONTENT = {*EVENT, "course_id", "department_id", "attendee_ids"}
#: Hours of one day at most; a longer course takes several sessions.
DAY_HOURS = 8.0


class OpsTrainingSession(models.Model):
    """A course, or a topic, taught at a time in a room; it stands in the native calendar.

    Trainers of the department and who teaches keep it: attendance person by person, then it is
    held and stays as it was. Room and teacher cannot be booked twice at a time.
    """

    _name = "ops.training.session"
    _description = "Training session"
    _inherit = ["ops.guarded.mixin", "ops.scoped.mixin", "ops.event.mixin", "mail.thread"]
    _order = "start desc, id desc"
    _guarded = ("state", "courseware_id", "held_at", "held_by_id")
    _event_follows = ("start", "duration")

    name = fields.Char(
        "Title",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    course_id = fields.Many2one(
        "ops.course",
        string="Course",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('state', '=', 'published')]",
        help="Empty: a topic there is no course for.",
    )
    courseware_id = fields.Many2one(
        "ops.courseware",
        string="Courseware taught",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    state = fields.Selection(
        [("planned", "To be held"), ("held", "Held"), ("cancelled", "Called off")],
        "State of the session",
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    duration = fields.Float(
        compute="_compute_duration", store=True, readonly=False, precompute=True, default=None
    )
    stop = fields.Datetime("Ends", compute="_compute_stop", store=True, precompute=True)
    trainer_id = fields.Many2one(
        "res.users",
        string="Teacher",
        required=True,
        index=True,
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
        tracking=True,
    )
    room_id = fields.Many2one(
        "ops.classroom", string="Room", index="btree_not_null", ondelete="restrict", tracking=True
    )
    place = fields.Char("Other place", help="When it is in no classroom: on line, at a branch…")
    location = fields.Char("Place", compute="_compute_location", compute_sudo=True)
    attendee_ids = fields.One2many("ops.training.attendee", "session_id", string="Attendees")
    invited_ids = fields.Many2many(
        "hr.employee.public",
        string="People invited",
        compute="_compute_invited_ids",
        inverse="_inverse_invited_ids",
    )
    need_ids = fields.One2many("ops.training.need", "session_id", string="Needs it meets")
    invited_count = fields.Integer("Invited", compute="_compute_counts", compute_sudo=True)
    present_count = fields.Integer("Attended", compute="_compute_counts", compute_sudo=True)
    attendance_rate = fields.Float(
        "Attendance rate", compute="_compute_counts", compute_sudo=True, help="Attended / invited."
    )
    note = fields.Text("Notes of the teacher")
    held_at = fields.Datetime("Attendance closed at", readonly=True, copy=False)
    held_by_id = fields.Many2one("res.users", "Attendance closed by", readonly=True, copy=False)
    may_keep = fields.Boolean("May keep the session", compute="_compute_may_keep")

    _length = models.Constraint(
        "CHECK(duration > 0)", "A session lasts some time. Enter its hours."
    )
    # Two bookings at the same moment see each other here only. Deferred, so that _check_bookings
    # comes first and names what is in the way; it asks for these itself.
    _room_once = models.Constraint(
        "EXCLUDE USING gist (int4range(room_id, room_id, '[]') WITH &&,"
        " tsrange(start, stop) WITH &&) WHERE (room_id IS NOT NULL AND state <> 'cancelled')"
        " DEFERRABLE INITIALLY DEFERRED",
        "The room is taken at this time. Choose another room or time.",
    )
    _teacher_once = models.Constraint(
        "EXCLUDE USING gist (int4range(trainer_id, trainer_id, '[]') WITH &&,"
        " tsrange(start, stop) WITH &&) WHERE (state <> 'cancelled') DEFERRABLE INITIALLY DEFERRED",
        "The teacher has another session at this time. Choose another teacher or time.",
    )
    _coming = models.Index("(start) WHERE state = 'planned'")

    @api.depends("course_id")
    def _compute_name(self):
        for session in self:
            session.name = session.course_id.display_name or session.name

    @api.depends("course_id")
    def _compute_duration(self):
        for session in self:
            hours = session.course_id.hours or session.duration or 1.0
            session.duration = min(hours, DAY_HOURS)

    @api.depends("start", "duration")
    def _compute_stop(self):
        for session in self:
            session.stop = session.start and fields.Datetime.add(
                session.start, hours=session.duration
            )

    @api.depends("room_id.name", "place")
    def _compute_location(self):
        for session in self:
            room = session.room_id
            session.location = " ".join(filter(None, (room.place, room.name))) or session.place

    @api.depends("attendee_ids.employee_id")
    def _compute_invited_ids(self):
        for session in self:
            session.invited_ids = session.attendee_ids.employee_id

    def _inverse_invited_ids(self):
        for session in self:
            invited = session.invited_ids
            gone = session.attendee_ids.filtered(
                lambda one, invited=invited: one.employee_id not in invited
            )
            new = invited - session.attendee_ids.employee_id
            session.attendee_ids = [
                *(Command.delete(one.id) for one in gone),
                *(Command.create({"employee_id": one.id}) for one in new),
            ]

    @api.depends("attendee_ids.presence")
    def _compute_counts(self):
        counted = self.env["ops.training.attendee"]._read_group(
            [("session_id", "in", self.ids)], ["session_id", "presence"], ["__count"]
        )
        counts = {(session.id, presence): count for session, presence, count in counted}
        for session in self:
            mine = {presence: n for (one, presence), n in counts.items() if one == session.id}
            session.invited_count = sum(mine.values())
            session.present_count = mine.get("present", 0)
            session.attendance_rate = session.present_count / (session.invited_count or 1)

    @api.depends("trainer_id", "department_id")
    @api.depends_context("uid")
    def _compute_may_keep(self):
        for session in self:
            session.may_keep = session._may_keep()

    @api.constrains("start", "stop", "room_id", "trainer_id", "state")
    def _check_bookings(self):
        """Refuse a room or a teacher that is taken, naming what takes it."""
        for session in self.sudo().filtered(lambda one: one.state == "planned"):
            rival = self.sudo().search(session._rival_domain(), limit=1)
            if not rival:
                continue
            same_room = session.room_id and rival.room_id == session.room_id
            taken = rival.room_id if same_room else rival.trainer_id
            raise ValidationError(
                self.env._(
                    "%(taken)s is taken from %(start)s to %(stop)s by “%(name)s”. Choose another"
                    " time, or another room or teacher.",
                    taken=taken.name,
                    start=rival._clock(rival.start),
                    stop=rival._clock(rival.stop),
                    name=rival.name,
                )
            )
        self._settle_bookings()

    @api.constrains("room_id", "attendee_ids")
    def _check_seats(self):
        for session in self.sudo():
            seats = session.room_id.seats
            if seats and len(session.attendee_ids) > seats:
                raise ValidationError(
                    self.env._(
                        "%(room)s has %(seats)s seats, and %(people)s people are invited. Choose a"
                        " larger room, or make two sessions.",
                        room=session.room_id.name,
                        seats=seats,
                        people=len(session.attendee_ids),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        sessions = super().create(vals_list)
        sessions._sync_event()
        return sessions

    def write(self, vals):
        self._check_open(vals)
        result = super().write(vals)
        if EVENT & vals.keys():
            self._sync_event()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never_held(self):
        if kept := self.filtered(lambda one: one.state == "held"):
            raise UserError(
                self.env._("%s was held: its attendance is a record and stays.", kept[0].name)
            )

    def unlink(self):
        events = self.sudo().event_id
        result = super().unlink()
        events.unlink()
        return result

    def action_all_present(self):
        """Mark everybody not marked yet as present; the teacher's button on the day."""
        self._check_day()
        self.sudo().attendee_ids.filtered(lambda one: one.presence == "expected").write(
            {"presence": "present"}
        )

    def action_hold(self):
        """Close the attendance: the session was held, and the needs it meets are met."""
        self._check_day()
        for session in self.sudo():
            session._check_marked()
            session.write(
                {
                    "state": "held",
                    "courseware_id": session.course_id.current_courseware_id.id,
                    "held_at": fields.Datetime.now(),
                    "held_by_id": self.env.uid,
                }
            )
            session.need_ids._met()
            session._after_held()

    def action_cancel(self):
        """Call sessions off; they leave the calendars, and their needs wait for another one."""
        self._check_keeper()
        self._expect("planned")
        for session in self.sudo():
            session.state = "cancelled"
            session.event_id.active = False
            session.need_ids.session_id = False

    def action_open_attendees(self):
        """Open the attendance as a list of its own."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_training_attendee")
        return {**action, "domain": [("session_id", "=", self.id)], "context": {}}

    def _after_held(self):
        """What follows when a session was held (sudo); parts of the model extend it."""

    @api.model
    def _settle_bookings(self):
        """Let the database look at the bookings now, those of open transactions included."""
        names = ("ops_training_session_room_once", "ops_training_session_teacher_once")
        listed = SQL(", ").join(SQL.identifier(name) for name in names)
        self.flush_model(["room_id", "trainer_id", "start", "stop", "state"])
        for moment in (SQL("IMMEDIATE"), SQL("DEFERRED")):
            self.env.cr.execute(SQL("SET CONSTRAINTS %s %s", listed, moment))

    def _rival_domain(self):
        """Other sessions at the same time that take the same room or teacher."""
        return [
            ("id", "!=", self.id),
            ("state", "!=", "cancelled"),
            ("start", "<", self.stop),
            ("stop", ">", self.start),
            "|",
            ("trainer_id", "=", self.trainer_id.id),
            "&",
            ("room_id", "!=", False),
            ("room_id", "=", self.room_id.id),
        ]

    def _clock(self, moment) -> str:
        """Return day and time of a naive UTC moment in the company's time zone."""
        local = fields.Datetime.context_timestamp(
            self.with_context(tz=self.company_id._ops_tz()), moment
        )
        return f"{local:%Y-%m-%d %H:%M}"

    def _event_organiser(self):
        return self.trainer_id

    def _event_partners(self):
        people = self.env["hr.employee"].browse(self.attendee_ids.employee_id.ids)
        return (people.user_id | self.trainer_id).partner_id

    def _may_keep(self) -> bool:
        """Tell whether the user teaches it, or is a trainer of its department."""
        return self.sudo().trainer_id == self.env.user or (
            self.env.user.has_group("ops_roles.group_trainer") and self.has_access("write")
        )

    def _check_keeper(self):
        for session in self:
            if not self.env.su and not session._may_keep():
                raise AccessError(
                    self.env._(
                        "“%s” is kept by who teaches it and by the trainers of its department.",
                        session.sudo().name,
                    )
                )

    def _check_open(self, vals):
        """What was held or called off stays as it was."""
        if self.env.su or not CONTENT & vals.keys():
            return
        self._expect("planned")

    def _expect(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for session in self.sudo():
            if session.state != state:
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(state)s” by now and stays as it is. Load the page again.",
                        name=session.name,
                        state=labels[session.state],
                    )
                )

    def _check_day(self):
        """Attendance is taken by who keeps the session, from its day on."""
        self._check_keeper()
        self._expect("planned")
        for session in self.sudo():
            company = session.company_id
            day = local_day(session.start, company._ops_tz())
            if day > company._ops_today():
                raise UserError(
                    self.env._(
                        "“%(name)s” is on %(day)s: attendance is taken from that day on.",
                        name=session.name,
                        day=day,
                    )
                )

    def _check_marked(self):
        if not self.attendee_ids:
            raise UserError(self.env._("Nobody is invited to “%s” yet.", self.name))
        waiting = self.attendee_ids.filtered(lambda one: one.presence == "expected")
        if waiting:
            raise UserError(
                self.env._(
                    "Mark whether %s came, or press “All present”.",
                    waiting[0].employee_id.name,
                )
            )
