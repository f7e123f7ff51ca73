from odoo import models
from odoo.fields import Domain


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def _ops_workplaces(self, first, last) -> dict:
        """Return ``{employee id: [(first day, last day or False, branch)]}`` of postings (sudo)."""
        postings = self.env["ops.posting"].sudo()
        found = postings.search_fetch(
            Domain("employee_id", "in", self.ids)
            & Domain("date_from", "<=", last)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", first)),
            ["employee_id", "date_from", "date_to", "branch_id"],
        )
        return {
            person.id: [(one.date_from, one.date_to, one.branch_id) for one in mine]
            for person, mine in found.grouped("employee_id").items()
        }

    def _ops_branches_on(self, days) -> list:
        """Return where each of these people worked on the day of the same place (sudo).

        :param days: calendar days, one per record of ``self``, which may repeat a person
        """
        known = [day for day in days if day]
        stays = self._ops_workplaces(min(known), max(known)) if known else {}
        return [
            next(
                (
                    branch
                    for first, last, branch in stays.get(person.id, ())
                    if day and first <= day and (not last or day <= last)
                ),
                person.sudo().department_id.ops_branch_id,
            )
            for person, day in zip(self, days, strict=True)
        ]
