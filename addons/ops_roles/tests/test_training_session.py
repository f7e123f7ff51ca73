"""Training sessions: bookings, attendance, calendar, needs met, and who may."""

from datetime import timedelta

from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_training import TrainingCase


@tagged("post_install", "-at_install")
class TestTrainingSession(TrainingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.room = cls.env["ops.classroom"].create(
            {"name": "Room one", "seats": 2, "department_id": cls.project.id}
        )

    def _line(self, session, code):
        people = self.people[code].id
        return session.attendee_ids.filtered(lambda one: one.employee_id.id == people)

    def test_a_room_is_not_booked_twice(self):
        first = self._session(room_id=self.room.id, trainer_id=self.users["qa"].id)
        with self.assertRaises(ValidationError) as caught:
            self._session(room_id=self.room.id, start=self._noon(hours=0.5))
        self.assertIn("Room one is taken", str(caught.exception))
        self.assertIn(first.name, str(caught.exception))
        after = self._session(room_id=self.room.id, start=first.stop)
        with self.assertRaises(ValidationError):
            after.start = first.start
        first.action_cancel()
        after.start = first.start

    def test_a_room_is_kept_by_trainers_of_its_department(self):
        elsewhere = self.env["ops.classroom"].create(
            {"name": "Far", "department_id": self.other.id}
        )
        for room, may in ((self.room, True), (elsewhere, False)):
            mine = self._as(room, "tr")
            self.assertEqual((mine.has_access("read"), mine.has_access("write")), (True, may))

    def test_a_teacher_is_not_booked_twice(self):
        self._session()
        with self.assertRaises(ValidationError) as caught:
            self._session(start=self._noon(hours=0.5))
        self.assertIn(f"{self.users['tr'].name} is taken", str(caught.exception))

    @mute_logger("odoo.sql_db")
    def test_two_bookings_at_the_same_moment_meet_in_the_database(self):
        """The check in words does not see what another transaction has not committed."""
        first, second = self._session(), self._session(start=self._noon(days=1))
        self.env.flush_all()
        with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE ops_training_session SET start = %s, stop = %s WHERE id = %s",
                [first.start, first.stop, second.id],
            )
            second._settle_bookings()

    def test_no_more_people_than_seats(self):
        session = self._session("tr", "cs", "sv", room_id=self.room.id)
        with self.assertRaises(ValidationError):
            session.invited_ids = [Command.link(self.people["qa"].id)]

    def test_it_stands_in_the_calendars_and_moves_with_them(self):
        session = self._session("tr", "cs")
        invited = self.users["tr"].partner_id | self.users["cs"].partner_id
        self.assertEqual(session.event_id.partner_ids, invited)
        later = session.start + timedelta(days=1)
        with self.assertRaises(AccessError):
            self._as(session.event_id, "cs").write(
                {"start": later, "stop": later + timedelta(hours=2)}
            )
        self._as(session.event_id, "tr").write({"start": later, "stop": later + timedelta(hours=2)})
        self.assertEqual((session.start, session.duration), (later, 2.0))
        session.invited_ids = [Command.link(self.people["sv"].id)]
        self.assertIn(self.users["sv"].partner_id, session.event_id.partner_ids)
        with self.assertRaises(UserError):
            session.event_id.sudo().unlink()
        session.action_cancel()
        self.assertFalse(session.event_id.active)

    def test_attendance_person_by_person(self):
        session = self._session("tr", "cs", "sv")
        with self.assertRaises(UserError):
            session.action_hold()
        self._line(session, "cs").action_absent()
        session.action_all_present()
        self.assertEqual(self._line(session, "cs").presence, "absent")
        session.action_hold()
        self.assertEqual((session.state, session.attendance_rate), ("held", 0.5))
        for change in (
            self._line(session, "cs").action_present,
            self._line(session, "cs").unlink,
            session.unlink,
            lambda: session.write({"start": self._noon(days=1)}),
            lambda: session.write({"invited_ids": [Command.clear()]}),
        ):
            with self.assertRaises(UserError):
                change()
        session.note = "Again in spring"

    def test_nobody_attends_before_the_day(self):
        session = self._session("tr", "cs", start=self._noon(days=1))
        with self.assertRaises(UserError):
            session.attendee_ids.action_present()
        with self.assertRaises(UserError):
            session.action_all_present()

    def test_who_takes_attendance(self):
        session = self._session("tr", "cs", trainer_id=self.users["qa"].id)
        for code in ("cs", "om"):
            with self.subTest(code), self.assertRaises(AccessError):
                self._as(session.attendee_ids, code).action_present()
        with self.assertRaises(AccessError):
            session.attendee_ids.presence = "present"
        self._as(session.attendee_ids, "qa").action_present()
        self._as(session, "sd").action_hold()
        self.assertEqual(session.state, "held")

    def test_one_sees_what_one_attends_and_leads(self):
        session = self._session("tr", "cs")
        elsewhere = self.env["ops.training.session"].create(
            {"name": "Far", "department_id": self.centre.id, "start": self._noon(days=1)}
        )
        self.assertTrue(self._as(session, "cs").has_access("read"))
        self.assertFalse(self._as(session, "sa").has_access("read"))
        self.assertFalse(self._as(elsewhere, "sv").has_access("read"))
        self.people["cs"].department_id = self.project
        elsewhere.invited_ids = [Command.link(self.people["cs"].id)]
        self.assertTrue(self._as(elsewhere, "sv").has_access("read"))
        self.assertFalse(self._as(elsewhere, "sv").has_access("write"))

    def test_from_a_need_to_a_session_in_one_press(self):
        course = self._given(hours=3)
        need = self._need(course_id=course.id, employee_id=self.people["cs"].id)
        with self.assertRaises(AccessError):
            need.action_new_session()
        action = self._as(need, "tr").action_new_session()
        session = need.session_id
        self.assertEqual((need.state, action["res_id"]), ("planned", session.id))
        self.assertEqual((session.duration, session.course_id), (3.0, course))
        self.assertEqual(session.attendee_ids.employee_id.id, self.people["cs"].id)
        other = self._need(course_id=course.id, employee_id=self.people["sv"].id)
        self._as(other, "tr").action_new_session()
        self.assertEqual(other.session_id.start, session.stop)
        session.sudo().start = self._noon()
        mine = self._as(session, "tr")
        mine.action_all_present()
        mine.action_hold()
        self.assertEqual(
            (need.state, session.courseware_id), ("done", course.current_courseware_id)
        )
        other.session_id.with_user(self.users["tr"]).action_cancel()
        self.assertEqual((other.state, other.session_id.id), ("planned", False))

    def test_people_of_a_role_card_when_they_fit(self):
        vals = {"employee_id": False, "role_id": self.roles["cs"].id}
        vals["department_id"] = self.project.id
        fits = self._need(headcount=1, **vals)
        self._as(fits, "tr").action_new_session()
        self.assertEqual(fits.session_id.attendee_ids.employee_id.id, self.people["cs"].id)
        self._assign(self._person("t_second"), "cs", self.project)
        crowd = self._need(headcount=1, **vals)
        self._as(crowd, "tr").action_new_session()
        self.assertFalse(crowd.session_id.attendee_ids)

    def test_a_session_changes_hands(self):
        coming, clash = self._session(start=self._noon(days=1)), self._session()
        self._session("sd", start=clash.start)
        sessions = self.env["ops.training.session"]
        giver, taker = self.users["tr"], self.users["sd"]
        self.assertEqual(sessions._handover_open(giver), coming | clash)
        (coming | clash).sudo()._handover_move(giver, taker)
        self.assertEqual((coming.trainer_id, clash.trainer_id), (taker, giver))

    def test_home_of_trainer_and_attendee(self):
        session = self._session("tr", "cs")
        for code, key in (("tr", "training_sessions"), ("cs", "my_trainings")):
            home = self.env["ops.home"].with_user(self.users[code]).get_home()
            cards = [card for section in home["sections"] for card in section["cards"]]
            items = next(card for card in cards if card["key"] == key)["items"]
            self.assertIn(session.id, [item["action"]["res_id"] for item in items])
