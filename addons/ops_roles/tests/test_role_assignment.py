from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_roles import RolesCase


@tagged("post_install", "-at_install")
class TestRoleAssignment(RolesCase):
    def setUp(self):
        super().setUp()
        self.adm = self.users["adm"]

    def test_assigning_and_ending_move_access_at_once(self):
        self.assertFalse(self._has(self.clerk, "qa"))
        card = self._assign(self.clerk, "qa", self.project, user=self.adm)
        self.assertEqual(card.state, "current")
        self.assertTrue(self._has(self.clerk, "qa"))
        self.assertTrue(self._has(self.clerk, "user"))
        self.assertIn(self.clerk.user_id, self.project.ops_user_ids)
        card.action_end()
        self.assertEqual(card.state, "ended")
        self.assertFalse(self._has(self.clerk, "qa"))
        self.assertFalse(self._has(self.clerk, "user"))
        self.assertNotIn(self.clerk.user_id, self.project.ops_user_ids)

    def test_deleting_a_planned_card_leaves_nothing(self):
        card = self._assign(
            self.clerk, "qa", self.project, user=self.adm, date_from=date(2099, 1, 1)
        )
        self.assertEqual(card.state, "planned")
        self.assertFalse(self._has(self.clerk, "qa"))
        card.unlink()
        self.assertFalse(card.exists())

    def test_a_begun_card_is_history(self):
        card = self._assign(self.clerk, "qa", self.project, user=self.adm)
        with self.assertRaises(UserError):
            card.unlink()
        with self.assertRaises(UserError):
            card.write({"department_id": self.other.id})
        card.write({"date_to": date(2099, 1, 1)})
        self.assertEqual(card.state, "current")
        card.action_end()
        with self.assertRaises(UserError):
            card.write({"date_to": False})

    def test_last_day_in_the_past_ends_at_once(self):
        card = self._assign(
            self.clerk, "qa", self.project, user=self.adm, date_from=date(2020, 1, 1)
        )
        self.assertTrue(self._has(self.clerk, "qa"))
        card.write({"date_to": date(2020, 1, 2)})
        self.assertEqual(card.state, "ended")
        self.assertFalse(self._has(self.clerk, "qa"))

    def test_midnight_of_the_company_begins_and_ends(self):
        with freeze_time("2026-11-23 15:00:00"):
            card = self._assign(
                self.clerk,
                "qa",
                self.project,
                user=self.adm,
                date_from=date(2026, 11, 24),
                date_to=date(2026, 11, 24),
            )
            self.assertEqual(card.state, "planned")
        card = card.sudo()
        cron = self.env.ref("ops_roles.cron_assignment")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        moments = {str(trigger.call_at) for trigger in triggers}
        self.assertIn("2026-11-23 16:00:00", moments)
        self.assertIn("2026-11-24 16:00:00", moments)
        for moment, state in (
            ("2026-11-23 15:59:59", "planned"),
            ("2026-11-23 16:00:00", "current"),
            ("2026-11-24 15:59:59", "current"),
            ("2026-11-24 16:00:00", "ended"),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.Assignment._cron_sync_access()
                self.Assignment._cron_sync_access()
                self.assertEqual(card.state, state)
                self.assertEqual(self._has(self.clerk, "qa"), state == "current")

    def test_acting_moves_access_there_and_back(self):
        card = self._assign(
            self.clerk,
            "pm",
            self.project,
            user=self.adm,
            kind="acting",
            acting_for_id=self.cards["pm"].id,
        )
        self.assertTrue(self._has(self.clerk, "pm"))
        self.assertTrue(self._has(self.people["pm"], "pm"))
        self.assertIn(self.clerk.user_id, self.project.ops_user_ids)
        card.action_end()
        self.assertFalse(self._has(self.clerk, "pm"))
        self.assertTrue(self._has(self.people["pm"], "pm"))
        self.assertNotIn(self.clerk.user_id, self.project.ops_user_ids)

    def test_acting_takes_role_and_department_of_the_holder(self):
        vals = {
            "employee_id": self.clerk.id,
            "kind": "acting",
            "acting_for_id": self.cards["pm"].id,
        }
        card = self.Assignment.with_user(self.adm).create(vals)
        self.assertEqual(card.role_id, self.roles["pm"])
        self.assertEqual(card.department_id, self.project)

    def test_no_chain_no_self_no_double(self):
        acting = {"kind": "acting", "acting_for_id": self.cards["pm"].id}
        first = self._assign(self.clerk, "pm", self.project, user=self.adm, **acting)
        with self.assertRaises(ValidationError):
            self._assign(
                self.people["qa"], "pm", self.project, kind="acting", acting_for_id=first.id
            )
        with self.assertRaises(ValidationError):
            self._assign(self.people["pm"], "pm", self.project, **acting)
        with self.assertRaises(ValidationError):
            self._assign(self.people["qa"], "qa", self.project)

    def test_two_cards_of_one_role_keep_access_until_the_last_ends(self):
        first = self._assign(self.clerk, "sv", self.project, user=self.adm)
        second = self._assign(self.clerk, "sv", self.other, user=self.adm)
        first.action_end()
        self.assertTrue(self._has(self.clerk, "sv"))
        second.action_end()
        self.assertFalse(self._has(self.clerk, "sv"))

    def test_groups_not_ours_are_untouched(self):
        native = self.env.ref("base.group_partner_manager")
        foreign = self.env["res.groups"].create({"name": "Foreign"})
        user = self.clerk.user_id
        user.write({"group_ids": [(4, native.id), (4, foreign.id)]})
        before = user.group_ids
        card = self._assign(self.clerk, "fin", self.top, user=self.adm)
        self.assertTrue(user.has_group("account.group_account_user"))
        card.action_end()
        self.assertEqual(user.group_ids, before)
        self.assertFalse(user.has_group("account.group_account_user"))

    def test_departure_ends_cards_and_access(self):
        planned = self._assign(self.people["qa"], "tr", self.project, date_from=date(2099, 1, 1))
        self.people["qa"].action_archive()
        self.assertEqual(self.cards["qa"].state, "ended")
        self.assertFalse(planned.exists())
        self.assertFalse(self.users["qa"].has_group("ops_roles.group_qa"))

    def test_archived_login_has_no_access_and_gets_it_back(self):
        self.users["qa"].active = False
        self.assertNotIn(self.users["qa"], self.project.ops_user_ids)
        self.assertFalse(self.users["qa"].has_group("ops_roles.group_qa"))
        self.users["qa"].active = True
        self.assertTrue(self.users["qa"].has_group("ops_roles.group_qa"))

    def test_scope_is_the_department_and_all_below(self):
        self.assertIn(self.users["gm"], self.project.ops_user_ids)
        self.assertNotIn(self.users["pm"], self.centre.ops_user_ids)
        team = self._department("Team", self.project)
        self.assertIn(self.users["pm"], team.ops_user_ids)
        team.parent_id = self.other
        self.assertNotIn(self.users["pm"], team.ops_user_ids)
        self.assertIn(self.users["gm"], team.ops_user_ids)

    def test_scope_is_not_writable(self):
        officer = self._person("t_officer").user_id
        officer.write({"group_ids": [(4, self.env.ref("hr.group_hr_manager").id)]})
        with self.assertRaises(AccessError):
            self.project.with_user(officer).write({"ops_user_ids": [(4, officer.id)]})
        with self.assertRaises(AccessError):
            self.env["hr.department"].with_user(officer).create(
                {"name": "x", "ops_user_ids": [(4, officer.id)]}
            )

    def test_reporting_line_follows_the_cards(self):
        self.assertEqual(self.people["cs"].parent_id, self.people["sv"])
        self.assertEqual(self.people["sv"].parent_id, self.people["pm"])
        coach = self.people["qa"]
        self.people["cs"].coach_id = coach
        self.cards["sv"].with_user(self.adm).action_end()
        new = self._assign(self.clerk, "sv", self.project, user=self.adm)
        self.assertEqual(self.people["cs"].parent_id, self.clerk)
        self.assertEqual(self.people["cs"].coach_id, coach)
        self.assertEqual(self.clerk.parent_id, self.people["pm"])
        new.action_end()

    def test_superior_chosen_by_hand_stays_while_he_holds_the_role(self):
        second = self._person("t_sv2")
        self._assign(second, "sv", self.project)
        self.people["cs"].parent_id = second
        self._assign(self.people["cs"], "qa", self.project)
        self.Assignment._sync_reporting_line(self.people["cs"])
        self.assertEqual(self.people["cs"].parent_id, second)

    def test_new_agents_spread_over_supervisors_and_follow_the_team(self):
        second = self._person("t_sv2", department_id=self.other.id)
        self._assign(second, "sv", self.project)
        agent = self._person("t_cs2", department_id=self.other.id)
        self._assign(agent, "cs", self.project)
        self.assertEqual(agent.parent_id, second)

    def test_span_and_conflicts(self):
        span = self.env["ops.role.span"].search([("employee_id", "=", self.people["sv"].id)])
        self.assertEqual((span.people, span.out_of_span), (1, True))
        for number in range(11):
            self._assign(self._person(f"t_more{number}"), "cs", self.project)
        self.env.invalidate_all()
        self.assertEqual((span.people, span.out_of_span), (12, False))
        second = self._assign(self.clerk, "pm", self.project)
        kinds = self._conflicts()
        self.assertIn(("double", "pm"), kinds)
        second._end()
        self.cards["pm"]._end()
        self.clerk.user_id.active = False
        self._assign(self.clerk, "qa", self.project)
        kinds = self._conflicts()
        self.assertIn(("gap", "pm"), kinds)
        self.assertIn(("superior", "sv"), kinds)
        self.assertIn(("login", "qa"), kinds)
        self.assertNotIn(("double", "pm"), kinds)

    def _conflicts(self):
        self.env.invalidate_all()
        found = self.env["ops.role.conflict"].search(
            [("department_id", "in", (self.project | self.top).ids)]
        )
        self.assertTrue(all(found.mapped("remedy")))
        return {(conflict.kind, conflict.role_id.code) for conflict in found}

    def test_assigning_is_set_based(self):
        agents = [self._person(f"t_many{number}") for number in range(20)]
        vals = [
            {
                "employee_id": agent.id,
                "role_id": self.roles["cs"].id,
                "department_id": self.project.id,
            }
            for agent in agents
        ]
        few = self._queries_of_a_sync(vals[:10])
        # cards, groups, the organisation for approvals and for proposals, their rules and to-dos:
        # each table read once, whatever the number of documents
        self.assertLess(few, 45)
        self.assertLessEqual(self._queries_of_a_sync(vals[10:]), few + 1)

    def _queries_of_a_sync(self, vals):
        self.Assignment.create(vals)
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        self.Assignment._cron_sync_access()
        return self.env.cr.sql_log_count - start
