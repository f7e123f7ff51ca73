"""What a role may do to the models of role cards, as a table; a model is a row per operation."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_roles import CODES, RolesCase

ALL = set(CODES)
LEADERS = {"gm", "om", "pm", "sv", "mm", "dm", "sd", "bm"}
# model: operation: roles that may do it to a record of their own department, with its fields
ACCESS = {
    "ops.role": {"read": ALL, "write": {"adm"}, "create": set(), "unlink": set()},
    "ops.role.duty": {"read": ALL, "write": {"adm"}, "create": {"adm"}, "unlink": {"adm"}},
    "ops.role.assignment": {
        "read": LEADERS | {"adm"},
        "write": {"adm"},
        "create": {"adm"},
        "unlink": {"adm"},
    },
    "ops.role.span": {"read": {"gm", "om", "pm", "sv", "adm"}},
    "ops.role.conflict": {"read": {"adm"}},
    "ops.role.person": {"read": {"adm"}},
}
# who also reads a record of a department he is not in charge of
OTHER_DEPARTMENT = {
    "ops.role": ALL,
    "ops.role.duty": ALL,
    "ops.role.assignment": {"gm", "adm"},
    "ops.role.span": {"gm", "adm"},
    "ops.role.conflict": {"adm"},
    "ops.role.person": {"adm"},
}
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
class TestRoleAccess(RolesCase):
    def _records(self, department, span):
        card = self._assign(self._person(f"t_x{department.id}"), "qa", department)
        role = self.roles["cs"]
        duty = self.env["ops.role.duty"].create({"role_id": role.id, "name": "x"})
        sv = self._person(f"t_sv{department.id}")
        self._assign(sv, "sv", department)
        if span:
            sv = self.people["sv"]
        sv_span = self.env["ops.role.span"].search([("employee_id", "=", sv.id)])
        two = [self._person(f"t_{n}{department.id}") for n in range(2)]
        for person in two:
            self._assign(person, "bm", department)
        conflict = self.env["ops.role.conflict"].search(
            [("department_id", "=", department.id), ("kind", "=", "double")], limit=1
        )
        person = self.env["ops.role.person"].browse(card.employee_id.id)
        return {record._name: record for record in (role, duty, card, sv_span, conflict, person)}

    def _may(self, user, record, operation):
        model = record.with_user(user)
        if operation == "create":
            return model.browse().has_access("create")
        return model.has_access(operation)

    def test_access_table(self):
        for model, record in self._records(self.project, span=True).items():
            for operation in ("read", "write", "create", "unlink"):
                expected = ACCESS[model].get(operation, set())
                for code in CODES:
                    with self.subTest(model=model, operation=operation, role=code):
                        found = self._may(self.users[code], record, operation)
                        self.assertEqual(found, code in expected)

    def test_access_table_of_another_department(self):
        for model, record in self._records(self.other, span=False).items():
            for code in CODES:
                with self.subTest(model=model, role=code):
                    found = self._may(self.users[code], record, "read")
                    self.assertEqual(found, code in OTHER_DEPARTMENT[model])

    def test_everyone_reads_his_own_cards(self):
        for code in CODES:
            with self.subTest(code):
                self.assertTrue(self.cards[code].with_user(self.users[code]).has_access("read"))

    def test_staff_without_a_card_see_nothing(self):
        user = self.clerk.user_id
        for model, record in self._records(self.project, span=True).items():
            with self.subTest(model):
                self.assertFalse(record.with_user(user).has_access("read"))
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search_read([], ["id"])
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
