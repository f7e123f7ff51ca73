"""Fixtures of appraisals: a cycle of January 2026 for the project, of supervisors and agents.

``self.template`` is for cs and sv: one line by hand (40 %) and one by an indicator (60 %),
confirmed by om; ``self._started()`` gives the appraisals by role code. The month is over whatever
today is.
"""

from datetime import date

from odoo.fields import Command

from .common_roles import RolesCase

JANUARY = date(2026, 1, 1)


class AppraisalCase(RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("sv", "cs"):
            cls.people[code].department_id = cls.project
        cls.indicator = cls.env["ops.indicator"].create(
            {
                "name": "Incidents reported",
                "code": "t_appraisal",
                "model": "ops.incident",
                "date_field": "happened_at",
                "department_path": "department_id",
                "employee_path": "reporter_id",
            }
        )
        cls.template = cls.env["ops.appraisal.template"].create(
            {
                "name": "Floor",
                "role_ids": [Command.set((cls.roles["cs"] | cls.roles["sv"]).ids)],
                "confirm_role_ids": [Command.set(cls.roles["om"].ids)],
                "line_ids": [
                    Command.create({"name": "Conduct", "weight": 40}),
                    Command.create(
                        {"name": "Output", "weight": 60, "indicator_id": cls.indicator.id}
                    ),
                ],
                "grade_ids": [
                    Command.create({"name": "A", "minimum": 90, "coefficient": 1.2}),
                    Command.create({"name": "B", "minimum": 0, "coefficient": 0.9}),
                ],
            }
        )

    def _as(self, record, code):
        return record.with_user(self.users[code])

    def _cycle(self, **vals):
        return (
            self.env["ops.appraisal.cycle"]
            .with_user(self.users["om"])
            .create(
                {
                    "department_id": self.project.id,
                    "date_from": JANUARY,
                    "template_ids": [Command.set(self.template.ids)],
                    **vals,
                }
            )
        )

    def _target(self, code, value):
        return self.env["ops.target"].create(
            {
                "indicator_id": self.indicator.id,
                "date_from": JANUARY,
                "scope": "employee",
                "employee_id": self.people[code].id,
                "value": value,
            }
        )

    def _incidents(self, code, number):
        severity = self.env["ops.incident.severity"].create({"name": "x", "notify_minutes": 9})
        for day in range(number):
            self.env["ops.incident"].with_user(self.users[code]).create(
                {
                    "name": "x",
                    "severity_id": severity.id,
                    "happened_at": f"2026-01-{day + 2:02} 02:00:00",
                }
            )

    def _started(self, **vals):
        cycle = self._cycle(**vals)
        cycle.action_start()
        return {
            code: cycle.sudo().appraisal_ids.filtered(
                lambda one, code=code: one.user_id == self.users[code]
            )
            for code in ("sv", "cs")
        }

    def _assessed(self, code="cs", score=80):
        """Self-assessed; without a target both lines are scored by hand."""
        sheet = self._as(self._started()[code], code)
        sheet.line_ids.filtered("by_hand").self_score = score
        sheet.action_self()
        return sheet

    def _scored(self, code="cs", score=90):
        sheet = self._assessed(code)
        boss = self._as(sheet, "sv" if code == "cs" else "pm")
        boss.line_ids.superior_score = score
        boss.action_score()
        return sheet

    def _published(self, code="cs", score=90):
        sheet = self._scored(code, score)
        self._as(sheet, "om").action_confirm()
        return sheet

    def _frozen(self, code="cs"):
        sheet = self._published(code)
        sheet.action_accept()
        return sheet

    def _dialog(self, sheet, action, text="Words", **vals):
        """Fill in the dialog an action opens, and confirm it, as the user of ``sheet``."""
        context = getattr(sheet, action)()["context"]
        wizard = sheet.env["ops.appraisal.step"].with_context(**context)
        wizard.create({"text": text, **vals}).action_confirm()
