from odoo import models
from odoo.exceptions import UserError
from odoo.api import SUPERUSER_ID


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def write(self, vals):
        """Move access with the person: another login, departure."""
        before = self._ops_check_login(vals["user_id"]) if "user_id" in vals else None
        result = super().write(vals)
        if before is not None:
            self._ops_login_changed(before)
        if vals.get("active") is False:
            self.env["ops.role.assignment"]._end_of_departed(self)
        return result

    def _ops_check_login(self, user_id):
        """Refuse to hang a role card on another login by any but the access administrator.

        :return: the users whose access has to be looked at afterwards
        """
        employees = self.sudo()
        moved = employees.filtered(lambda employee: employee.user_id.id != (user_id or False))
        allowed = self.env.uid == SUPERUSER_ID or self.env.user.has_group("ops_roles.group_adm")
        if not allowed and self.env["ops.role.assignment"].sudo().search_count(
            [("employee_id", "in", moved.ids), ("state", "!=", "ended")], limit=1
        ):
            raise UserError(
                self.env._(
                    "%(names)s: the login of someone who holds a role card is changed by the access "
                    "administrator only.",
                    names=", ".join(moved.mapped("name")),
                )
            )
        return moved.user_id

    def _ops_login_changed(self, before):
        self.env["ops.role.assignment"]._sync_access(before | self.sudo().user_id)
