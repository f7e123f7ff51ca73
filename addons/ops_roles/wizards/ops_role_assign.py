from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class OpsRoleAssign(models.TransientModel):
    """Put a person in a role, let him take it over from its holder, or act for the holder."""

    _name = "ops.role.assign"
    _description = "Assign a role"

    kind = fields.Selection(
        [
            ("new", "New in the role"),
            ("successor", "Takes over from the holder"),
            ("acting", "Acts for the holder"),
        ],
        required=True,
        default="new",
    )
    holder_id = fields.Many2one(
        "ops.role.assignment",
        string="Holder",
        domain="[('kind', '=', 'holder'), ('state', '=', 'current')]",
    )
    employee_id = fields.Many2one("hr.employee", string="Person", required=True)
    role_id = fields.Many2one(
        "ops.role",
        string="Role",
        compute="_compute_place",
        store=True,
        readonly=False,
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Department",
        compute="_compute_place",
        store=True,
        readonly=False,
    )
    date_from = fields.Date(
        "First day", required=True, default=lambda self: self.env.company._ops_today()
    )
    date_to = fields.Date("Last day", help="Empty: until it is ended.")
    line_ids = fields.One2many(
        "ops.role.assign.line",
        "wizard_id",
        string="Open work of the holder",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    warning = fields.Text(compute="_compute_warning")

    @api.depends("holder_id")
    def _compute_place(self):
        for wizard in self.filtered("holder_id"):
            wizard.role_id = wizard.holder_id.role_id
            wizard.department_id = wizard.holder_id.department_id

    @api.depends("holder_id", "kind")
    def _compute_line_ids(self):
        for wizard in self:
            user = wizard.holder_id.sudo().employee_id.user_id
            rows = []
            allowed = self.env.su or self.env.user.has_group("ops_roles.group_adm")
            if user and wizard.kind != "new" and allowed:
                rows = self.env["ops.role.handover"]._open_work(user)
            wizard.line_ids = [Command.clear(), *(Command.create(row) for row in rows)]

    @api.depends("kind", "employee_id", "role_id", "department_id")
    def _compute_warning(self):
        for wizard in self:
            wizard.warning = "\n".join(wizard._warnings()) or False

    def action_confirm(self):
        """Make the assignment and its hand-over list; access moves when the first day begins."""
        self.ensure_one()
        cards = self.env["ops.role.assignment"]
        cards._check_administrator()
        if self.kind != "new" and not self.holder_id:
            raise UserError(self.env._("Choose whose role it is."))
        if not self.role_id or not self.department_id:
            raise UserError(self.env._("Choose the role and the department."))
        if self.kind == "successor":
            self._end_holder()
        # Superuser mode lets the hand-over list in; the actor is checked above and in create().
        cards.sudo().create(self._card_values())
        return {"type": "ir.actions.act_window_close"}

    def _warnings(self):
        """Yield what does not forbid the assignment but should be known before."""
        if not self.employee_id:
            return
        if not self.employee_id.sudo().user_id:
            yield self.env._(
                "This person has no login: the card gives no access until there is one."
            )
        if self.kind == "new" and self.role_id.is_single and self._held():
            yield self.env._(
                "%(role)s has one holder per department and %(department)s has one already."
                " Choose “Takes over from the holder” to replace him.",
                role=self.role_id.name,
                department=self.department_id.name,
            )

    def _held(self):
        return self.env["ops.role.assignment"].search_count(
            Domain("role_id", "=", self.role_id.id)
            & Domain("department_id", "=", self.department_id.id)
            & Domain("kind", "=", "holder")
            & Domain("state", "=", "current"),
            limit=1,
        )

    def _end_holder(self):
        """The holder keeps the card up to the day before; today means at once."""
        last = self.date_from - timedelta(days=1)
        if self.date_from <= self.holder_id.company_id._ops_today():
            self.holder_id.action_end()
        else:
            self.holder_id.write({"date_to": last})

    def _card_values(self):
        values = {
            "kind": "acting" if self.kind == "acting" else "holder",
            "employee_id": self.employee_id.id,
            "role_id": self.role_id.id,
            "department_id": self.department_id.id,
            "date_from": self.date_from,
            "date_to": self.date_to,
        }
        if self.kind != "new":
            field = "acting_for_id" if self.kind == "acting" else "predecessor_id"
            values |= {field: self.holder_id.id, "handover_ids": self._handover_commands()}
        return values

    def _handover_commands(self):
        giver, taker = self.holder_id.sudo().user_id, self.employee_id.sudo().user_id
        if not giver or not taker:
            return []
        users = {"from_user_id": giver.id, "to_user_id": taker.id}
        return [
            Command.create(
                {
                    **users,
                    "res_model": line.res_model,
                    "res_id": line.res_id,
                    "name": line.name,
                    "date_due": line.date_due,
                    "to_move": line.to_move,
                }
            )
            for line in self.line_ids
        ]


class OpsRoleAssignLine(models.TransientModel):
    _name = "ops.role.assign.line"
    _description = "Open work before a hand-over"

    wizard_id = fields.Many2one("ops.role.assign", required=True, ondelete="cascade")
    res_model = fields.Char()
    res_id = fields.Integer()
    kind = fields.Char("Kind of work", compute="_compute_kind")
    name = fields.Char("Open work", readonly=True)
    date_due = fields.Date("Due", readonly=True)
    to_move = fields.Boolean("Goes over", default=True)

    @api.depends("res_model")
    def _compute_kind(self):
        for line in self:
            line.kind = self.env["ops.role.handover"]._kind(line.res_model)
