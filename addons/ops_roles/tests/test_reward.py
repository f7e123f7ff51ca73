"""Rewards and penalties: by clause and evidence, approved, unchangeable, in the payroll list."""

import base64
import io
from datetime import date

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_appraisal import JANUARY, AppraisalCase
from .common_roles import CODES


class RewardCase(AppraisalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        document = cls.env["ops.document"].create(
            {"name": "Rules", "kind": "policy", "department_id": cls.project.id}
        )
        cls.version = cls.env["ops.document.version"].create({"document_id": document.id})
        cls.version.sudo().state = "published"

    def _reward(self, code="sv", person="cs", evidence=True, **vals):
        rewards = self.env["ops.reward"].with_user(self.users[code])
        paper = {"name": "paper", "raw": b"seen", "mimetype": "text/plain"}
        return rewards.create(
            {
                "employee_id": self.people[person].id,
                "department_id": self.project.id,
                "amount": 100,
                "version_id": self.version.id,
                "clause": "3.2",
                "reason": "Praised by a customer",
                "month": JANUARY,
                "happened_on": JANUARY,
                "attachment_ids": [Command.create(paper)] if evidence else False,
                **vals,
            }
        )

    def _approved(self, **vals):
        reward = self._reward(**vals)
        reward.action_submit()
        self._as(reward, "pm").action_approve()
        return reward


@tagged("post_install", "-at_install")
class TestReward(RewardCase):
    def test_from_request_to_the_person(self):
        reward = self._reward()
        self.assertTrue(reward.name)
        self.assertFalse(self._as(reward, "cs").has_access("read"))
        reward.action_submit()
        with self.assertRaises(UserError):
            reward.action_approve()
        self._as(reward, "pm").action_approve()
        self.assertEqual(reward.approval_state, "approved")
        self.assertTrue(self._as(reward, "cs").has_access("read"))
        told = [("model", "=", "ops.reward"), ("res_id", "=", reward.id)]
        partners = self.env["mail.message"].search(told).partner_ids
        self.assertIn(self.users["cs"].partner_id, partners)

    def test_evidence_and_a_clause_in_force_are_needed(self):
        with self.assertRaises(UserError):
            self._reward(evidence=False).action_submit()
        reward = self._reward()
        self.version.sudo().state = "superseded"
        with self.assertRaises(UserError):
            reward.action_submit()

    def test_approved_it_stays(self):
        reward = self._approved()
        for vals in ({"amount": 999}, {"month": "2026-02-01"}, {"kind": "penalty"}):
            with self.subTest(vals), self.assertRaises(UserError), self.cr.savepoint():
                reward.write(vals)
            self.env.invalidate_all()
        for code in CODES:
            with self.subTest(code), self.assertRaises(UserError):
                self._as(reward, code).write({"approval_state": "draft"})
            with self.subTest(code), self.assertRaises(UserError):
                self._as(reward, code).unlink()

    def test_only_superiors_ask_and_nobody_for_himself(self):
        for code in ("cs", "qa", "sd", "bm"):
            with self.subTest(code), self.assertRaises(AccessError):
                self._reward(code=code)
        with self.assertRaises(AccessError):
            self._reward(code="sv", person="sv")
        with self.assertRaises(AccessError):
            self._reward(code="sv", person="pm")
        reward = self._reward()
        with self.assertRaises(AccessError):
            reward.employee_id = self.people["pm"].id
        self._reward(code="pm")

    def test_a_large_amount_needs_the_general_manager(self):
        reward = self._approved(amount=5000)
        self.assertEqual(reward.approval_state, "pending")
        self._as(reward, "gm").action_approve()
        self.assertEqual(reward.approval_state, "approved")

    def test_who_reads(self):
        reward = self._approved()
        for code in CODES:
            reads = code in ("gm", "om", "mm", "fin", "pm", "sv", "cs")
            with self.subTest(code):
                self.assertEqual(self._as(reward, code).has_access("read"), reads)

    def test_files_of_others_are_not_evidence(self):
        paper = self.env["ir.attachment"].with_user(self.users["pm"]).create({"name": "x"})
        with self.assertRaises(AccessError):
            self._reward(attachment_ids=[Command.link(paper.id)])


@tagged("post_install", "-at_install")
class TestPayroll(RewardCase):
    def _closed(self):
        sheets = self._started()
        cycle = sheets["cs"].cycle_id
        for sheet in sheets.values():
            sheet.line_ids.superior_score = 90
            sheet.write(sheet._result())
            sheet._freeze(self.env.user)
        return self._as(cycle, "om")

    def _report(self, cycle):
        action = cycle.action_payroll()
        return self.env["ops.report"].browse(action["res_id"])

    def test_the_list_of_the_month(self):
        self.people["cs"].name = "=1+1"
        self.people["cs"].barcode = "A007"
        self._approved()
        self._approved(kind="penalty", amount=30)
        self._approved(measure="points", amount=0, points=5)
        self._reward(amount=777)
        self._approved(month=date(2026, 2, 1))
        report = self._report(self._closed())
        row = next(one for one in report.content[0]["rows"] if one.get("number") == "A007")
        self.assertEqual(
            [row[key] for key in ("score", "grade", "coefficient", "rewards", "penalties", "net")],
            [90.0, "A", 1.2, 100.0, 30.0, 70.0],
        )
        self.assertEqual(row["points"], 5.0)
        book = load_workbook(io.BytesIO(base64.b64decode(report.workbook)))
        cells = [cell for line in book.worksheets[0] for cell in line]
        self.assertIn("=1+1", [cell.value for cell in cells if cell.data_type == "s"])
        self.assertFalse([cell for cell in cells if cell.data_type == "f"])

    def test_drawn_again_it_is_a_new_version_with_its_differences(self):
        cycle = self._closed()
        first = self._report(cycle)
        self.assertEqual(self._report(cycle), first)
        self._approved()
        second = self._report(cycle)
        self.assertEqual((second.version, first.is_latest), (2, False))
        self.assertIn(100.0, [one["new"] for one in second.difference])

    def test_not_before_all_are_frozen(self):
        sheets = self._started()
        with self.assertRaises(UserError):
            self._as(sheets["cs"].cycle_id, "om").action_payroll()

    def test_only_its_readers(self):
        cycle = self._closed()
        report = self._report(cycle)
        for code in CODES:
            allowed = code in ("gm", "om", "mm", "dm", "fin")
            with self.subTest(code):
                self.assertEqual(self._as(report, code).has_access("read"), allowed)
                if not allowed:
                    with self.assertRaises(AccessError):
                        self._as(cycle, code).action_payroll()

    def test_the_schedule_leaves_it_alone(self):
        definition = self.env.ref("ops_roles.report_payroll_month")
        definition.date_start = "2026-01-01"
        self.assertEqual(definition._due(self.env.cr.now()), [])

    def test_summary_of_the_appraisals(self):
        self._closed()
        builder = self.env["ops.report.builder"].sudo()
        today = self.env.company._ops_today()
        by_place, by_role, grades = builder._build("appraisals", self.centre, today, today)
        self.assertEqual([row["number"] for row in by_place.rows], [2, 2])
        names = {"Supervisor", "Customer Service Agent", "Total"}
        self.assertEqual({row["name"] for row in by_role.rows}, names)
        self.assertEqual([(row["grade"], row["share"]) for row in grades.rows], [("A", 1.0)])
        domain = by_place.rows[0]["_domains"]["frozen"]
        self.assertEqual(self.env["ops.appraisal"].search_count(domain), 2)
