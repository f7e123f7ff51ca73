from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_work import WorkCase


@tagged("post_install", "-at_install")
class TestIncident(WorkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.severity = cls.env["ops.incident.severity"].create(
            {
                "name": "Test",
                "notify_minutes": 45,
                "role_ids": [Command.set((cls.roles["pm"] | cls.roles["gm"]).ids)],
            }
        )
        cls.now = fields.Datetime.now()

    def _incident(self, reporter="cs", **vals):
        return (
            self.env["ops.incident"]
            .with_user(self.users[reporter])
            .create(
                {
                    "name": "Lines down",
                    "severity_id": self.severity.id,
                    "happened_at": self.now,
                    "department_id": self.project.id,
                    **vals,
                }
            )
        )

    def _handled(self, **vals):
        incident = self._incident(**vals)
        self._as("pm", incident).action_take()
        self._as("pm", incident).write(
            {
                "measure_ids": [Command.create({"text": "Switched over"})],
                "cause": "Cable",
                "prevention": "Second cable",
            }
        )
        return incident

    def _notified(self, incident):
        return incident.sudo().notice_ids.user_id

    def test_who_must_know_is_asked_at_once(self):
        away = self._person("t_away", department_id=self.other.id)
        self._assign(away, "pm", self.other)
        incident = self._incident()
        self.assertEqual(incident.notify_by, self.now + timedelta(minutes=45))
        self.assertEqual(self._notified(incident), self.users["pm"] | self.users["gm"])
        todos = incident.sudo().activity_ids
        self.assertEqual(todos.user_id, self.users["pm"] | self.users["gm"])
        home = self.env["ops.home"].with_user(self.users["pm"])
        self.assertEqual(len(home._home_incidents()["items"]), 1)
        self._as("pm", incident).action_confirm()
        self.assertFalse(home._home_incidents()["items"])
        self.assertEqual(incident.sudo().activity_ids.user_id, self.users["gm"])
        with self.assertRaises(AccessError):
            self._as("cs", incident).action_confirm()

    def test_the_reporter_knows_and_a_head_answers_without_roles(self):
        incident = self._incident("pm")
        self.assertEqual(self._notified(incident), self.users["gm"])
        self.severity.role_ids = False
        self.project.manager_id = self.people["sv"]
        self.assertEqual(self._notified(self._incident()), self.users["sv"])

    def test_another_severity_asks_more_people(self):
        incident = self._incident()
        self._as("pm", incident).action_confirm()
        graver = self.severity.copy({"name": "Graver", "notify_minutes": 5})
        graver.role_ids |= self.roles["om"]
        self._as("pm", incident).severity_id = graver
        due = {one.user_id: one.due_at - self.now for one in incident.sudo().notice_ids}
        late, soon = timedelta(minutes=45), timedelta(minutes=5)
        expected = {"pm": late, "gm": soon, "om": soon}
        self.assertEqual(due, {self.users[code]: delta for code, delta in expected.items()})

    def test_light_of_a_missed_notice(self):
        incident = self._incident()
        incidents = self.env["ops.incident"].with_user(self.users["pm"])

        def lights():
            incident.invalidate_recordset()
            incident.sudo().notice_ids.invalidate_recordset()
            shown = self._as("pm", incident).light
            found = [
                light
                for light in ("blue", "yellow", "red")
                if incident in incidents.search([("light", "=", light)])
            ]
            self.assertEqual(found, [shown])
            return shown

        self.assertEqual(lights(), "yellow")
        self._as("pm", incident).action_confirm()
        with freeze_time(self.now + timedelta(minutes=46)):
            self.assertEqual(lights(), "red")
            self._as("gm", incident).action_confirm()
        self.assertEqual(lights(), "red")
        in_time = self._incident()
        for code in ("pm", "gm"):
            self._as(code, in_time).action_confirm()
        self.assertEqual(in_time.light, "blue")

    def test_closed_by_another_with_cause_and_measure(self):
        incident = self._incident()
        with self.assertRaises(UserError):
            self._as("pm", incident).action_close()
        self._as("pm", incident).action_take()
        with self.assertRaises(UserError):
            self._as("pm", incident).action_close()
        self._as("cs", incident).measure_ids = [Command.create({"text": "Rang the carrier"})]
        self._as("pm", incident).write({"cause": "Cable", "prevention": "Second cable"})
        self._as("pm", incident).action_close()
        self.assertEqual((incident.state, incident.closed_by_id), ("closed", self.users["pm"]))
        for change in ({"name": "x"}, {"measure_ids": [Command.create({"text": "x"})]}):
            with self.subTest(change=change), self.assertRaises(UserError):
                self._as("pm", incident).write(change)

    def test_the_reporter_does_not_close(self):
        incident = self._handled(reporter="pm")
        with self.assertRaises(AccessError):
            self._as("pm", incident).action_close()
        self._as("gm", incident).action_close()
        self.assertEqual(incident.state, "closed")

    def test_directives_follow(self):
        incident = self._handled()
        directive = (
            self.env["ops.directive"]
            .with_user(self.users["pm"])
            ._open_from(incident, "Repair", self.people["sv"], self._day(2), "", kind="incident")
        )
        self.assertEqual(directive.source_kind, "incident")
        self.assertEqual(self._as("pm", incident).directive_count, 1)

    def test_who_reads_and_writes(self):
        incident = self._incident()
        reads = {code for code in self.users if self._as(code, incident).has_access("read")}
        leads = {"gm", "om", "pm", "sv", "mm", "dm", "sd", "bm"}
        self.assertEqual(reads, leads | {"cs"})
        for code in set(self.users) - leads:
            with self.subTest(code), self.assertRaises(AccessError):
                self._as(code, incident).action_take()
        for code in set(self.users) - leads - {"cs"}:
            with self.subTest(code), self.assertRaises(AccessError):
                self._as(code, incident).write({"name": "x"})
            with self.subTest(code), self.assertRaises(AccessError):
                self.env["ops.incident.measure"].with_user(self.users[code]).create(
                    {"incident_id": incident.id, "text": "x"}
                )

    def test_other_department(self):
        away = self._person("t_away", department_id=self.other.id)
        self._assign(away, "pm", self.other)
        incident = self._handled()
        for record in (incident, incident.measure_ids, incident.sudo().notice_ids):
            with self.subTest(record._name):
                self.assertFalse(record.with_user(away.user_id).has_access("read"))

    def test_nothing_is_forged(self):
        for vals in (
            {"state": "closed"},
            {"reporter_id": self.users["gm"].id},
            {"handler_id": self.users["gm"].id},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self._incident(**vals)
        with self.assertRaises(ValidationError):
            self._incident(happened_at=self.now + timedelta(hours=1))
        incident = self._handled()
        notice = incident.sudo().notice_ids[0]
        for record, vals in (
            (notice, {"confirmed_at": self.now}),
            (incident.measure_ids, {"text": "x"}),
            (self.severity, {"notify_minutes": 999}),
        ):
            with self.subTest(record._name), self.assertRaises(AccessError):
                self._as("pm", record).write(vals)
        with self.assertRaises(AccessError):
            self.env["ops.incident.measure"].with_user(self.users["pm"]).create(
                {"incident_id": incident.id, "text": "x", "user_id": self.users["gm"].id}
            )
