from datetime import date

from odoo import api, fields, models, tools

from ..core.period import local_day


class ResCompany(models.Model):
    _inherit = "res.company"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"resource_calendar_id", "partner_id"}:
            self.env.registry.clear_cache()
        return result

    @tools.ormcache("self.id")
    def _ops_tz(self) -> str:
        """Return the time zone in which the days of this company begin.

        The company's working calendar decides; without one the zone of its address card.
        """
        self.ensure_one()
        company = self.sudo()
        return company.resource_calendar_id.tz or company.partner_id.tz or "UTC"

    def _ops_today(self) -> date:
        """Return today's calendar day in the company's time zone."""
        return local_day(fields.Datetime.now(), self._ops_tz())

    @api.model
    @tools.ormcache()
    def _ops_partner_ids(self) -> frozenset:
        """Return the ids of the address cards of our own companies, archived ones too."""
        companies = self.sudo().with_context(active_test=False).search([])
        return frozenset(companies.partner_id.ids)
