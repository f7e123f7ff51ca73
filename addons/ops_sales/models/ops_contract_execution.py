from odoo import api, fields, models

#: Invoiced and collected per contract, in company currency, taxes included. A line counts for the
#: contract of its order; what is paid of an invoice is spread over its lines by their amounts.
MONEY = """
    SELECT orders.ops_contract_id,
           SUM(part.amount) AS invoiced,
           SUM(part.amount * CASE WHEN move.amount_total = 0 THEN 1
                    ELSE (move.amount_total - move.amount_residual) / move.amount_total END)
      FROM sale_order orders
      JOIN sale_order_line item ON item.order_id = orders.id
      JOIN sale_order_line_invoice_rel link ON link.order_line_id = item.id
      JOIN account_move_line line ON line.id = link.invoice_line_id
      JOIN account_move move ON move.id = line.move_id AND move.state = 'posted'
 CROSS JOIN LATERAL (
           SELECT CASE move.move_type WHEN 'out_refund' THEN -1 ELSE 1 END * line.price_total
                  / COALESCE(NULLIF(move.invoice_currency_rate, 0), 1) AS amount) part
     WHERE orders.ops_contract_id = ANY(%s) AND move.move_type IN ('out_invoice', 'out_refund')
  GROUP BY orders.ops_contract_id
"""


class OpsContract(models.Model):
    """Execution: orders of the contract, what was delivered, invoiced and paid."""

    _inherit = "ops.contract"

    order_ids = fields.One2many("sale.order", "ops_contract_id", "Orders")
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company currency"
    )
    order_count = fields.Integer("Number of orders", compute="_compute_orders", compute_sudo=True)
    picking_count = fields.Integer("Deliveries", compute="_compute_orders", compute_sudo=True)
    delivered_percent = fields.Float("Delivered (%)", compute="_compute_orders", compute_sudo=True)
    amount_ordered = fields.Monetary(
        "Ordered",
        compute="_compute_orders",
        compute_sudo=True,
        currency_field="company_currency_id",
    )
    amount_invoiced = fields.Monetary(
        "Invoiced", compute="_compute_money", currency_field="company_currency_id"
    )
    amount_collected = fields.Monetary(
        "Collected", compute="_compute_money", currency_field="company_currency_id"
    )

    @api.depends("order_ids.state", "order_ids.amount_total", "order_ids.picking_ids.state")
    def _compute_orders(self):
        for contract in self:
            orders = contract.order_ids
            confirmed = orders.filtered(lambda one: one.state == "sale")
            items = confirmed.order_line.filtered(lambda one: not one.display_type)
            wanted = sum(items.mapped("product_uom_qty"))
            contract.order_count = len(orders)
            contract.picking_count = len(orders.picking_ids)
            contract.delivered_percent = (
                100 * sum(items.mapped("qty_delivered")) / wanted if wanted else 0.0
            )
            contract.amount_ordered = sum(
                one.amount_total / (one.currency_rate or 1.0) for one in confirmed
            )

    @api.depends("order_ids.invoice_ids.amount_residual", "order_ids.invoice_ids.state")
    def _compute_money(self):
        self.env.flush_all()
        self.env.cr.execute(MONEY, [self.ids])
        found = {key: amounts for key, *amounts in self.env.cr.fetchall()}
        for contract in self:
            invoiced, collected = found.get(contract.id, (0.0, 0.0))
            contract.amount_invoiced, contract.amount_collected = invoiced, collected

    def action_open_orders(self):
        """Open its orders; a new one begins with its customer."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_sales.action_order")
        defaults = {
            "default_ops_contract_id": self.id,
            "default_partner_id": self.partner_id.id,
            "default_user_id": self.user_id.id,
        }
        return {
            **action,
            "domain": [("ops_contract_id", "=", self.id)],
            "context": defaults if self.state in ("confirmed", "sealed", "running") else {},
        }

    def action_open_pickings(self):
        """Open the deliveries of its orders, as far as the user may see them."""
        self.ensure_one()
        self.check_access("read")
        pickings = self.env["stock.picking"].search([("sale_id.ops_contract_id", "=", self.id)])
        return pickings._get_records_action(name=self.env._("Deliveries"))

    def action_open_invoices(self):
        """Open the invoices of its orders, as far as the user may see them."""
        self.ensure_one()
        self.check_access("read")
        orders = self.env["sale.order"].search([("ops_contract_id", "=", self.id)])
        return orders.action_view_invoice(orders.invoice_ids)
