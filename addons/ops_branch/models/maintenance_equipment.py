from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL


class MaintenanceEquipment(models.Model):
    """A tool of a branch: on the shelf, in somebody's hands, or lost; each hand-over is kept."""

    _name = "maintenance.equipment"
    _inherit = ["maintenance.equipment", "ops.branch.owned.mixin"]

    _ops_owner_paths = ("ops_branch_id.department_id",)
    _guarded = ("ops_state",)

    ops_branch_id = fields.Many2one(
        "ops.branch",
        "Branch of the tool",
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: self.env.user._ops_branch(),
    )
    ops_state = fields.Selection(
        [("shelf", "In the store"), ("out", "Handed out"), ("lost", "Lost")],
        "Where it is",
        default="shelf",
        required=True,
        readonly=True,
        copy=False,
    )
    ops_custody_ids = fields.One2many("ops.tool.custody", "equipment_id", "Hand-overs")
    ops_holder_id = fields.Many2one(
        "hr.employee.public", "In the hands of", compute="_compute_ops_holder_id"
    )
    ops_due_on = fields.Date("Back by", compute="_compute_ops_holder_id")
    ops_is_late = fields.Boolean("Overdue", compute="_compute_ops_holder_id")

    @api.depends("ops_custody_ids.state", "ops_custody_ids.due_on")
    def _compute_ops_holder_id(self):
        held = self.env["ops.tool.custody"].search_fetch(
            [("equipment_id", "in", self.ids), ("state", "=", "out")],
            ["equipment_id", "employee_id", "due_on"],
        )
        found = {one.equipment_id.id: one for one in held}
        for tool in self:
            custody = found.get(tool._origin.id, held.browse())
            tool.ops_holder_id = custody.employee_id
            tool.ops_due_on = custody.due_on
            tool.ops_is_late = custody.is_late

    def action_ops_issue(self):
        """Ask whom the tool is handed to, and until when."""
        return self.env["ops.tool.step"]._open("issue", self)

    def action_ops_return(self):
        """Ask in what condition the tool came back."""
        return self.env["ops.tool.step"]._open("return", self)

    def action_ops_lose(self):
        """Ask how the tool was lost."""
        return self.env["ops.tool.step"]._open("lose", self)

    @api.private
    def issue(self, employee, due_on=None, note=None):
        """Hand a tool on the shelf to somebody of the branch.

        :raise UserError: for a tool that is not on the shelf, or a person of elsewhere
        """
        self._take_tool("shelf")
        self._check_person(employee)
        self.env["ops.tool.custody"].sudo().create(
            {
                "equipment_id": self.id,
                "employee_id": employee.id,
                "due_on": due_on,
                "note": note,
                "issued_by_id": self.env.uid,
            }
        )
        self._set_holder("out", employee.id)

    @api.private
    def take_back(self, condition, note=None):
        """Take a tool back onto the shelf in the condition it is in."""
        custody = self._take_tool("out", "lost")
        custody.write({**self._ending("returned", note), "condition": condition})
        self._set_holder("shelf", False)

    @api.private
    def report_lost(self, reason):
        """Note that a tool that was handed out is lost, and why."""
        custody = self._take_tool("out")
        custody.write(self._ending("lost", reason))
        self._set_holder("lost", False)

    def _ending(self, state, note) -> dict:
        return {
            "state": state,
            "ended_at": fields.Datetime.now(),
            "ended_by_id": self.env.uid,
            "end_note": note,
        }

    def _set_holder(self, state, employee_id):
        self.sudo().write(
            {"ops_state": state, "equipment_assign_to": "employee", "employee_id": employee_id}
        )

    def _take_tool(self, *states):
        """Lock the tool and return its last hand-over (sudo).

        :raise AccessError: for who keeps no tools
        :raise UserError: naming a tool that is somewhere else by now
        """
        self.ensure_one()
        self._check_keeper()
        self.env.flush_all()
        self.env.cr.execute(
            SQL("SELECT id FROM maintenance_equipment WHERE id = %s FOR UPDATE", self.id)
        )
        self.invalidate_recordset()
        if self.ops_state not in states:
            labels = dict(self._fields["ops_state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(tool)s: %(state)s by now. Reload the page.",
                    tool=self.display_name,
                    state=labels[self.ops_state],
                )
            )
        return self.sudo().ops_custody_ids[:1]

    def _check_keeper(self):
        """:raise AccessError: for who does not keep the tools of the branch"""
        groups = ("ops_branch.group_storekeeper", "ops_roles.group_bm")
        if not self.env.su and not any(self.env.user.has_group(name) for name in groups):
            raise AccessError(self.env._("Tools are handed out and taken back by the storekeeper."))
        self.check_access("write")
        if not self.ops_branch_id:
            raise UserError(
                self.env._("%s belongs to no branch. Choose its branch first.", self.display_name)
            )

    def _check_person(self, employee):
        """:raise UserError: for who does not work at the branch of the tool"""
        place = self.sudo().ops_branch_id.department_id
        department = employee.sudo().department_id
        if not department or not department.parent_path.startswith(place.parent_path):
            raise UserError(
                self.env._(
                    "%(person)s does not work at %(branch)s.",
                    person=employee.name,
                    branch=self.ops_branch_id.name,
                )
            )
