from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_roles import CODES, RolesCase


@tagged("post_install", "-at_install")
class TestRoleGuard(RolesCase):
    """Whatever way is tried, access of the suite comes with an assignment only."""

    def setUp(self):
        super().setUp()
        self.system = self._person("t_system").user_id
        self.system.write({"group_ids": [Command.link(self.env.ref("base.group_system").id)]})
        self.group = self.env.ref("ops_roles.group_gm")
        self.target = self.clerk.user_id
        self.actors = {**self.users, "system": self.system}

    def _refused(self, action, *args, **kwargs):
        with self.assertRaises(UserError):
            action(*args, **kwargs)
        self.env.invalidate_all()
        self.assertNotIn(self.group, self.target.all_group_ids)

    def test_every_role_is_refused_to_assign_except_adm(self):
        for code in CODES:
            with self.subTest(code):
                vals = {
                    "employee_id": self.clerk.id,
                    "role_id": self.roles["gm"].id,
                    "department_id": self.top.id,
                }
                model = self.Assignment.with_user(self.users[code])
                if code == "adm":
                    with self.env.cr.savepoint():
                        self.assertTrue(model.create(vals))
                    continue
                self._refused(model.create, vals)
                self._refused(model.sudo().create, vals)
                card = self.cards["qa"].with_user(self.users[code])
                self._refused(card.action_end)
                self._refused(card.sudo().action_end)
                self._refused(card.write, {"date_to": "2020-01-01"})
                self._refused(card.unlink)
                self.assertEqual(self.cards["qa"].state, "current")

    def test_members_change_by_assignment_only(self):
        link, group_link = (
            [Command.link(self.group.id)],
            [Command.link(self.target.id)],
        )
        for name, actor in self.actors.items():
            with self.subTest(name):
                user = self.target.with_user(actor)
                group = self.group.with_user(actor)
                for record in (user, user.sudo()):
                    self._refused(record.write, {"group_ids": link})
                    self._refused(record.write, {"group_ids": [Command.set(self.group.ids)]})
                for record in (group, group.sudo()):
                    self._refused(record.write, {"user_ids": group_link})
                    self._refused(record.write, {"all_user_ids": group_link})

    def test_context_keys_open_nothing(self):
        context = {
            "ops_roles_carried_out": True,
            "install_mode": True,
            "module": "ops_roles",
            "import_file": True,
            "tracking_disable": True,
        }
        user = self.target.with_user(self.system).with_context(**context)
        self._refused(user.write, {"group_ids": [Command.link(self.group.id)]})
        model = self.Assignment.with_user(self.users["adm"]).with_context(**context)
        self._refused(
            model.create,
            {
                "employee_id": self.clerk.id,
                "role_id": self.roles["gm"].id,
                "department_id": self.top.id,
                "date_from": "2099-01-01",
                "state": "current",
            },
        )
        defaulted = model.with_context(default_state="current").create(
            {
                "employee_id": self.clerk.id,
                "role_id": self.roles["gm"].id,
                "department_id": self.top.id,
                "date_from": "2099-01-01",
            }
        )
        self.assertEqual(defaulted.state, "planned")
        self.assertFalse(self._has(self.clerk, "gm"))

    def test_import_is_refused(self):
        users = self.env["res.users"].with_user(self.system)
        result = users.load(
            ["name", "login", "group_ids/id"], [["x", "t_import", "ops_roles.group_gm"]]
        )
        self.assertFalse(result["ids"])
        self.assertIn("role card", str(result["messages"]))
        groups = self.env["res.groups"].with_user(self.system)
        result = groups.load(["id", "user_ids/.id"], [["ops_roles.group_gm", str(self.target.id)]])
        self.assertFalse(result["ids"])
        self.assertFalse(self._has(self.clerk, "gm"))

    def test_a_new_user_cannot_bring_our_groups(self):
        users = self.env["res.users"].with_user(self.system)
        vals = {"name": "x", "login": "t_new", "group_ids": [Command.link(self.group.id)]}
        self._refused(users.create, vals)
        self._refused(self.users["gm"].with_user(self.system).copy)

    def test_ways_round_by_implication(self):
        groups = self.env["res.groups"].with_user(self.system)
        foreign = groups.create({"name": "Foreign", "user_ids": [Command.link(self.target.id)]})
        self._refused(foreign.write, {"implied_ids": [Command.link(self.group.id)]})
        self._refused(
            self.group.with_user(self.system).write,
            {"implied_by_ids": [Command.link(foreign.id)]},
        )
        self._refused(
            self.group.with_user(self.system).write,
            {"implied_ids": [Command.link(self.env.ref("base.group_system").id)]},
        )
        self._refused(
            groups.create,
            {
                "name": "Trojan",
                "implied_ids": [Command.link(self.group.id)],
                "user_ids": [Command.link(self.target.id)],
            },
        )
        self._refused(self.group.with_user(self.system).unlink)

    def test_taking_away_elsewhere_is_refused_too(self):
        user = self.users["qa"].with_user(self.system)
        group = self.env.ref("ops_roles.group_qa")
        with self.assertRaises(UserError):
            user.write({"group_ids": [Command.unlink(group.id)]})
        self.assertTrue(self._has(self.people["qa"], "qa"))

    def test_native_groups_stay_free(self):
        native = self.env.ref("base.group_partner_manager")
        self.users["qa"].with_user(self.system).write({"group_ids": [Command.link(native.id)]})
        self.assertIn(native, self.users["qa"].group_ids)

    def test_nobody_assigns_himself(self):
        adm = self.users["adm"]
        for code in ("adm", "gm"):
            vals = {
                "employee_id": self.people["adm"].id,
                "role_id": self.roles[code].id,
                "department_id": self.project.id,
            }
            self._refused(self.Assignment.with_user(adm).create, vals)
        planned = self._assign(self.clerk, "qa", self.project, adm, date_from="2099-01-01")
        self._refused(planned.write, {"employee_id": self.people["adm"].id})

    def test_the_last_administrator_stays(self):
        self.Assignment.search(
            [("role_id.code", "=", "adm"), ("id", "!=", self.cards["adm"].id)]
        )._end()
        second = self._assign(self.clerk, "adm", self.top, self.users["adm"])
        self.cards["adm"].with_user(self.clerk.user_id).action_end()
        self.assertFalse(self._has(self.people["adm"], "adm"))
        with self.assertRaises(UserError):
            second.with_user(self.clerk.user_id).action_end()
        self.assertTrue(self._has(self.clerk, "adm"))

    def test_login_behind_a_card_is_guarded(self):
        officer = self._person("t_officer").user_id
        officer.write({"group_ids": [Command.link(self.env.ref("hr.group_hr_manager").id)]})
        thief = self._person("t_thief")
        spare = thief.user_id
        thief.user_id = False
        employee = self.people["gm"].with_user(officer)
        self._refused(employee.write, {"user_id": spare.id})
        self._refused(employee.resource_id.write, {"user_id": spare.id})
        thief.user_id = spare
        self._refused(employee.write, {"resource_id": thief.resource_id.id})
        thief.user_id = False
        self.people["gm"].user_id = spare
        self.assertTrue(spare.has_group("ops_roles.group_gm"))
        self.assertFalse(self.users["gm"].has_group("ops_roles.group_gm"))

    def test_code_and_group_of_a_role_are_fixed(self):
        role = self.roles["cs"].with_user(self.users["adm"])
        for vals in ({"code": "x"}, {"group_id": self.env.ref("base.group_system").id}):
            with self.assertRaises(AccessError):
                role.write(vals)
        with self.assertRaises(AccessError):
            role.create({"code": "x", "name": "x", "group_id": self.group.id})
