import base64
import io
from datetime import date

import xlsxwriter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import date_utils

#: Days a customer's workbook may hold; a sheet ends at about a million lines.
MAX_ROWS = 200_000


class OpsSimUsageExtract(models.TransientModel):
    """The traffic of cards, day by day, as a workbook for a customer."""

    _name = "ops.sim.usage.extract"
    _description = "Traffic of cards for a customer"

    sim_ids = fields.Many2many("ops.sim", string="SIM cards")
    partner_id = fields.Many2one("res.partner", "Customer", help="All cards fitted for them.")
    month_from = fields.Date("From", required=True, default=lambda self: self._last_month())
    month_to = fields.Date("To", required=True, default=lambda self: self._last_month())
    workbook = fields.Binary(readonly=True, attachment=False)
    workbook_name = fields.Char(readonly=True)

    @api.model
    def _last_month(self):
        first = self.env.company._ops_today().replace(day=1)
        return date_utils.subtract(first, months=1)

    @api.model
    def default_get(self, fields):
        """Start with the cards that were chosen in a list."""
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "ops.sim" and "sim_ids" in fields:
            values["sim_ids"] = [(6, 0, self.env.context.get("active_ids", []))]
        return values

    def action_extract(self):
        """Download the workbook; only cards in one's reach are in it."""
        self.ensure_one()
        sims = self.sim_ids
        if self.partner_id:
            sims |= (
                self.env["ops.installation"]
                .search([("partner_id", "=", self.partner_id.id)])
                .sim_id
            )
        if not sims:
            raise UserError(self.env._("Choose cards, or a customer who has some."))
        first = self.month_from.replace(day=1)
        last = date_utils.end_of(self.month_to, "month")
        self.workbook = base64.b64encode(self._book(sims, first, last))
        self.workbook_name = self.env._("Traffic %(first)s to %(last)s", first=first, last=last)
        self.workbook_name += ".xlsx"
        url = f"/web/content/{self._name}/{self.id}/workbook/{self.workbook_name}?download=1"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def _book(self, sims, first: date, last: date) -> bytes:
        months = self._months(sims, first, last)
        days = self.env["ops.sim.usage.day"].search_fetch(
            [("sim_id", "in", sims.ids), ("day", ">=", first), ("day", "<=", last)],
            ["iccid", "sim_id", "day", "mb"],
            order="iccid, day",
            limit=MAX_ROWS + 1,
        )
        if len(days) > MAX_ROWS:
            raise UserError(self.env._("That is too much for one workbook. Choose fewer months."))
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
            heads = (self.env._("ICCID"), self.env._("Card number"))
            self._sheet(
                *(book, self.env._("Months"), (*heads, self.env._("Month"), "MB"), months),
            )
            rows = ((day.iccid, day.sim_id.msisdn or "", f"{day.day}", day.mb) for day in days)
            self._sheet(book, self.env._("Days"), (*heads, self.env._("Day"), "MB"), rows)
        return buffer.getvalue()

    @api.model
    def _months(self, sims, first, last) -> list:
        usages = self.env["ops.sim.usage"].search(
            [("sim_id", "in", sims.ids), ("month", ">=", first), ("month", "<=", last)],
            order="iccid, month",
        )
        return [
            (one.iccid, one.sim_id.msisdn or "", f"{one.month:%Y-%m}", one.total_mb)
            for one in usages
        ]

    @api.model
    def _sheet(self, book, name, heads, rows):
        page = book.add_worksheet(name[:31])
        page.write_row(0, 0, heads, book.add_format({"bold": True, "bg_color": "#D9E2F3"}))
        for number, row in enumerate(rows, 1):
            page.write_row(number, 0, row)
        page.set_column(0, 1, 24)
        page.freeze_panes(1, 0)
