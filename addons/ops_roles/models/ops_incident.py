from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

#: Roles that take charge of the incidents of their departments.
LEADERS = ("gm", "om", "pm", "sv", "mm", "dm", "sd", "bm")


class OpsIncident(models.Model):
    """An emergency or event on site: severity, who must know by when, measures, closure.

    The severity says which roles up the departments must confirm to know of it and how many
    minutes after it happened. Who reported it never closes it.
    """

    _name = "ops.incident"
    _description = "Incident"
    _inherit = [
        "ops.guarded.mixin",
        "ops.scoped.mixin",
        "ops.directive.source.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "happened_at desc, id desc"
    _mail_post_access = "read"
    _guarded = ("state", "number", "reporter_id", "handler_id", "closed_at", "closed_by_id")
    _directive_kind = "incident"
    _rec_names_search = ["name", "number"]

    number = fields.Char("Serial number", readonly=True, copy=False, index="trigram")
    name = fields.Char("What happened", required=True, tracking=True)
    text = fields.Text("Course of events")
    kind = fields.Selection(
        [
            ("system", "System or line fault"),
            ("power", "Power or building"),
            ("people", "Injury or illness"),
            ("security", "Information security"),
            ("client", "Client or public opinion"),
            ("other", "Other"),
        ],
        required=True,
        default="system",
        index=True,
    )
    severity_id = fields.Many2one(
        "ops.incident.severity",
        string="Severity",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    happened_at = fields.Datetime(
        "Happened at",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: fields.Datetime.now(),
    )
    notify_by = fields.Datetime(
        "To be notified by", compute="_compute_notify_by", store=True, precompute=True
    )
    place = fields.Char("Location")
    state = fields.Selection(
        [("reported", "Reported"), ("handling", "Being handled"), ("closed", "Closed")],
        default="reported",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    reporter_id = fields.Many2one(
        "res.users",
        string="Reported by",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env.user,
    )
    handler_id = fields.Many2one(
        "res.users", string="Handled by", readonly=True, copy=False, index="btree_not_null"
    )
    notice_ids = fields.One2many(
        "ops.incident.notice", "incident_id", string="Notices", readonly=True
    )
    measure_ids = fields.One2many("ops.incident.measure", "incident_id", string="Measures")
    cause = fields.Text(copy=False)
    prevention = fields.Text("Against its coming again", copy=False)
    closed_at = fields.Datetime("Closed at", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True, copy=False)
    light = fields.Selection(
        [("blue", "All know in time"), ("yellow", "Waiting"), ("red", "Notice missed")],
        string="Notice",
        compute="_compute_light",
        search="_search_light",
    )
    may_handle = fields.Boolean("May handle", compute="_compute_may")
    may_confirm = fields.Boolean("Must confirm", compute="_compute_may")

    @api.depends("happened_at", "severity_id.notify_minutes")
    def _compute_notify_by(self):
        for incident in self:
            minutes = incident.severity_id.notify_minutes
            start = incident.happened_at
            incident.notify_by = start and start + timedelta(minutes=minutes)

    @api.depends("notice_ids.is_late", "notice_ids.confirmed_at")
    def _compute_light(self):
        for incident in self:
            notices = incident.sudo().notice_ids
            waiting = any(not one.confirmed_at for one in notices)
            late = any(one.is_late for one in notices)
            incident.light = "red" if late else "yellow" if waiting else "blue"

    @api.model
    def _search_light(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("notice_ids", "any", [("is_late", "=", True)])
        waiting = Domain("notice_ids", "any", [("confirmed_at", "=", False)])
        lights = {"red": late, "yellow": waiting & ~late, "blue": ~waiting & ~late}
        return Domain.OR(lights[light] for light in value if light in lights)

    @api.depends("notice_ids.user_id", "department_id")
    @api.depends_context("uid")
    def _compute_may(self):
        leads = any(self.env.user.has_group(f"ops_roles.group_{role}") for role in LEADERS)
        for incident in self:
            mine = incident.sudo().notice_ids.filtered(lambda one: one.user_id == self.env.user)
            inside = leads and self.env.user in incident.sudo().department_id.ops_user_ids
            incident.may_handle = bool(mine) or inside
            incident.may_confirm = any(not one.confirmed_at for one in mine)

    @api.depends("number", "name")
    def _compute_display_name(self):
        for incident in self:
            incident.display_name = " ".join(filter(None, (incident.number, incident.name)))

    @api.constrains("happened_at")
    def _check_happened(self):
        if any(incident.happened_at > fields.Datetime.now() for incident in self):
            raise ValidationError(
                self.env._("An incident has happened: its time is not after now.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        incidents = super().create(vals_list)
        for incident in incidents.sudo().filtered(lambda one: not one.number):
            incident.number = self.env["ir.sequence"].sudo().next_by_code("ops.incident")
        incidents._notify_people()
        return incidents

    def write(self, vals):
        """Measures check their author themselves."""
        if vals.keys() != {"measure_ids"}:
            self._check_part()
        result = super().write(vals)
        if {"severity_id", "happened_at", "department_id"} & vals.keys():
            self._notify_people()
        return result

    def action_confirm(self):
        """Confirm to know of the incident; the button of those who must be notified."""
        self.check_access("read")
        mine = self.sudo().notice_ids.filtered(lambda one: one.user_id == self.env.user)
        if not mine:
            raise AccessError(self.env._("Only who must be notified confirms it."))
        mine._confirm()
        self._todos(self.env.user).unlink()
        self.env["ops.home"]._notify(self.env.user)
        return True

    def action_take(self):
        """Take charge of it; for those notified and who leads the department."""
        self._check_handler()
        self._expect("reported", "handling")
        self.sudo().write({"state": "handling", "handler_id": self.env.uid})
        return True

    def action_close(self):
        """Close it with cause and prevention written down; never who reported it."""
        self._check_handler()
        self._expect("handling")
        for incident in self.sudo():
            if self.env.user == incident.reporter_id:
                raise AccessError(
                    self.env._("You reported this incident: somebody else in charge closes it.")
                )
            if not incident.measure_ids or not incident.cause or not incident.prevention:
                raise UserError(
                    self.env._(
                        "Enter a measure, the cause and what is done against its coming again"
                        " before you close the incident."
                    )
                )
            incident.write(
                {
                    "state": "closed",
                    "closed_at": fields.Datetime.now(),
                    "closed_by_id": self.env.uid,
                }
            )
        return True

    def _check_handler(self):
        self.check_access("read")
        if not self.env.su and not all(incident.may_handle for incident in self):
            raise AccessError(
                self.env._("Only those notified and who leads the department handle an incident.")
            )

    def _check_part(self):
        """Reporter and those who handle it write in an open incident."""
        if self.env.su:
            return
        for incident in self:
            people = incident.sudo().reporter_id | incident.sudo().handler_id
            if self.env.user not in people and not incident.may_handle:
                raise AccessError(
                    self.env._("Only the reporter and who handles it write in this incident.")
                )
            if incident.state == "closed":
                raise UserError(self.env._("A closed incident stays as it is."))

    def _expect(self, *states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for incident in self:
            if incident.state not in states:
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(state)s” by now. Load the page again.",
                        name=incident.display_name,
                        state=labels[incident.state],
                    )
                )

    def _notify_people(self):
        """Ask all whom the severity names to confirm, at once; who reported it knows."""
        for incident in self.sudo():
            waiting = incident.notice_ids.filtered(lambda one: not one.confirmed_at)
            waiting.due_at = incident.notify_by
            people = incident._people() - incident.notice_ids.user_id - incident.reporter_id
            self.env["ops.incident.notice"].sudo().create(
                [
                    {
                        "incident_id": incident.id,
                        "user_id": user.id,
                        "due_at": incident.notify_by,
                    }
                    for user in people
                ]
            )
            incident._tell(people)

    def _people(self):
        """Return the users to notify: by role up the departments, else the department's head."""
        places = [int(part) for part in self.department_id.parent_path.split("/") if part]
        cards = (
            self.env["ops.role.assignment"]
            .sudo()
            .search(
                Domain("state", "=", "current")
                & Domain("role_id", "in", self.severity_id.role_ids.ids)
                & Domain("department_id", "in", places)
            )
        )
        users = cards.employee_id.user_id.filtered("active")
        return users or self.department_id._ops_head().sudo().user_id

    def _tell(self, people):
        kind = self.env.ref("ops_roles.activity_incident")
        vals = {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": kind.id,
            "summary": self.display_name,
            "date_deadline": self.company_id._ops_today(),
        }
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(
            [{**vals, "user_id": user.id} for user in people]
        )
        self.env["ops.home"]._notify(people)
        self.env["ops.notice"]._send("alert", people, self.name, self, self.number)

    def _todos(self, user):
        kind = self.env.ref("ops_roles.activity_incident")
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                Domain("res_model", "=", self._name)
                & Domain("res_id", "in", self.ids)
                & Domain("activity_type_id", "=", kind.id)
                & Domain("user_id", "=", user.id)
            )
        )
