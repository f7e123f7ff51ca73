"""What a role may do: the tables of all addons, menus, native groups."""

from importlib import import_module

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .access_table import ACCESS
from .common_access import AccessTableMixin, stored_models
from .common_roles import CODES, RolesCase

HOME, CARDS, FEEDS, SECRET = (
    "ops_roles.menu_home",
    "ops_roles.menu_roles",
    "ops_roles.menu_feeds",
    "ops_roles.menu_confidential",
)
MENUS = {code: {HOME} for code in CODES}
MENUS["adm"] = {HOME, CARDS, FEEDS, SECRET}
MENUS["om"] = {HOME, FEEDS, SECRET}
MENUS["da"] = {HOME, FEEDS}


@tagged("post_install", "-at_install")
class TestAccessTable(AccessTableMixin, RolesCase):
    module = "ops_roles"
    access = ACCESS


@tagged("post_install", "-at_install")
class TestRoleAccess(RolesCase):
    def test_every_addon_has_a_table_with_its_models(self):
        """Also those whose own tests nobody wrote: a model without expectations fails here."""
        for module in self._addons():
            with self.subTest(module):
                try:
                    table = import_module(f"odoo.addons.{module}.tests.access_table")
                except ModuleNotFoundError:
                    table = None
                known = set(table.ACCESS) if table else set()
                self.assertEqual(stored_models(self.env, module) - known, set())

    def _addons(self):
        """The suite's addons: those that depend on this one, and this one."""
        own = self.env.ref("base.module_ops_roles")
        found = own | own.downstream_dependencies(exclude_states=("uninstalled",))
        return found.mapped("name")

    def test_everyone_reads_his_own_cards(self):
        for code in CODES:
            with self.subTest(code):
                self.assertTrue(self.cards[code].with_user(self.users[code]).has_access("read"))

    def test_staff_without_a_card_see_nothing(self):
        user = self.clerk.user_id
        with self.assertRaises(AccessError):
            self.env["ops.home"].with_user(user).get_home()
        self.assertNotIn(self.env.ref("ops_roles.menu_ops_root").id, self._menus(user))

    def test_each_role_sees_the_menus_of_its_duties(self):
        watched = {xmlid: self.env.ref(xmlid).id for xmlid in (HOME, CARDS, FEEDS, SECRET)}
        for code in CODES:
            with self.subTest(code):
                visible = self._menus(self.users[code])
                found = {xmlid for xmlid, menu_id in watched.items() if menu_id in visible}
                self.assertEqual(found, MENUS[code])

    def test_role_card_lists_its_menus(self):
        menus = self.roles["adm"].menu_ids
        self.assertIn(self.env.ref("ops_roles.menu_assignment"), menus)
        self.assertNotIn(self.env.ref("ops_roles.menu_assignment"), self.roles["cs"].menu_ids)
        self.assertIn(
            self.env.ref("account.group_account_user"), self.roles["fin"].native_group_ids
        )

    def test_the_home_page_is_the_first_app(self):
        menus = self.env["ir.ui.menu"].with_user(self.users["cs"]).load_menus(False)
        first = menus[menus["root"]["children"][0]]
        self.assertEqual(first["xmlid"], "ops_roles.menu_ops_root")
        self.assertEqual(menus[first["children"][0]]["xmlid"], "ops_roles.menu_home")

    def test_no_role_sees_the_catalogue_of_apps(self):
        catalogue = self.env.ref("base.menu_management").id
        self.assertIn(catalogue, self._menus(self.env.ref("base.user_admin")))
        for code in CODES:
            with self.subTest(code):
                self.assertNotIn(catalogue, self._menus(self.users[code]))

    def test_no_role_gets_more_of_odoo_than_said(self):
        base = self.env.ref("base.group_user").all_implied_ids
        ours = self.env["res.groups"]._ops_groups()
        for code, role in self.roles.items():
            with self.subTest(code):
                more = role.native_group_ids - base - ours
                names = {
                    name
                    for name in more.get_external_id().values()
                    if name.split(".")[0] in ("base", "hr", "account")
                }
                self.assertEqual(
                    names,
                    {
                        "account.group_account_user",
                        "account.group_account_basic",
                        "account.group_account_invoice",
                        "account.group_account_readonly",
                    }
                    if code == "fin"
                    else set(),
                )

    def test_buttons_check_who_presses_them(self):
        for code in CODES:
            if code == "adm":
                continue
            with self.subTest(code), self.assertRaises(UserError):
                self.cards["qa"].with_user(self.users[code]).action_act_for()

    def _menus(self, user):
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        return {key for key in menus if isinstance(key, int)}
