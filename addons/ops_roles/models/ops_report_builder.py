from odoo import api, models


class OpsReportBuilder(models.AbstractModel):
    """Where add-ons put the builders of their reports.

    ``_build_<name>(department, date_from, date_to)`` returns a list of
    ``ops_roles.core.report_book.Sheet``. It runs in superuser mode, in the language of the
    company, counts what lies in the department and those below, and reads by grouped queries.
    ``date_from`` and ``date_to`` are the first and last day in the company's time zone.
    """

    _name = "ops.report.builder"
    _description = "Builders of periodic reports"

    @api.model
    def _departments(self, department):
        """Return the department with all those below."""
        return self.env["hr.department"].search([("id", "child_of", department.ids)])

    @api.model
    def _names(self) -> list:
        """Names of all builders there are."""
        return sorted(name[7:] for name in dir(type(self)) if name.startswith("_build_"))

    @api.model
    def _build(self, name, department, date_from, date_to):
        return getattr(self, f"_build_{name}")(department, date_from, date_to)
