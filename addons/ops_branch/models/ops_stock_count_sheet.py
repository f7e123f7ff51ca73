"""A count on paper and in Excel: a blind sheet while it goes on, the result afterwards."""

from odoo import models
from odoo.tools import format_date, format_datetime

from odoo.addons.ops_roles.core.report_book import Column, Sheet, write_book


class OpsStockCount(models.Model):
    _inherit = "ops.stock.count"

    def action_print(self):
        """Print the sheet of these counts."""
        self.check_access("read")
        return self.env.ref("ops_branch.report_stock_count").report_action(self.ids)

    def action_book(self):
        """Download the sheet of this count as XLSX."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": f"/ops/branch/count/{self.id}.xlsx"}

    def _shows_result(self) -> bool:
        """Whether this user may see the book, and there is a result to be seen."""
        lines = self.env["ops.stock.count.line"]
        return self.state in ("review", "posted") and lines.has_access("read")

    def _sheet_book(self) -> bytes:
        """Return the workbook of this count, as far as this user may see it."""
        self.ensure_one()
        sheet = self._result_sheet() if self._shows_result() else self._blind_sheet()
        return write_book(self._sheet_heading(), [sheet])

    def _sheet_heading(self) -> list:
        states = dict(self._fields["state"]._description_selection(self.env))
        return [
            ("", self.display_name),
            (self.env._("Goods"), self.categ_id.display_name or self.env._("All goods")),
            (self.env._("State"), states[self.state]),
            (self.env._("To be finished by"), format_date(self.env, self.due_on)),
            (self.env._("Book frozen at"), format_datetime(self.env, self.frozen_at) or ""),
            (self.env._("Counted by"), ", ".join(self.sudo().counter_ids.mapped("name"))),
            (self.env._("Approved by"), self.sudo().approved_by_id.name or ""),
        ]

    def _blind_sheet(self):
        columns = (
            Column("goods", self.env._("Goods")),
            Column("unit", self.env._("Unit")),
            Column("entered", self.env._("Found"), "number"),
            Column("again", self.env._("Round"), "integer"),
        )
        rows = tuple(
            {
                "goods": item.product_id.display_name,
                "unit": item.uom_id.name,
                "entered": None if item.is_left else item.entered,
                "again": item.round,
            }
            for item in self.item_ids
        )
        return Sheet(self.env._("Count sheet"), columns, rows)

    def _result_sheet(self):
        names = (
            *("product_id", "lot_id", "location_id", "book", "expected", "counted"),
            *("difference", "value", "cause", "note", "last_reference", "last_on", "last_holder"),
        )
        figures = dict.fromkeys(("book", "expected", "counted", "difference"), "number")
        kinds = {**figures, "value": "money"}
        labels = self.line_ids.fields_get(names, ["string"])
        columns = tuple(
            Column(name, labels[name]["string"], kinds.get(name, "text")) for name in names
        )
        rows = tuple(line._sheet_row(names) for line in self.line_ids)
        return Sheet(self.env._("Result of the count"), columns, rows)


class OpsStockCountLine(models.Model):
    _inherit = "ops.stock.count.line"

    def _sheet_row(self, names) -> dict:
        return {
            name: self[name]
            if self._fields[name].type == "float"
            else self._fields[name].convert_to_display_name(self[name], self) or ""
            for name in names
        }
