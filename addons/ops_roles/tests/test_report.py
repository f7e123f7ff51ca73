import base64
import io
from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core.report_book import Chart, Column, Sheet
from ..core.report_period import period_of
from .common_work import WorkCase

REPORTS = "odoo.addons.ops_roles.models.ops_report"
EVIL = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "http://evil.example/")


def _evil_sheet(figure=1):
    rows = tuple({"name": text, "n": figure} for text in EVIL)
    columns = (Column("name", "=Name"), Column("n", "N", "integer", "=counted"))
    return [Sheet("=Sheet/1", columns, rows, (Chart("column", "=c", "name", ("n",)),), ("@note",))]


@tagged("post_install", "-at_install")
class TestReport(WorkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ops.report.definition"].search([]).active = False
        cls.env.company.partner_id.lang = "en_US"
        cls.first, cls.last = period_of("month", cls.today)
        cls.definition = cls._definition("directives")

    @classmethod
    def _definition(cls, code, **vals):
        return cls.env["ops.report.definition"].create(
            {
                "name": f"Report {code}",
                "code": code,
                "builder": "directives",
                "role_ids": [Command.set((cls.roles["pm"] | cls.roles["om"]).ids)],
                "department_ids": [Command.set((cls.project | cls.other).ids)],
                "user_id": cls.users["adm"].id,
                **vals,
            }
        )

    def _draw(self, definition=None, department=None):
        definition = definition or self.definition
        return self.env["ops.report"]._draw(
            definition, department or self.project, self.first, self.last
        )

    def _built(self, sheets):
        return patch.object(type(self.env["ops.report.builder"]), "_build", lambda *args: sheets)

    def _sent(self, report):
        mine = [("model", "=", report._name), ("res_id", "=", report.id)]
        return self.env["mail.message"].search([*mine, ("attachment_ids", "!=", False)])

    def _book(self, report):
        return load_workbook(io.BytesIO(base64.b64decode(report.workbook)))

    def test_figures_are_those_of_directives_and_open_their_records(self):
        lines = self._directive("pm", "cs").line_ids | self._directive("pm", "cs").line_ids
        self._done("cs", lines[0])
        self._as("pm", lines[0]).action_accept()
        [sheet] = self._draw().content
        row = sheet["rows"][0]
        self.env.cr.execute(
            "SELECT count(*), count(*) FILTER (WHERE closed_at IS NOT NULL),"
            " count(*) FILTER (WHERE closed_at IS NULL)"
            " FROM ops_directive_line WHERE department_id = %s",
            [self.project.id],
        )
        self.assertEqual((row["issued"], row["closed"], row["open"]), self.env.cr.fetchone())
        self.assertEqual((row["issued"], row["rate"]), (2, 1.0))
        for one in sheet["rows"]:
            for column, domain in one["_domains"].items():
                with self.subTest(column=column, row=one["department"]):
                    count = self.env[one["_model"]].search_count(domain)
                    self.assertEqual(count, one[column])

    def test_texts_never_become_formulas_or_links(self):
        with self._built(_evil_sheet()):
            report = self._draw()
        page = self._book(report).worksheets[0]
        cells = [cell for line in page.iter_rows() for cell in line if cell.value is not None]
        self.assertLessEqual(set(EVIL), {cell.value for cell in cells})
        self.assertFalse([cell for cell in cells if cell.data_type == "f" or cell.hyperlink])
        self.assertEqual(len(page._charts), 1)
        self.assertIn("@note", [cell.value for cell in cells])

    def test_the_same_figures_make_no_new_version(self):
        report = self._draw()
        self.assertEqual(self._draw(), report)
        self.assertEqual(report.version, 1)

    def test_a_change_makes_a_version_and_shows_what(self):
        first = self._draw()
        frozen = first.content
        self._directive("pm", "cs")
        second = self._draw()
        self.assertEqual((second.version, first.is_latest, second.is_latest), (2, False, True))
        self.assertEqual(first.content, frozen)
        changed = {(one["row"], one["column"], one["new"]) for one in second.difference}
        self.assertIn(("Total", "Conveyed", 1), changed)

    def test_readers_get_it_with_the_workbook(self):
        report = self._draw()
        self.assertEqual(report.state, "sent")
        message = self._sent(report)
        self.assertEqual(
            message.notified_partner_ids, (self.users["pm"] | self.users["om"]).partner_id
        )
        file = message.attachment_ids.with_user(self.users["pm"])
        self.assertTrue(file.raw.startswith(b"PK"))
        self._as("pm", report).action_send()
        self.assertEqual(len(self._sent(report)), 2)

    def test_nobody_else_reads_or_draws_it(self):
        report = self._draw()
        for code in ("cs", "qa"):
            for call in ("action_send", "action_redraw", "action_download"):
                with self.subTest(code=code, call=call), self.assertRaises(AccessError):
                    getattr(self._as(code, report), call)()
        elsewhere = self._draw(department=self.other)
        self.assertFalse(self._as("pm", elsewhere).has_access("read"))
        with self.assertRaises(AccessError):
            self._as("pm", report).content = []
        with self.assertRaises(UserError):
            report.unlink()

    def test_drawn_by_hand_once_the_period_is_over(self):
        values = {"definition_id": self.definition.id, "department_id": self.project.id}
        wizard = self.env["ops.report.draw"].with_user(self.users["pm"]).create(values)
        report = self.env["ops.report"].browse(wizard.action_draw()["res_id"])
        self.assertEqual(report.drawn_by_id, self.users["pm"])
        self.assertLess(report.date_to, self.today)
        wizard.day = self.today
        with self.assertRaises(UserError):
            wizard.action_draw()
        wizard.write({"department_id": self.other.id, "day": wizard.date_from})
        with self.assertRaises(AccessError):
            wizard.action_draw()

    def test_drawn_when_the_month_is_over_in_shanghai(self):
        self.definition.write({"date_start": "2026-10-01", "hour": 7})
        key = (self.project, date(2026, 10, 1), date(2026, 10, 31))
        for moment, due in (("2026-10-31 22:59:59", False), ("2026-10-31 23:00:00", True)):
            with self.subTest(moment), freeze_time(moment):
                found = self.definition._due(fields.Datetime.to_datetime(moment))
                self.assertEqual(key in found, due)

    def test_a_failed_report_stops_no_other_and_is_seen(self):
        bad = self._definition("bad", date_start=self.first - timedelta(days=40), hour=0)
        self.definition.write({"date_start": bad.date_start, "hour": 0})
        builder = type(self.env["ops.report.builder"])
        good = builder._build_directives

        def build(model, department, *dates):
            if department == self.other:
                raise ValueError("no such table")
            return good(model, department, *dates)

        commit = patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 600)
        with patch.object(builder, "_build_directives", build), commit, mute_logger(REPORTS):
            self.env["ops.report.definition"]._cron_draw()
        failed = self.env["ops.report"].search([("definition_id", "=", bad.id)])
        self.assertEqual(set(failed.mapped("state")), {"sent", "failed"})
        report = failed.filtered(lambda one: one.state == "failed")
        self.assertEqual(report.error, "no such table")
        self.assertEqual(report.activity_ids.user_id, self.users["adm"])
        home = self.env["ops.home"].with_user(self.users["adm"]).get_home()
        cards = {card["key"]: card for part in home["sections"] for card in part["cards"]}
        self.assertIn(report.name, [one["label"] for one in cards["failed_reports"]["items"]])
        self._as("adm", report).action_redraw()
        self.assertFalse(report.is_latest)
        self.assertFalse(report.activity_ids)

    def test_approval_before_it_is_sent(self):
        self.people["om"].department_id = self.centre
        definition = self._definition("signed", needs_approval=True, user_id=self.users["pm"].id)
        self.people["pm"].parent_id = self.people["om"]
        report = self._draw(definition)
        self.assertEqual((report.state, report.activity_ids.user_id), ("drawn", self.users["pm"]))
        with self.assertRaises(UserError):
            self._as("pm", report).action_send()
        self._as("pm", report).action_submit()
        self._as("om", report).action_approve("read")
        self.assertEqual((report.approval_state, report.state), ("approved", "sent"))
        with self.assertRaises(ValidationError):
            definition.user_id = False

    def test_the_list_costs_the_same_with_many(self):
        self._draw()
        reports = self.env["ops.report"].with_user(self.users["om"])
        reports.web_search_read([], {"name": {}, "state": {}})
        self.env.invalidate_all()
        with self.assertQueryCount(7):  # one of them once per transaction: who is in charge where
            reports.web_search_read([], {"name": {}, "state": {}}, limit=80)
