from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.ops_roles.core.workdays import moment_after

#: Nobody has done anything about it yet.
OPEN = ("unread", "read")
#: Working hours until something must have been done, unless the parameters say otherwise.
HOURS = {"0": ("ops_telematics.notice_hours", 8), "1": ("ops_telematics.notice_hours_urgent", 2)}
KINDS = [
    ("offline", "Offline"),
    ("position", "No or wrong position"),
    ("power", "Power cut"),
    ("video", "Video"),
    ("card", "Card"),
    ("data", "Data"),
    ("other", "Other"),
]


class OpsPlatformNotice(models.Model):
    """A notice of a maintenance platform: read, and handled with words or turned into work.

    It comes by feed (``platform_notice``) or is entered by hand. What it leads to closes it: the
    repair once it is audited, the work order once it is accepted; given up, it is open again.
    """

    _name = "ops.platform.notice"
    _description = "Notice of a maintenance platform"
    _inherit = [
        *("ops.scoped.mixin", "ops.guarded.mixin", "ops.step.mixin", "ops.todo.mixin"),
        *("mail.thread", "mail.activity.mixin"),
    ]
    _order = "priority desc, due_at, id"
    _rec_name = "subject"
    _rec_names_search = ["subject", "number", "vehicle_id.plate"]
    _check_company_auto = True
    _guarded = (
        *("state", "source_id", "key", "feed_id", "read_at", "read_by_id"),
        *("answer", "handled_at", "handled_by_id", "repair_id", "work_order_id"),
    )

    source_id = fields.Many2one(
        "ops.feed.source", "Sent by", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    feed_id = fields.Many2one("ops.feed", "File", readonly=True, ondelete="set null")
    platform_id = fields.Many2one("ops.platform", "Platform", ondelete="restrict")
    key = fields.Char(readonly=True, copy=False, help="What makes a notice of a source one.")
    number = fields.Char("Number", help="As the platform has it.")
    received_at = fields.Datetime(
        "On the platform since", required=True, default=fields.Datetime.now, index=True
    )
    kind = fields.Selection(KINDS, required=True, default="other", tracking=True)
    priority = fields.Selection(
        [("0", "Normal"), ("1", "Urgent")], required=True, default="0", tracking=True
    )
    subject = fields.Char(required=True)
    body = fields.Text("What it says")
    plate = fields.Char("Plate by the platform")
    vehicle_id = fields.Many2one(
        "ops.vehicle", "Vehicle", index="btree_not_null", ondelete="restrict", tracking=True
    )
    partner_id = fields.Many2one(related="vehicle_id.partner_id", string="Customer")
    department_id = fields.Many2one(
        string="Branch",
        default=None,
        compute="_compute_department_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    due_at = fields.Datetime(
        "To be handled by", compute="_compute_due_at", store=True, precompute=True
    )
    state = fields.Selection(
        [
            ("unread", "Unread"),
            ("read", "Read"),
            ("repair", "In repair"),
            ("work", "With the branch"),
            ("handled", "Handled"),
        ],
        required=True,
        default="unread",
        readonly=True,
        copy=False,
        tracking=True,
    )
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    read_at = fields.Datetime("Read at", readonly=True, copy=False)
    read_by_id = fields.Many2one("res.users", "Read by", readonly=True, copy=False)
    answer = fields.Text("What was done", readonly=True, copy=False, tracking=True)
    handled_at = fields.Datetime("Handled at", readonly=True, copy=False)
    handled_by_id = fields.Many2one("res.users", "Handled by", readonly=True, copy=False)
    repair_id = fields.Many2one(
        "repair.order", "Repair", readonly=True, copy=False, index="btree_not_null"
    )
    work_order_id = fields.Many2one(
        "ops.work.order", "Work order", readonly=True, copy=False, index="btree_not_null"
    )

    _once = models.UniqueIndex("(source_id, key)", "This notice is here already.")
    _waiting = models.Index("(department_id, due_at) WHERE state IN ('unread', 'read')")
    _of_state = models.Index("(state, due_at)")

    @api.depends("vehicle_id")
    def _compute_department_id(self):
        for notice in self:
            mine = notice.department_id or notice._default_department_id()
            notice.department_id = notice.vehicle_id.department_id or mine

    @api.depends("received_at", "priority")
    def _compute_due_at(self):
        for company, notices in self.grouped("company_id").items():
            pairs = {(one.received_at, one.priority) for one in notices if one.received_at}
            due = self._due_moments(company or self.env.company, pairs)
            for notice in notices:
                notice.due_at = due.get((notice.received_at, notice.priority))

    @api.depends("state", "due_at")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for notice in self:
            notice.is_late = notice.state in OPEN and bool(notice.due_at) and notice.due_at < now

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        late = Domain("state", "in", OPEN) & Domain("due_at", "<", now)
        return (
            late if True in value else Domain("state", "not in", OPEN) | Domain("due_at", ">=", now)
        )

    @api.model
    def _due_moments(self, company, pairs) -> dict:
        """Return ``{(moment, priority): moment due}``, naive UTC, in working hours of a company."""
        if not pairs:
            return {}
        hours, shifts = self._notice_hours(), company._ops_shifts()
        if not shifts:
            return {pair: pair[0] + timedelta(hours=hours[pair[1]]) for pair in pairs}
        zone, usual = ZoneInfo(company._ops_tz()), shifts[min(shifts)]
        first, last = min(pairs)[0], max(pairs)[0]
        works = company._ops_works(first.date(), (last - first).days + 60)

        def hours_of(day):
            return shifts.get(day.weekday(), usual)

        def due(moment, priority):
            start = moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
            end = moment_after(start, hours[priority], works, hours_of)
            return end.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)

        return {pair: due(*pair) for pair in pairs}

    @api.model
    def _notice_hours(self) -> dict:
        get = self.env["ir.config_parameter"].sudo().get_param
        return {priority: float(get(name) or hours) for priority, (name, hours) in HOURS.items()}

    def write(self, vals):
        """What a notice says is corrected while nothing was done about it."""
        said = vals.keys() & {"subject", "body", "received_at", "vehicle_id", "number", "kind"}
        if said and not self.env.su:
            self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_by_hand(self):
        for notice in self:
            if notice.source_id or notice.state not in OPEN:
                raise UserError(
                    self.env._("%s stays: it came from the platform.", notice.display_name)
                )

    # ---------------------------------------------------------------- buttons

    def action_read(self):
        """Note that these notices were read."""
        self._check_handler()
        self.filtered(lambda one: one.state == "unread").sudo()._note_read()
        return True

    def action_handle(self):
        """Ask what was done about these notices."""
        self._check_handler()
        self._check_open()
        return self.env["ops.notice.step"]._open(self)

    def action_repair(self):
        """Turn the notice into a repair of its branch, and show it."""
        self.ensure_one()
        self._check_handler()
        self._check_vehicle()
        notice = self.sudo()._taken()
        repair = notice.env["repair.order"]._ops_make(notice.vehicle_id, notice._told())
        notice._lead_to("repair", repair_id=repair.id)
        return repair.with_env(self.env)._ops_open()

    def action_work(self):
        """Turn the notice into a request for work at the customer's, and show it."""
        self.ensure_one()
        self._check_handler()
        self._check_vehicle()
        notice = self.sudo()._taken()
        order = notice.env["ops.work.order"].create(notice._work_vals())
        notice._lead_to("work", work_order_id=order.id)
        order._tell_managers()
        return order.with_env(self.env)._get_records_action()

    def action_open_repair(self):
        """Show the repair it led to."""
        self.ensure_one()
        self.check_access("read")
        return self.repair_id._ops_open()

    def action_open_work(self):
        """Show the work order it led to."""
        self.ensure_one()
        self.check_access("read")
        return self.work_order_id._get_records_action()

    # ---------------------------------------------------------------- steps

    @api.private
    def handle(self, text):
        """Close open notices with what was done about them."""
        self._check_handler()
        notices = self.sudo()._taken()
        notices._note_read()
        notices._close(text, self.env.user)

    def _work_vals(self) -> dict:
        kind = self.env.ref("ops_branch.work_kind_repair")
        return {
            "kind_id": kind.id,
            "branch_id": self.department_id.ops_branch_id.id,
            "partner_id": self.vehicle_id.partner_id.id,
            "ops_vehicle_id": self.vehicle_id.id,
            "site": self.vehicle_id.partner_id.contact_address_inline
            or self.vehicle_id.partner_id.name,
            "subject": f"{self.vehicle_id.plate} {self.subject}",
            "note": self.body,
            "priority": self.priority,
        }

    def _told(self) -> str:
        """Return what the notice says, as one text."""
        return "\n".join(part for part in (self.subject, self.body) if part)

    def _lead_to(self, state, **links):
        self._note_read()
        self.write({"state": state, **links})

    def _note_read(self):
        news = self.filtered(lambda one: not one.read_at)
        news.write({"read_at": fields.Datetime.now(), "read_by_id": self.env.uid})
        news.filtered(lambda one: one.state == "unread").state = "read"
        self._end_todos()

    def _close(self, text, user):
        """Close notices with what was done (superuser mode)."""
        self.write(
            {
                "state": "handled",
                "answer": text,
                "handled_at": fields.Datetime.now(),
                "handled_by_id": user.id,
            }
        )
        self._end_todos()

    def _reopen(self):
        """What a notice led to was given up: it waits again (superuser mode)."""
        self.write({"state": "read"})

    def _end_todos(self):
        self._todos_of("ops_telematics.activity_notice_late").unlink()

    def _taken(self):
        """Lock open notices, so that two people do not handle one (superuser mode).

        :raise UserError: when somebody was faster
        """
        self._lock()
        self._check_open()
        return self

    def _check_open(self):
        self._check_state(*OPEN)

    def _check_handler(self):
        """:raise AccessError: for who is no data administrator"""
        if not (self.env.su or self.env.user.has_group("ops_roles.group_da")):
            raise AccessError(
                self.env._("Notices of platforms are handled by the data administrator.")
            )
        self.check_access("write")

    def _check_vehicle(self):
        """:raise UserError: when it is not known whose notice it is"""
        if not self.vehicle_id:
            raise UserError(
                self.env._("%s: choose the vehicle first, work is done on one.", self.display_name)
            )
        if not self.department_id.sudo().ops_branch_id:
            raise UserError(
                self.env._(
                    "%s belongs to no branch. Have the vehicle handed over to one first.",
                    self.vehicle_id.display_name,
                )
            )

    @api.model
    def _escalate_late(self):
        """Let the deputy managers know of notices nobody handled in time; each morning."""
        late = self.search([("is_late", "=", True)])
        deputies = self.env["res.users"]._ops_holders(self.env.ref("ops_roles.role_dm"))
        told = {place: place.ops_user_ids & deputies for place in late.department_id}
        kept = self.search([("state", "in", OPEN)])
        since = {
            (one.res_id, one.user_id.id): one.date_deadline
            for one in kept._todos_of("ops_telematics.activity_notice_late")
        }
        today = self.env.company._ops_today()
        rows = [
            (one, user, since.get((one.id, user.id), today), one._late_text(user))
            for one in late
            for user in told[one.department_id]
        ]
        kept._match_todos("ops_telematics.activity_notice_late", rows)

    def _late_text(self, user) -> str:
        _ = self.with_context(lang=user.lang).env._
        return _("Notice not handled in time: %s", self.subject)
