from odoo import fields, models


class OpsRoleAssignment(models.Model):
    """Whose work an assignment takes over, and when."""

    _inherit = "ops.role.assignment"

    predecessor_id = fields.Many2one(
        "ops.role.assignment",
        string="Takes over from",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    handover_ids = fields.One2many(
        "ops.role.handover", "assignment_id", string="Hand-over list", readonly=True
    )

    def _handover_users(self):
        """Return who hands over and who takes over; empty users without a hand-over."""
        self.ensure_one()
        return (
            (self.acting_for_id or self.predecessor_id).employee_id.user_id,
            self.employee_id.user_id,
        )
