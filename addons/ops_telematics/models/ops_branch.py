from odoo import models


class OpsBranch(models.Model):
    """A branch is reminded of the archives of its vehicles."""

    _name = "ops.branch"
    _inherit = ["ops.branch", "ops.todo.mixin"]

    def action_ops_archives(self):
        """Show the archives of the vehicles of the branch that lack something."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_telematics.action_archive")
        domain = [("department_id", "=", self.department_id.id)]
        return {**action, "domain": domain, "context": {"search_default_incomplete": 1}}
