"""Fixtures of directives: people of RolesCase, dates from today on in the company's zone.

``directive(issuer, *executors)`` makes a conveyed one; codes are those of ``RolesCase``.
"""

from datetime import timedelta

from odoo.fields import Command

from .common_roles import RolesCase


class WorkCase(RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env.company._ops_today()
        for code in set(cls.people) - {"gm", "adm"}:
            cls.people[code].department_id = cls.project

    def _day(self, days):
        return self.today + timedelta(days=days)

    def _draft(self, issuer, *executors, **vals):
        return (
            self.env["ops.directive"]
            .with_user(self.users[issuer])
            .create(
                {
                    "name": "Ring back all callers",
                    "text": "By the end of the week",
                    "due": self._day(5),
                    "checker_id": self.users[issuer].id,
                    "line_ids": [
                        Command.create({"executor_id": self.people[code].id}) for code in executors
                    ],
                    **vals,
                }
            )
        )

    def _directive(self, issuer, *executors, **vals):
        directive = self._draft(issuer, *executors, **vals)
        directive.action_convey()
        return directive

    def _as(self, code, record):
        return record.with_user(self.users[code])

    def _step(self, code, action, **vals):
        """Fill in the dialog an action opens, and confirm it, as the user of ``code``."""
        wizard = (
            self.env["ops.directive.step"]
            .with_user(self.users[code])
            .with_context(**action["context"])
            .create({"text": "words", **vals})
        )
        wizard.action_confirm()
        return wizard

    def _done(self, code, line):
        self._as(code, line).action_receive()
        self._step(code, self._as(code, line).action_done())
