from odoo import api, models
from odoo.fields import Domain

from ..fields import ConfidentialChar


class ResUsers(models.Model):
    _inherit = "res.users"

    phone = ConfidentialChar()
    private_phone = ConfidentialChar()
    emergency_phone = ConfidentialChar()

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._ops_check_groups({})
        return users

    def write(self, vals):
        before = self._ops_role_groups() if "group_ids" in vals else None
        result = super().write(vals)
        if before is not None:
            self._ops_check_groups(before)
        if "active" in vals:
            self.env["ops.role.assignment"]._sync_access(self.sudo())
        return result

    def _login(self, credential, user_agent_env):
        """Keep the time zone a user has been given: Odoo takes the browser's at the first login.

        Days and half hours of the suite are the company's; a machine whose clock says otherwise
        would show its user yesterday's figures as today's.
        """
        domain = self._get_login_domain(credential["login"])
        user = self.sudo().search(domain, order=self._get_login_order(), limit=1)
        zone = user.tz
        auth_info = super()._login(credential, user_agent_env)
        if zone and user.tz != zone:
            user.tz = zone
        return auth_info

    def _ops_current_cards(self, code=None):
        """Return the user's current role cards (sudo), first begun first.

        :param code: of one role only, such as ``om``
        """
        self.ensure_one()
        domain = Domain("employee_id.user_id", "=", self.id) & Domain("state", "=", "current")
        if code:
            domain &= Domain("role_id.code", "=", code)
        return self.env["ops.role.assignment"].sudo().search(domain, order="date_from, id")

    @api.model
    def _ops_holders(self, roles, departments=None):
        """Return the active users who hold one of ``roles`` now, also acting.

        :param departments: count only cards held there or below; anywhere when empty
        """
        if not roles:
            return self.browse()
        domain = (
            Domain("role_id", "in", roles.ids)
            & Domain("state", "=", "current")
            & Domain("employee_id.user_id.active", "=", True)
        )
        if departments:
            domain &= Domain("department_id", "child_of", departments.ids)
        cards = self.env["ops.role.assignment"].sudo().search(domain)
        return self.browse(cards.employee_id.user_id.ids)

    def _ops_role_groups(self) -> dict:
        """Return ``{(user id, group id)}`` of the groups only a role card may grant."""
        groups = self.env["res.groups"]
        if groups._ops_guard_rests():
            return {}
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT uid, gid FROM res_groups_users_rel WHERE uid = ANY(%s) AND gid = ANY(%s)",
            [self.ids, groups._ops_groups().ids],
        )
        return dict.fromkeys(self.env.cr.fetchall())

    def _ops_check_groups(self, before: dict):
        groups = self.env["res.groups"]
        if not groups._ops_guard_rests() and self._ops_role_groups() != before:
            groups._ops_refuse()

    def _confidential_open(self):
        return self == self.env.user
