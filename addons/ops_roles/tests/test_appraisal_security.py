"""Appraisals cannot be forged: others' scores, states, frozen sheets, two at a time."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_appraisal import AppraisalCase

#: Those on the line, those beside it, and who gives out access.
CODES = ("gm", "om", "pm", "sv", "cs", "qa", "dm", "adm")
STEPS = (
    *("action_self", "action_score", "action_take_over", "action_confirm", "action_return"),
    *("action_accept", "action_appeal", "action_decide"),
)


@tagged("post_install", "-at_install")
class TestAppraisalSecurity(AppraisalCase):
    def _refused(self, call):
        with self.assertRaises(UserError), self.cr.savepoint():
            call()

    def test_each_step_is_for_one_role_only(self):
        sheet = self._started()["cs"]
        for prepare, allowed in (
            (None, {("cs", "action_self")}),
            (self._do_self, {("sv", "action_score"), ("sv", "action_take_over")}),
            (self._do_score, {("om", "action_confirm"), ("om", "action_return")}),
            (self._do_confirm, {("cs", "action_accept"), ("cs", "action_appeal")}),
        ):
            if prepare:
                prepare(sheet)
            state = sheet.state
            for code in CODES:
                for step in STEPS:
                    if (code, step) not in allowed:
                        with self.subTest(state=state, code=code, step=step):
                            self._refused(getattr(self._as(sheet, code), step))
            self.assertEqual(sheet.state, state)

    def _do_self(self, sheet):
        self._as(sheet, "cs").line_ids.self_score = 80
        self._as(sheet, "cs").action_self()

    def _do_score(self, sheet):
        self._as(sheet, "sv").line_ids.superior_score = 80
        self._as(sheet, "sv").action_score()

    def _do_confirm(self, sheet):
        self._as(sheet, "om").action_confirm()

    def test_nobody_types_in_the_column_of_another(self):
        sheet = self._started()["cs"]
        for code in CODES:
            for column in ("superior_score", "remark", "decided_score"):
                with self.subTest(code=code, column=column):
                    line = self._as(sheet.line_ids[0], code)
                    self._refused(lambda line=line, column=column: line.write({column: 1}))
            if code != "cs":
                line = self._as(sheet.line_ids[0], code)
                self._refused(lambda line=line: line.write({"self_score": 1}))
                self._refused(lambda code=code: self._as(sheet, code).write({"self_note": "words"}))
            self._refused(lambda code=code: self._as(sheet, code).write({"comment": "words"}))
        self._do_self(sheet)
        self._refused(lambda: self._as(sheet.line_ids[0], "cs").write({"self_score": 100}))
        self._refused(lambda: self._as(sheet.line_ids[0], "cs").write({"superior_score": 100}))

    def test_nothing_guarded_is_typed_in(self):
        sheet = self._started()["cs"]
        for code in CODES:
            for vals in (
                {"state": "frozen"},
                {"total": 100},
                {"grade": "A"},
                {"superior_id": self.users["cs"].id},
                {"digest": "x"},
                {"due": "2030-01-01"},
            ):
                with self.subTest(code=code, vals=vals):
                    self._refused(lambda code=code, vals=vals: self._as(sheet, code).write(vals))
            line = self._as(sheet.line_ids[0], code)
            for vals in ({"weight": 99}, {"measured_score": 100}, {"actual": 9}, {"name": "x"}):
                self._refused(lambda line=line, vals=vals: line.write(vals))
            self._refused(lambda code=code: self._as(sheet, code).copy())
            self._refused(lambda code=code: self._as(sheet, code).unlink())
            self._refused(
                lambda code=code: self._as(sheet, code).line_ids.create(
                    {"appraisal_id": sheet.id, "name": "x"}
                )
            )

    def test_import_and_context_forge_nothing(self):
        cycles = self._as(self.env["ops.appraisal.cycle"], "om")
        result = cycles.load(
            ["department_id/.id", "date_from", "template_ids/.id", "state"],
            [[str(self.project.id), "2026-02-01", str(self.template.id), "closed"]],
        )
        self.assertFalse(result["ids"])
        cycle = cycles.with_context(default_state="closed", default_started_by_id=2).create(
            {
                "department_id": self.project.id,
                "date_from": "2026-02-01",
                "template_ids": [Command.set(self.template.ids)],
            }
        )
        self.assertRecordValues(cycle, [{"state": "draft", "started_by_id": False}])
        result = self._as(self.env["ops.appraisal"], "om").load(
            ["employee_id/.id", "state"], [[str(self.people["cs"].id), "frozen"]]
        )
        self.assertFalse(result["ids"])

    def test_frozen_stays_frozen_even_for_server_code(self):
        sheet = self._frozen()
        for write in (
            lambda: sheet.sudo().write({"total": 1}),
            lambda: sheet.sudo().write({"state": "score"}),
            lambda: sheet.sudo().line_ids.write({"superior_score": 1}),
            lambda: sheet.sudo().line_ids.write({"decided_score": 1}),
            lambda: sheet.sudo().unlink(),
        ):
            self._refused(write)
        sheet.message_post(body="Thank you")

    def test_colleagues_read_nothing(self):
        sheet = self._published()
        for code in CODES:
            reads = code in ("gm", "om", "pm", "sv", "cs")
            with self.subTest(code):
                self.assertEqual(self._as(sheet, code).has_access("read"), reads)
                self.assertEqual(self._as(sheet.line_ids[0], code).has_access("read"), reads)
        other = self._person("t_other")
        self._assign(other, "cs", self.project)
        self.assertFalse(sheet.with_user(other.user_id).has_access("read"))

    def test_the_second_of_two_at_a_time_is_told(self):
        """When another transaction is through, the state decides: nothing is done twice."""
        sheet = self._scored()
        self.assertEqual(sheet.state, "confirm")
        self._as(sheet, "om").action_confirm()
        self._refused(self._as(sheet, "om").action_confirm)
        self._refused(lambda: self._dialog(self._as(sheet, "om"), "action_return"))
        self.assertEqual(sheet.state, "published")
