from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsToolStep(models.TransientModel):
    """The dialog of a hand-over; the methods of the tool check who asks."""

    _name = "ops.tool.step"
    _description = "Hand-over of a tool, step"

    operation = fields.Selection(
        [("issue", "Hand out"), ("return", "Take back"), ("lose", "Report as lost")],
        required=True,
    )
    equipment_id = fields.Many2one("maintenance.equipment", required=True)
    department_id = fields.Many2one(related="equipment_id.ops_department_id")
    employee_id = fields.Many2one(
        "hr.employee.public", "To whom", domain="[('department_id', 'child_of', department_id)]"
    )
    due_on = fields.Date("Back by")
    condition = fields.Selection(
        selection=lambda self: self.env["ops.tool.custody"]._fields["condition"].selection,
        default="good",
    )
    text = fields.Char("Remark")

    @api.model
    def _open(self, operation, tool):
        """Return the action that opens the dialog of an operation."""
        tool.ensure_one()
        labels = dict(self._fields["operation"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": labels[operation],
            "res_model": self._name,
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_operation": operation, "default_equipment_id": tool.id},
        }

    def action_confirm(self):
        """Do the step.

        :raise UserError: when the person or the reason is missing
        """
        self.ensure_one()
        getattr(self, f"_do_{self.operation}")((self.text or "").strip())
        return {"type": "ir.actions.act_window_close"}

    def _do_issue(self, text):
        if not self.employee_id:
            raise UserError(self.env._("Choose to whom the tool is handed."))
        self.equipment_id.issue(self.employee_id, self.due_on, text)

    def _do_return(self, text):
        self.equipment_id.take_back(self.condition, text)

    def _do_lose(self, text):
        if not text:
            raise UserError(self.env._("Say in words how it was lost."))
        self.equipment_id.report_lost(text)
