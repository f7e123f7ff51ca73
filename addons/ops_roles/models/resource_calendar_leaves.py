from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..core import china_calendar
from ..core.period import local_day, midnight_utc
from ..core.workdays import days_of


class ResourceCalendarLeaves(models.Model):
    """Public holidays of the company; a weekend worked in exchange is of the type "other"."""

    _inherit = "resource.calendar.leaves"

    ops_year = fields.Integer(
        "Filled for the year",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Filled from the list of public holidays; 0 when entered by hand.",
    )

    def action_ops_fill(self):
        """Fill in the public holidays of this year and the next, as far as they are known."""
        if not self.env.user.has_group("ops_roles.group_adm"):
            raise AccessError(self.env._("Only the access administrator fills in holidays."))
        self.sudo()._ops_fill(self.env.companies)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _ops_fill(self, companies=None):
        """Fill this year and the neighbours for companies in China; again changes nothing.

        :return: the years that were filled now
        """
        companies = companies or self.env["res.company"].sudo().search([])
        return [
            company._ops_today().year + offset
            for company in companies.filtered(lambda one: one.country_id.code == "CN")
            for offset in (-1, 0, 1)
            if self._ops_fill_year(company, company._ops_today().year + offset)
        ]

    @api.model
    def _ops_fill_year(self, company, year) -> bool:
        if self.sudo().search_count(
            [("company_id", "=", company.id), ("ops_year", "=", year)], limit=1
        ):
            return False
        found = china_calendar.exceptions(year)
        if not found:
            return False
        kinds = zip(("leave", "other"), found, strict=True)
        leaves = self.sudo().with_company(company)
        leaves.create(
            [
                leaves._ops_span_vals(company, year, kind, *span)
                for kind, spans in kinds
                for span in spans
            ]
        )
        return True

    @api.model
    def _ops_span_vals(self, company, year, kind, first, last, holiday):
        zone = company._ops_tz()
        env = self.with_context(lang=company.partner_id.lang or self.env.lang).env
        name = holiday.chinese if (env.lang or "").startswith("zh") else holiday.value
        if kind == "other":
            name = env._("Worked in exchange: %(holiday)s", holiday=name)
        return {
            "name": name,
            "company_id": company.id,
            "calendar_id": False,
            "time_type": kind,
            "ops_year": year,
            "date_from": midnight_utc(first, zone),
            "date_to": midnight_utc(last + timedelta(days=1), zone) - timedelta(seconds=1),
        }

    def _ops_days(self, zone) -> set:
        """Return the calendar days in ``zone`` these leaves cover."""
        return {
            day
            for leave in self
            for day in days_of(local_day(leave.date_from, zone), local_day(leave.date_to, zone))
        }
