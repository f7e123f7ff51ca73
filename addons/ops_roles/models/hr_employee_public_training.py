from odoo import models


class HrEmployeePublic(models.Model):
    """From a colleague to his training record, for who may see it."""

    _inherit = "hr.employee.public"

    def action_ops_trainings(self):
        """Open the training record of this person, as far as the user may see it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_training_attendee")
        return {**action, "domain": [("employee_id", "=", self.id)], "context": {}}
