from odoo import models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import UserError

from ..fields import ConfidentialChar


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    phone = ConfidentialChar()
    private_phone = ConfidentialChar()
    emergency_phone = ConfidentialChar()

    def write(self, vals):
        """Move access with the person: another login, departure."""
        before = None
        if {"user_id", "resource_id"} & vals.keys():
            resource = self.env["resource.resource"].sudo().browse(vals.get("resource_id"))
            before = self._ops_check_login(vals.get("user_id", resource.user_id.id))
        result = super().write(vals)
        if before is not None:
            self._ops_login_changed(before)
        if vals.get("active") is False or vals.get("departure_date"):
            self.sudo()._ops_end_departed()
        return result

    def _ops_check_login(self, user_id):
        """Refuse to hang a role card on another login by any but an administrator.

        :return: the users whose access has to be looked at afterwards
        """
        employees = self.sudo()
        moved = employees.filtered(lambda employee: employee.user_id.id != (user_id or False))
        actor = self.env.user
        allowed = (
            self.env.uid == SUPERUSER_ID
            or actor.has_group("ops_roles.group_adm")
            or actor.has_group("base.group_system")
        )
        if not allowed and self.env["ops.role.assignment"].sudo().search_count(
            [("employee_id", "in", moved.ids), ("state", "!=", "ended")], limit=1
        ):
            raise UserError(
                self.env._(
                    "%(names)s: the login of someone who holds a role card is changed by an "
                    "administrator only.",
                    names=", ".join(moved.mapped("name")),
                )
            )
        return moved.user_id

    def _ops_login_changed(self, before):
        self.env["ops.role.assignment"]._sync_access(before | self.sudo().user_id)

    def _ops_end_departed(self):
        """Take role cards, sessions and login from those of these people who have left.

        Left has who is archived, and who is past the last day recorded as his departure.
        """
        left = self.filtered(lambda person: not person.active or person._ops_is_gone())
        if left:
            self.env["ops.role.assignment"]._end_of_departed(left)
            left.user_id._ops_depart()

    def _ops_is_gone(self) -> bool:
        company = self.company_id or self.env.company
        return bool(self.departure_date) and self.departure_date < company._ops_today()

    def _confidential_open(self):
        return self.sudo().user_id == self.env.user
