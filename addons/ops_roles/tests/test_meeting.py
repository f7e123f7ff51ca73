from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_work import WorkCase


@tagged("post_install", "-at_install")
class TestMeeting(WorkCase):
    def _meeting(self, caller="om", invited=("pm", "qa"), **vals):
        return (
            self.env["ops.meeting"]
            .with_user(self.users[caller])
            .create(
                {
                    "name": "Weekly",
                    "start": fields.Datetime.now() + timedelta(days=1),
                    "duration": 1.5,
                    "invited_ids": [Command.set([self.users[code].id for code in invited])],
                    "agenda_ids": [
                        Command.create(
                            {"name": "Service level", "presenter_id": self.people["pm"].id}
                        )
                    ],
                    **vals,
                }
            )
        )

    def _held(self, **vals):
        meeting = self._meeting(**vals)
        meeting.action_hold()
        meeting.conclusion = "All agreed"
        return meeting

    def test_native_event_follows(self):
        meeting = self._meeting()
        event = meeting.event_id.sudo()
        people = self.users["om"] | self.users["pm"] | self.users["qa"]
        self.assertEqual(event.partner_ids, people.partner_id)
        self.assertEqual(event.stop - event.start, timedelta(hours=1.5))
        meeting.write({"name": "Moved", "start": meeting.start + timedelta(days=1)})
        self.assertEqual((event.name, event.start), ("Moved", meeting.start))
        event.write(
            {"start": event.start + timedelta(days=1), "stop": event.stop + timedelta(days=1)}
        )
        self.assertEqual((meeting.start, meeting.duration), (event.start, 1.5))
        with self.assertRaises(UserError):
            event.unlink()
        meeting.action_cancel()
        self.assertFalse(event.active)

    def test_resolutions_become_directives(self):
        meeting = self._held()
        meeting.resolution_ids = [
            Command.create(
                {
                    "name": f"Resolution {number}",
                    "due": self._day(3),
                    "executor_ids": [Command.set(self.users["pm"].ids)],
                }
            )
            for number in range(2)
        ]
        meeting.action_resolve()
        self.assertEqual(meeting.directive_count, 2)
        directive = meeting.resolution_ids[0].directive_id
        self.assertEqual((directive.state, directive.source_kind), ("conveyed", "meeting"))
        self.assertEqual(directive.checker_id, self.users["om"])
        with self.assertRaises(UserError):
            meeting.action_resolve()

    def test_a_resolution_binds_who_was_invited_or_is_led(self):
        for caller, executor, allowed in (
            ("qa", "cs", True),
            ("qa", "pm", False),
            ("om", "sa", True),
        ):
            meeting = self._meeting(caller=caller, invited=("cs",))
            meeting.action_hold()
            meeting.resolution_ids = [
                Command.create(
                    {
                        "name": "x",
                        "due": self._day(3),
                        "executor_ids": [Command.set(self.users[executor].ids)],
                    }
                )
            ]
            with self.subTest(caller=caller, executor=executor):
                if allowed:
                    meeting.action_resolve()
                    self.assertTrue(meeting.resolution_ids.directive_id)
                else:
                    with self.assertRaisesRegex(UserError, "t_pm"):
                        meeting.action_resolve()

    def test_an_executor_needs_a_personnel_file(self):
        self.people["cs"].user_id = False
        meeting = self._held()
        meeting.resolution_ids = [
            Command.create(
                {
                    "name": "x",
                    "due": self._day(3),
                    "executor_ids": [Command.set(self.users["cs"].ids)],
                }
            )
        ]
        with self.assertRaisesRegex(UserError, "t_cs"):
            meeting.action_resolve()

    def test_minutes_are_sent_and_read(self):
        meeting = self._held()
        absent = meeting.attendee_ids.filtered(lambda one: one.user_id == self.users["qa"])
        absent.presence = "absent"
        with self.assertRaises(UserError):
            meeting.action_send()
        absent.reason = "At a client's"
        meeting.action_send()
        self.assertEqual(meeting.unread_count, 2)
        home = self.env["ops.home"].with_user(self.users["qa"])
        self.assertEqual([one["label"] for one in home._home_minutes()["items"]], ["Weekly"])
        self._as("qa", meeting).action_read()
        self.assertEqual(meeting.unread_count, 1)
        self.assertFalse(home._home_minutes()["items"])
        with self.assertRaises(AccessError):
            self._as("gm", meeting).action_read()
        for record, vals in ((meeting.agenda_ids, {"minutes": "x"}), (absent, {"reason": "x"})):
            with self.subTest(record._name), self.assertRaises(UserError):
                record.write(vals)

    def test_unissued_resolution_holds_the_minutes(self):
        meeting = self._held()
        meeting.resolution_ids = [Command.create({"name": "x", "due": self._day(3)})]
        with self.assertRaises(UserError):
            meeting.action_send()
        with self.assertRaises(UserError):
            meeting.action_resolve()

    def test_series_copies_agenda_and_shows_what_is_open(self):
        series = (
            self.env["ops.meeting.series"]
            .with_user(self.users["om"])
            .create(
                {
                    "name": "Monday",
                    "first_start": fields.Datetime.now() - timedelta(days=30),
                    "invited_ids": [Command.set(self.users["pm"].ids)],
                    "item_ids": [Command.create({"name": "Figures"})],
                }
            )
        )
        first = self.env["ops.meeting"].browse(series.action_call_next()["res_id"])
        first = first.with_user(self.users["om"])
        self.assertGreater(first.start, fields.Datetime.now())
        self.assertEqual(first.agenda_ids.mapped("name"), ["Figures"])
        first.action_hold()
        first.resolution_ids = [
            Command.create(
                {
                    "name": "Do it",
                    "due": self._day(3),
                    "executor_ids": [Command.set(self.users["pm"].ids)],
                }
            )
        ]
        first.action_resolve()
        action = first.action_next()
        second = self.env["ops.meeting"].browse(action["res_id"]).with_user(self.users["om"])
        self.assertEqual(second.previous_id, first)
        self.assertEqual(second.start - first.start, timedelta(weeks=1))
        self.assertEqual(second.open_line_ids.executor_id, self.people["pm"])

    def test_who_reads_and_writes(self):
        meeting = self._meeting(invited=("cs",))
        reads = {code for code in self.users if self._as(code, meeting).has_access("read")}
        self.assertEqual(reads, {"gm", "om", "pm", "mm", "dm", "sd", "bm", "cs"})
        for code in set(self.users) - {"om"}:
            for button in ("action_hold", "action_resolve", "action_send", "action_cancel"):
                with self.subTest(code, button=button), self.assertRaises(AccessError):
                    getattr(self._as(code, meeting), button)()
            for record in (meeting, meeting.agenda_ids):
                with self.subTest(code, model=record._name), self.assertRaises(AccessError):
                    self._as(code, record).write({"name": "x"})

    def test_other_department(self):
        away = self._person("t_away", department_id=self.other.id)
        self._assign(away, "pm", self.other)
        meeting = self._meeting()
        for record in (meeting, meeting.agenda_ids, meeting.attendee_ids):
            with self.subTest(record._name):
                self.assertFalse(record.with_user(away.user_id).has_access("read"))

    def test_nothing_is_forged(self):
        for vals in ({"state": "sent"}, {"caller_id": self.users["gm"].id}, {"event_id": 1}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self._meeting(**vals)
        meeting = self._held()
        with self.assertRaises(AccessError):
            meeting.attendee_ids.write({"read_at": fields.Datetime.now()})
        with self.assertRaises(AccessError):
            self.env["ops.meeting.resolution"].with_user(self.users["om"]).create(
                {"meeting_id": meeting.id, "name": "x", "due": self._day(1), "directive_id": 1}
            )

    def test_printed_minutes(self):
        meeting = self._held()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "ops_roles.report_meeting", meeting.ids
        )
        self.assertIn("Service level", html.decode())
