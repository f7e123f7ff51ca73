from odoo import api, fields, models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..core.period import turning_points

IDENTITY = {"role_id", "department_id", "employee_id", "kind", "acting_for_id", "date_from"}


class OpsRoleAssignment(models.Model):
    """Role × department × employee in a period: the one thing that grants access of the suite.

    Days are days in the time zone of the company (its working calendar). ``date_to`` is the last
    day; an assignment ended by hand is over at that moment.
    """

    _name = "ops.role.assignment"
    _description = "Role assignment"
    _inherit = ["mail.thread"]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["employee_id.name", "role_id.name"]

    employee_id = fields.Many2one(
        "hr.employee",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    user_id = fields.Many2one(related="employee_id.user_id", string="Login", related_sudo=True)
    kind = fields.Selection(
        [("holder", "Holder"), ("acting", "Acting for another")],
        required=True,
        default="holder",
        tracking=True,
    )
    acting_for_id = fields.Many2one(
        "ops.role.assignment",
        string="Acting for",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('kind', '=', 'holder'), ('state', '=', 'current')]",
    )
    role_id = fields.Many2one(
        "ops.role",
        string="Role",
        compute="_compute_place",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Department",
        compute="_compute_place",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, precompute=True, index=True
    )
    date_from = fields.Date(
        "First day",
        required=True,
        default=lambda self: self.env.company._ops_today(),
        tracking=True,
    )
    date_to = fields.Date("Last day", tracking=True, help="Empty: until it is ended.")
    ended_at = fields.Datetime("Ended at", readonly=True, copy=False)
    state = fields.Selection(
        [("planned", "Planned"), ("current", "Current"), ("ended", "Ended")],
        readonly=True,
        copy=False,
        index=True,
        help="Follows from the days. Access is on exactly while the state is Current.",
    )

    _period = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)",
        "The last day is before the first day. Correct one of the two.",
    )
    _acting = models.Constraint(
        "CHECK((kind = 'acting') = (acting_for_id IS NOT NULL))",
        "Choose whose role is acted for, or make it a holder.",
    )
    _current = models.Index("(employee_id, role_id, department_id) WHERE state = 'current'")

    @api.depends("acting_for_id")
    def _compute_place(self):
        for assignment in self.filtered("acting_for_id"):
            assignment.role_id = assignment.acting_for_id.role_id
            assignment.department_id = assignment.acting_for_id.department_id

    @api.depends("department_id.company_id", "employee_id.company_id")
    def _compute_company_id(self):
        for assignment in self:
            assignment.company_id = (
                assignment.department_id.company_id
                or assignment.employee_id.company_id
                or self.env.company
            )

    @api.depends("employee_id", "role_id", "department_id")
    def _compute_display_name(self):
        for assignment in self:
            assignment.display_name = " · ".join(
                name
                for name in (
                    assignment.employee_id.name,
                    assignment.role_id.name,
                    assignment.department_id.name,
                )
                if name
            )

    @api.constrains("employee_id", "role_id", "department_id", "date_from", "date_to")
    def _check_overlap(self):
        """Refuse the same card twice at a time; one statement for all records at hand."""
        self.flush_model()
        self.env.cr.execute(
            """
            SELECT a.id FROM ops_role_assignment a
              JOIN ops_role_assignment b
                ON b.employee_id = a.employee_id AND b.role_id = a.role_id
               AND b.department_id = a.department_id AND b.id <> a.id
               AND a.ended_at IS NULL AND b.ended_at IS NULL
               AND daterange(a.date_from, a.date_to, '[]')
                   && daterange(b.date_from, b.date_to, '[]')
             WHERE a.id = ANY(%s) LIMIT 1
            """,
            [self.ids],
        )
        for (twice,) in self.env.cr.fetchall():
            raise ValidationError(
                self.env._(
                    "%(assignment)s: this person already holds this role here in that period. "
                    "End the earlier assignment first.",
                    assignment=self.browse(twice).display_name,
                )
            )

    @api.constrains("acting_for_id", "employee_id", "role_id", "department_id")
    def _check_acting(self):
        for assignment in self.filtered("acting_for_id"):
            principal = assignment.acting_for_id
            if principal.kind != "holder":
                raise ValidationError(
                    self.env._("Nobody acts for someone who is only acting. Choose the holder.")
                )
            if principal.employee_id == assignment.employee_id:
                raise ValidationError(self.env._("Nobody acts for himself. Choose another person."))
            if (principal.role_id, principal.department_id) != (
                assignment.role_id,
                assignment.department_id,
            ):
                raise ValidationError(
                    self.env._("Role and department of a stand-in are those of the holder.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_vals(*vals_list)
        assignments = super().create(vals_list)
        assignments._check_administrator()
        assignments._apply_now()
        return assignments

    def write(self, vals):
        self._check_vals(vals)
        self._check_administrator()
        begun = self.filtered(lambda assignment: assignment.state != "planned")
        if begun and IDENTITY & vals.keys() and self.env.uid != SUPERUSER_ID:
            raise UserError(
                self.env._(
                    "%(assignment)s has begun and stays as history. End it and assign anew.",
                    assignment=begun[0].display_name,
                )
            )
        if begun.filtered(lambda a: a.state == "ended") and self.env.uid != SUPERUSER_ID:
            raise UserError(self.env._("An ended assignment is history and stays as it is."))
        before = self.user_id
        result = super().write(vals)
        self._check_administrator()
        self._apply_now(before)
        return result

    def unlink(self):
        self._check_administrator()
        users, employees = self.sudo().user_id, self.sudo().employee_id
        result = super().unlink()
        self._sync_access(users)
        self._sync_reporting_line(employees)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_planned(self):
        if self.env.uid != SUPERUSER_ID and self.filtered(lambda a: a.state != "planned"):
            raise UserError(
                self.env._("An assignment that has begun is history. End it, do not delete it.")
            )

    def action_end(self):
        """End these assignments at this moment; access is gone when the button returns."""
        self._check_administrator()
        self.check_access("write")
        self._check_last_administrator()
        self._end()

    def action_act_for(self):
        """Open the dialog that puts a stand-in beside this holder."""
        return self._open_wizard("acting")

    def action_succeed(self):
        """Open the dialog that puts another person in this holder's place."""
        return self._open_wizard("successor")

    def _open_wizard(self, kind):
        self.ensure_one()
        self._check_administrator()
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_assign")
        action["context"] = {"default_kind": kind, "default_holder_id": self.id}
        return action

    def _check_vals(self, *vals_list):
        """State and end are outcomes, never input."""
        if any({"state", "ended_at"} & vals.keys() for vals in vals_list):
            raise AccessError(
                self.env._("The state follows from the days. Use the button End to end it now.")
            )

    def _check_administrator(self):
        """Only an access administrator assigns, and never to himself, whatever the way in."""
        if self.env.uid == SUPERUSER_ID:
            return
        if not self.env.user.has_group("ops_roles.group_adm"):
            raise AccessError(self.env._("Only the access administrator assigns role cards."))
        own = self.sudo().filtered(lambda assignment: assignment.user_id == self.env.user)
        if own:
            raise AccessError(
                self.env._(
                    "%(assignment)s: nobody changes his own role cards. Ask another administrator.",
                    assignment=own[0].display_name,
                )
            )

    def _check_last_administrator(self):
        role = self.env.ref("ops_roles.role_adm")
        going = self.filtered(lambda assignment: assignment.role_id == role)
        if going and not self.sudo().search_count(
            [("role_id", "=", role.id), ("state", "=", "current"), ("id", "not in", going.ids)]
        ):
            raise UserError(
                self.env._("This is the last access administrator. Appoint another one first.")
            )

    def _end(self):
        """End now: the planned ones vanish, the current ones stay as history."""
        records = self.sudo()
        planned = records.filtered(lambda assignment: assignment.state == "planned")
        employees, users = records.employee_id, records.user_id
        current = records.filtered(lambda assignment: assignment.state == "current")
        for company, group in current.grouped("company_id").items():
            super(OpsRoleAssignment, group).write(
                {"ended_at": fields.Datetime.now(), "date_to": company._ops_today()}
            )
        super(OpsRoleAssignment, planned.with_user(SUPERUSER_ID)).unlink()
        current._refresh_state()
        self._sync_access(users)
        self._sync_reporting_line(employees)

    @api.model
    def _end_of_departed(self, employees):
        """Take every role card from people who left."""
        self.sudo().search(
            Domain("employee_id", "in", employees.ids) & Domain("state", "!=", "ended")
        )._end()

    def _apply_now(self, users_before=None):
        """Make state, access, scope and reporting line true at once, and plan the next change."""
        records = self.sudo()
        records._refresh_state()
        users = records.user_id
        self._sync_access(users | users_before if users_before else users)
        self._sync_reporting_line(records.employee_id)
        records._plan_turning_points()

    def _plan_turning_points(self):
        cron = self.env.ref("ops_roles.cron_assignment", raise_if_not_found=False)
        now = fields.Datetime.now()
        moments = {
            moment
            for assignment in self
            for moment in turning_points(
                assignment.date_from, assignment.date_to, assignment.company_id._ops_tz()
            )
            if moment > now
        }
        if cron and moments:
            cron.sudo()._trigger(at=sorted(moments))
