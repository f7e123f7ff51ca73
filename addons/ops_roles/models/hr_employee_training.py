from odoo import models


class HrEmployee(models.Model):
    """From a person to his training record, for who may see it."""

    _inherit = "hr.employee"

    def action_ops_trainings(self):
        """Open the training record of this person, as far as the user may see it."""
        self.ensure_one()
        return self.env["hr.employee.public"].browse(self.id).action_ops_trainings()
