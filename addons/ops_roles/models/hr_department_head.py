from odoo import api, models


class HrDepartment(models.Model):
    """Who heads a department: whom others ask when they want something of it."""

    _inherit = "hr.department"

    def _ops_head(self):
        """Return who heads this department: its manager, else the holder of its first role card.

        Only roles with one holder per department head it; without one it is the head above.
        """
        department = self.sudo()
        while department:
            manager = department.manager_id
            head = manager if manager.user_id else department._ops_card_heads()[:1].employee_id
            if head:
                return head.sudo(self.env.su)
            department = department.parent_id
        return self.env["hr.employee"]

    def _ops_card_heads(self):
        cards = self.env["ops.role.assignment"].sudo()
        domain = [
            ("department_id", "in", self.ids),
            ("state", "=", "current"),
            ("kind", "=", "holder"),
            ("role_id.is_single", "=", True),
        ]
        return cards.search(domain).sorted(lambda card: card.role_id.sequence)

    @api.model
    def _ops_heads(self, employees):
        """Return those of ``employees`` who head some department."""
        managed = self.sudo().search([("manager_id", "in", employees.ids)]).manager_id
        carded = (
            self.env["ops.role.assignment"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", employees.ids),
                    ("state", "=", "current"),
                    ("role_id.is_single", "=", True),
                ]
            )
        )
        return (managed | carded.employee_id).sudo(self.env.su)
