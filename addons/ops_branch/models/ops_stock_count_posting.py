"""Approval of a count: all its differences are booked at once, and carry its number."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..core.stock_count import spread


class OpsStockCount(models.Model):
    _inherit = "ops.stock.count"

    def action_approve(self):
        """Book the differences; nobody approves what he counted (the reviewer).

        :raise UserError: not to be approved (any more), a reason is missing, or a serial found
            here is in stock elsewhere
        """
        for count in self:
            count._check_reviewer()
            count._lock()
            count._check_state("review")
            count._check_not_own()
            lines = count.sudo().line_ids.filtered("difference")
            lines._check_explained()
            lines._check_not_elsewhere()
            lines._post()
            count.sudo().write(
                {
                    "state": "posted",
                    "approved_by_id": self.env.uid,
                    "approved_at": fields.Datetime.now(),
                }
            )

    def _check_not_own(self):
        if self.env.user in self.sudo().counter_ids:
            raise UserError(
                self.env._("%s: who counted does not approve. Ask the deputy above.", self.name)
            )


class OpsStockCountLine(models.Model):
    _inherit = "ops.stock.count.line"

    def _post(self):
        """Book these differences by native adjustments, upon the stock as it is now (sudo)."""
        stacks = self._stacks()
        moves = self.env["stock.move"].create(
            [vals for line in self for vals in line._move_vals(stacks.get(line._count_key()))]
        )
        moves.with_context(ignore_dest_packages=True)._action_done()
        self.location_id.last_inventory_date = fields.Date.today()

    def _stacks(self) -> dict:
        """Return ``{key: quants}``: the same goods can lie in several packages."""
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "in", self.product_id.ids),
                ("location_id", "in", self.location_id.ids),
            ],
            order="quantity desc",
        )
        return quants.grouped(
            lambda one: (one.product_id.id, one.lot_id.id or False, one.location_id.id)
        )

    def _move_vals(self, stacks) -> list:
        stacks = stacks or self.env["stock.quant"].new(
            {
                "product_id": self.product_id.id,
                "lot_id": self.lot_id.id,
                "location_id": self.location_id.id,
                "company_id": self.company_id.id,
            }
        )
        shares = spread(self.difference, stacks.mapped("quantity"))
        pairs = zip(stacks, shares, strict=True)
        return [self._adjustment(quant, share) for quant, share in pairs if share]

    def _adjustment(self, quant, share) -> dict:
        """Return a native adjustment of one stack by ``share`` (over is plus)."""
        loss = self.product_id.with_company(self.company_id).property_stock_inventory
        named = quant.with_context(inventory_name=self._move_reference())
        if share > 0:
            vals = named._get_inventory_move_values(
                share, loss, self.location_id, package_dest_id=quant.package_id
            )
        else:
            vals = named._get_inventory_move_values(
                -share, self.location_id, loss, package_id=quant.package_id
            )
        return {**vals, "ops_stock_count_id": self.count_id.id}

    def _move_reference(self) -> str:
        causes = dict(self._fields["cause"]._description_selection(self.env))
        return f"{self.count_id.name} {causes[self.cause]}"
