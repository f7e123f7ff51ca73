"""One tour per role card: its duties from login to result, within the clicks screens.md allows.

What each of them starts from is made here as its colleagues would make it. The tours of single
features (approvals, letters, platforms, …) go deeper; ``ops_roles_assign`` is the one of adm.
"""

from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common_work import WorkCase

NAMES = {"mm": "Tour centre manager", "bm": "Tour branch manager"}
DAY = date(2026, 3, 2)


@tagged("post_install", "-at_install")
class TestRoleDuties(WorkCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Names that are the same in whatever language is installed.
        for lang, _name in cls.env["res.lang"].get_installed():
            for code, name in NAMES.items():
                cls.roles[code].with_context(lang=lang).name = name
        cls.severity = cls.env["ops.incident.severity"].create(
            {"name": "Tour severity", "notify_minutes": 60, "role_ids": cls.roles["pm"].ids}
        )

    def tour(self, code):
        self.start_tour("/odoo", f"ops_duties_{code}", login=f"t_{code}")

    def of(self, role, model, /, **vals):
        return self.env[model].with_user(self.users[role]).create(vals)

    def last(self, model, *domain):
        return self.env[model].search([*domain], order="id desc", limit=1)

    def note(self, asker, signer):
        """A request that waits for ``signer`` alone."""
        line = {
            "name": "x",
            "resolver": "role",
            "everywhere": True,
            "role_ids": self.roles[signer].ids,
        }
        self.env["ops.approval.template"].create(
            {
                "name": "Tour",
                "sequence": -1000,
                "model_id": self.env["ir.model"]._get_id("ops.approval.note"),
                "line_ids": [Command.create(line)],
            }
        )
        note = self.of(
            asker,
            "ops.approval.note",
            name="Tour server",
            text="One more",
            department_id=self.project.id,
        )
        note.action_submit()
        return note

    def letter(self, leader=None):
        """A registered letter; with a leader, one that waits for his instruction."""
        letter = self.of("sa", "ops.letter", name="Tour letter", correspondent="Bureau")
        letter.action_register()
        if leader:
            letter.write({"proposal": "Answer it", "leader_id": self.users[leader].id})
            letter.action_propose()
        return letter

    def test_gm(self):
        note = self.note("mm", "gm")
        self.tour("gm")
        self.assertEqual(note.approval_state, "approved")
        directive = self.last("ops.directive", ("issuer_id", "=", self.users["gm"].id))
        self.assertEqual(directive.line_ids.user_id, self.users["mm"])

    def test_om(self):
        document = self.of("qa", "ops.document", name="Tour rules")
        version = self.env["ops.document.version"].with_user(self.users["qa"])
        version = version.create(
            {"document_id": document.id, "body": "<p>Greet first</p>", "change_note": "Revised"}
        )
        version.action_submit()
        self.assertEqual(version.sudo().approval_waiting_user_ids, self.users["om"])
        self.tour("om")
        self.assertEqual(version.state, "published")
        meeting = self.last("ops.meeting", ("caller_id", "=", self.users["om"].id))
        self.assertTrue(meeting.agenda_ids)
        self.assertIn(self.users["pm"].partner_id, meeting.event_id.partner_ids)

    def test_pm(self):
        alarm = self.of(
            "cs",
            "ops.incident",
            name="Tour alarm",
            severity_id=self.severity.id,
            department_id=self.project.id,
        )
        self.tour("pm")
        self.assertTrue(alarm.sudo().notice_ids.confirmed_at)
        mine = self.last("ops.incident", ("reporter_id", "=", self.users["pm"].id))
        self.assertEqual(mine.name, "Tour outage")

    def test_sv(self):
        line = self._directive("pm", "sv").line_ids
        self.tour("sv")
        self.assertEqual((line.state, line.progress), ("doing", 50))
        note = self.last("ops.approval.note", ("create_uid", "=", self.users["sv"].id))
        self.assertEqual(note.approval_state, "pending")

    def test_cs(self):
        rule = self.env["ops.summary.rule"].create(
            {"kind": "daily", "role_ids": [Command.set(self.roles["cs"].ids)]}
        )
        made = self.env["ops.summary"]._make(rule, self.env.company, DAY, DAY)
        mine = made.filtered(lambda one: one.user_id == self.users["cs"])
        self.tour("cs")
        self.assertEqual((mine.state, mine.done), ("submitted", "Answered all calls"))

    def test_qa(self):
        indicator = self.of(
            "qa",
            "ops.indicator",
            name="Tour indicator",
            code="tour_indicator",
            sequence=-1,
            model="ops.incident",
            date_field="happened_at",
            department_path="department_id",
        )
        self.tour("qa")
        self.assertEqual(indicator.create_uid, self.users["qa"])

    def test_tr(self):
        need = self.of("sv", "ops.training.need", topic="Tour dialects", reason="Asked twice")
        self.tour("tr")
        self.assertEqual((need.state, need.sudo().handled_by_id), ("done", self.users["tr"]))

    def test_mm(self):
        letter = self.letter("mm")
        self.tour("mm")
        self.assertEqual(letter.sudo().instruction_ids.user_id, self.users["mm"])
        directive = self.last("ops.directive", ("issuer_id", "=", self.users["mm"].id))
        self.assertEqual(directive.line_ids.user_id, self.users["bm"])

    def test_dm(self):
        letter = self.letter("dm")
        self.tour("dm")
        self.assertEqual(letter.state, "circulating")
        self.assertIn(self.users["bm"], letter.sudo().reader_ids.user_id)

    def test_sd(self):
        letter = self.letter()
        letter._circulate(self.users["sd"])
        line = self._directive("sd", "sa").line_ids
        self._done("sa", line)
        self.tour("sd")
        self.assertTrue(letter.sudo().reader_ids.read_at)
        self.assertEqual(line.directive_id.state, "closed")

    def test_bm(self):
        line = self._directive("mm", "bm").line_ids
        self.tour("bm")
        self.assertEqual(line.state, "done")
        mine = self.last("ops.incident", ("reporter_id", "=", self.users["bm"].id))
        self.assertEqual(mine.name, "Tour accident")

    def test_sa(self):
        self.tour("sa")
        letter = self.last("ops.letter", ("registered_by_id", "=", self.users["sa"].id))
        self.assertEqual((letter.name, letter.correspondent), ("Tour letter", "Tour bureau"))
        self.assertTrue(letter.number)

    def test_da(self):
        platform = self.env["ops.platform"].create(
            {
                "name": "Tour platform",
                "department_id": self.project.id,
                "keeper_id": self.users["da"].id,
            }
        )
        platform.account_ids = [
            Command.create(
                {
                    "login": "tour-login",
                    "holder_id": self.users["da"].id,
                    "expires_on": self.today + timedelta(days=3),
                }
            )
        ]
        self.tour("da")
        self.assertEqual(platform.today, "well")

    def test_fin(self):
        note = self.note("mm", "fin")
        self.tour("fin")
        self.assertEqual(note.approval_state, "approved")
