from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_roles import RolesCase


@tagged("post_install", "-at_install")
class TestRoleHandover(RolesCase):
    """Open work goes to a stand-in and comes back; to a successor it goes for good."""

    def setUp(self):
        super().setUp()
        self.adm = self.users["adm"]
        self.holder, self.taker = self.people["pm"], self.people["qa"]
        self.giver_user, self.taker_user = self.holder.user_id, self.taker.user_id
        self.env["mail.activity"].search([("user_id", "=", self.giver_user.id)]).unlink()
        self.first, self.second = (self._activity(name) for name in ("first", "second"))

    def _activity(self, summary):
        return self.holder.user_id.partner_id.activity_schedule(
            "mail.mail_activity_data_todo", summary=summary, user_id=self.giver_user.id
        )

    def _wizard(self, kind, **vals):
        wizard = self.env["ops.role.assign"].with_user(self.adm)
        return wizard.create(
            {
                "kind": kind,
                "holder_id": self.cards["pm"].id,
                "employee_id": self.taker.id,
                "date_from": self.env.company._ops_today(),
                **vals,
            }
        )

    def _rows(self):
        return self.env["ops.role.handover"].search([("from_user_id", "=", self.giver_user.id)])

    def test_the_list_is_seen_before_and_carried_out_at_once(self):
        wizard = self._wizard("acting")
        self.assertEqual(len(wizard.line_ids), 2)
        staying = wizard.line_ids.filtered(lambda line: line.res_id == self.second.id)
        staying.to_move = False
        wizard.action_confirm()
        self.assertEqual(self.first.user_id, self.taker_user)
        self.assertEqual(self.second.user_id, self.giver_user)
        self.assertEqual(set(self._rows().mapped("state")), {"moved", "kept"})
        acting = self._rows().assignment_id
        self.assertTrue(self._has(self.taker, "pm"))
        acting.with_user(self.adm).action_end()
        self.assertEqual(self.first.user_id, self.giver_user)
        self.assertEqual(set(self._rows().mapped("state")), {"returned", "kept"})

    def test_work_done_meanwhile_does_not_come_back(self):
        self._wizard("acting").action_confirm()
        self.first.with_user(self.taker_user).sudo().action_done()
        self._rows().assignment_id.with_user(self.adm).action_end()
        states = dict(self._rows().mapped(lambda row: (row.res_id, row.state)))
        self.assertEqual(states, {self.first.id: "done", self.second.id: "returned"})

    def test_midnight_hands_over_and_back_with_work_that_came_later(self):
        day = self.env.company._ops_today()
        start, end = date(day.year + 1, 3, 2), date(day.year + 1, 3, 3)
        self._wizard("acting", date_from=start, date_to=end).action_confirm()
        late = self._activity("late")
        self.assertEqual(self.first.user_id, self.giver_user)
        with freeze_time(f"{start} 04:00:00"):
            self.Assignment._cron_sync_access()
            self.assertEqual((self.first | late).user_id, self.taker_user)
        with freeze_time(f"{date(day.year + 1, 3, 4)} 04:00:00"):
            self.Assignment._cron_sync_access()
            self.assertEqual((self.first | late).user_id, self.giver_user)

    def test_a_successor_keeps_the_work_and_the_holder_loses_the_card(self):
        self._wizard("successor").action_confirm()
        self.assertFalse(self._has(self.holder, "pm"))
        self.assertTrue(self._has(self.taker, "pm"))
        card = self._rows().assignment_id
        self.assertEqual(card.predecessor_id, self.cards["pm"])
        card.with_user(self.adm).action_end()
        self.assertEqual(self.first.user_id, self.taker_user)

    def test_a_successor_of_a_later_day_leaves_the_holder_until_then(self):
        self._wizard("successor", date_from=date(2099, 5, 2)).action_confirm()
        self.assertEqual(self.cards["pm"].date_to, date(2099, 5, 1))
        self.assertTrue(self._has(self.holder, "pm"))
        self.assertEqual(self.first.user_id, self.giver_user)

    def test_meetings_go_over_and_back(self):
        meeting = self.env["calendar.event"].create(
            {
                "name": "m",
                "start": "2099-01-04 01:00:00",
                "stop": "2099-01-04 02:00:00",
                "user_id": self.giver_user.id,
            }
        )
        self._wizard("acting").action_confirm()
        self.assertEqual(meeting.user_id, self.taker_user)
        self.assertIn(self.taker_user.partner_id, meeting.partner_ids)
        self._rows().assignment_id.with_user(self.adm).action_end()
        self.assertEqual(meeting.user_id, self.giver_user)

    def test_the_giver_chooses_while_it_is_planned(self):
        self._wizard("acting", date_from=date(2099, 5, 2)).action_confirm()
        row = self._rows()[0].with_user(self.giver_user)
        row.action_toggle()
        self.assertFalse(row.to_move)
        with self.assertRaises(AccessError):
            self._rows()[0].with_user(self.taker_user).action_toggle()
        with self.assertRaises(AccessError):
            self._rows()[0].with_user(self.users["cs"]).action_toggle()
        with self.assertRaises(AccessError):
            row.write({"to_user_id": self.users["cs"].id})
        with self.assertRaises(AccessError):
            row.write({"state": "moved"})

    def test_changed_hands_is_changed_hands(self):
        self._wizard("acting").action_confirm()
        with self.assertRaises(UserError):
            self._rows()[0].with_user(self.giver_user).action_toggle()

    def test_only_the_administrator_opens_the_wizard(self):
        for code in set(self.users) - {"adm"}:
            with self.subTest(role=code), self.assertRaises(AccessError):
                self.env["ops.role.assign"].with_user(self.users[code]).create(
                    {"kind": "new", "employee_id": self.taker.id}
                )

    def test_who_could_do_what_on_a_day(self):
        self._wizard(
            "acting", date_from=date(2099, 5, 2), date_to=date(2099, 5, 3)
        ).action_confirm()
        wizards = self.env["ops.role.day"].with_user(self.adm)

        def found(day, **vals):
            action = wizards.create({"day": day, **vals}).action_show()
            return self.Assignment.search(action["domain"])

        pm = {"role_id": self.roles["pm"].id, "department_id": self.project.id}
        self.assertEqual(found("2099-05-01", **pm).employee_id, self.holder)
        self.assertEqual(found("2099-05-02", **pm).employee_id, self.holder | self.taker)
        self.assertEqual(found("2099-05-04", **pm).employee_id, self.holder)
        self.assertFalse(found("2025-12-31", **pm))
        with self.assertRaises(UserError):
            found("2099-05-01", duty="no such duty")

    def test_a_card_ended_by_hand_counts_to_its_end(self):
        self.cards["pm"].with_user(self.adm).action_end()
        day = self.env.company._ops_today()
        wizard = self.env["ops.role.day"].with_user(self.adm).create({"day": day})
        self.assertIn(self.cards["pm"], self.Assignment.search(wizard.action_show()["domain"]))
