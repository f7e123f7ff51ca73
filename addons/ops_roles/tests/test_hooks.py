from odoo.tests import tagged

from ..hooks import appoint_first_administrator
from .common_roles import RolesCase


@tagged("post_install", "-at_install")
class TestHooks(RolesCase):
    def test_first_administrator_only_where_there_is_none(self):
        admin = self.env.ref("base.user_admin")
        role = self.roles["adm"]
        cards = self.Assignment.search([("role_id", "=", role.id)])
        before = len(cards)
        appoint_first_administrator(self.env)
        self.assertEqual(self.Assignment.search_count([("role_id", "=", role.id)]), before)
        self.env.cr.execute("DELETE FROM ops_role_assignment WHERE role_id = %s", [role.id])
        self.env.invalidate_all()
        if not admin.employee_id:
            self.env["hr.employee"].create({"name": "Admin", "user_id": admin.id})
        appoint_first_administrator(self.env)
        self.assertTrue(admin.has_group("ops_roles.group_adm"))
