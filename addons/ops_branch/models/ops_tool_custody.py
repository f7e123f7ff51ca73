from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class OpsToolCustody(models.Model):
    """A tool in somebody's hands, from the day it was handed out; kept for good."""

    _name = "ops.tool.custody"
    _description = "Hand-over of a tool"
    _inherit = ["ops.guarded.mixin"]
    _order = "id desc"
    _rec_name = "tool"
    _guarded = (
        *("equipment_id", "employee_id", "state", "issued_at", "issued_by_id", "due_on", "note"),
        *("ended_at", "ended_by_id", "condition", "end_note"),
    )

    equipment_id = fields.Many2one(
        "maintenance.equipment", "Tool record", required=True, index=True, ondelete="restrict"
    )
    tool = fields.Char("Tool", related="equipment_id.display_name", store=True, precompute=True)
    department_id = fields.Many2one(
        related="equipment_id.ops_department_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="department_id.company_id", store=True, index=True, precompute=True
    )
    employee_id = fields.Many2one("hr.employee.public", "Holder", required=True, index=True)
    state = fields.Selection(
        [("out", "Handed out"), ("returned", "Returned"), ("lost", "Lost")],
        required=True,
        default="out",
    )
    issued_at = fields.Datetime(
        "Handed out at", required=True, default=lambda self: fields.Datetime.now()
    )
    issued_by_id = fields.Many2one("res.users", "Handed out by", required=True)
    due_on = fields.Date("Back by")
    note = fields.Char("Remark")
    ended_at = fields.Datetime("Returned or lost at")
    ended_by_id = fields.Many2one("res.users", "Noted by")
    condition = fields.Selection([("good", "Good"), ("worn", "Worn"), ("broken", "Broken")])
    end_note = fields.Char("Remark at the end")
    is_late = fields.Boolean("Overdue", compute="_compute_is_late", search="_search_is_late")

    _one_holder = models.UniqueIndex(
        "(equipment_id) WHERE state = 'out'", "This tool is in somebody's hands already."
    )
    _open_idx = models.Index("(department_id, due_on) WHERE state = 'out'")

    @api.depends("state", "due_on")
    def _compute_is_late(self):
        today = self.env.company._ops_today()
        for custody in self:
            due = custody.due_on
            custody.is_late = custody.state == "out" and bool(due) and due < today

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ops_today()
        if True in value:
            return Domain("state", "=", "out") & Domain("due_on", "<", today)
        in_time = Domain("due_on", "=", False) | Domain("due_on", ">=", today)
        return Domain("state", "!=", "out") | in_time

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("Hand-overs of tools are kept for good."))
