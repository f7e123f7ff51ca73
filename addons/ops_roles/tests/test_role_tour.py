from odoo.tests import HttpCase, tagged

from .common_roles import RolesCase


@tagged("post_install", "-at_install")
class TestRoleTour(RolesCase, HttpCase):
    """In the browser, as the role itself; logins are made by RolesCase with equal passwords."""

    def setUp(self):
        super().setUp()
        # Names that are the same in whatever language is installed.
        for lang, _name in self.env["res.lang"].get_installed():
            self.roles["qa"].with_context(lang=lang).name = "Tour inspector"
            self.roles["pm"].with_context(lang=lang).name = "Tour manager"

    def test_administrator_assigns_and_sees_rights(self):
        self.start_tour("/odoo", "ops_roles_assign", login="t_adm")
        self.assertTrue(self._has(self.clerk, "qa"))
        self.assertTrue(self._has(self.clerk, "pm"))
        acting = self.Assignment.search(
            [("employee_id", "=", self.clerk.id), ("kind", "=", "acting")]
        )
        self.assertEqual(acting.acting_for_id, self.cards["pm"])

    def test_agent_sees_home_and_own_duties(self):
        self.start_tour("/odoo", "ops_roles_home_agent", login="t_cs")
