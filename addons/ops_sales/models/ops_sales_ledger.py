from odoo import fields, models
from odoo.tools import SQL

#: One row per order line. What an invoice is for, and what was paid of it, is shared by its lines
#: in proportion to their totals and rounded cumulatively: the lines of an invoice add up to it, and
#: to its payments, to the cent of the company's currency. Each row looks its own lines up by index,
#: so a page of the list costs a page, however long the ledger is.
LEDGER = """
    SELECT item.id, item.id AS line_id, item.order_id, orders.ops_contract_id AS contract_id,
           contract.number AS contract_number, orders.partner_id, orders.user_id, orders.team_id,
           orders.ops_department_id AS department_id, orders.company_id,
           company.currency_id AS currency_id, orders.currency_id AS order_currency_id,
           item.product_id, product.product_tmpl_id, template.categ_id,
           orders.state, orders.date_order, item.invoice_status,
           item.product_uom_qty AS quantity, item.qty_delivered AS delivered,
           item.qty_invoiced AS invoiced_quantity, item.price_unit, item.discount,
           ROUND((item.price_subtotal / rate.value)::numeric, 2) AS untaxed,
           ROUND((item.price_total / rate.value)::numeric, 2) AS ordered,
           shipped.day AS delivered_on, bill.day AS invoiced_on,
           COALESCE(bill.invoiced, 0) AS invoiced, COALESCE(bill.collected, 0) AS collected,
           COALESCE(bill.invoiced, 0) - COALESCE(bill.collected, 0) AS residual,
           ROUND((item.price_total / rate.value)::numeric, 2) - COALESCE(bill.invoiced, 0)
               AS to_invoice
      FROM sale_order_line item
      JOIN sale_order orders ON orders.id = item.order_id
      JOIN res_company company ON company.id = orders.company_id
      LEFT JOIN product_product product ON product.id = item.product_id
      LEFT JOIN product_template template ON template.id = product.product_tmpl_id
      LEFT JOIN ops_contract contract ON contract.id = orders.ops_contract_id
     CROSS JOIN LATERAL (
           SELECT COALESCE(NULLIF(orders.currency_rate, 0), 1)::numeric AS value) rate
      LEFT JOIN LATERAL (
           SELECT MAX(move.date)::date AS day FROM stock_move move
            WHERE move.sale_line_id = item.id AND move.state = 'done') shipped ON TRUE
      LEFT JOIN LATERAL (
           SELECT MAX(move.invoice_date) AS day,
                  SUM(ROUND(total.signed * part.upto / NULLIF(part.whole, 0), 2)
                      - ROUND(total.signed * (part.upto - line.price_total)
                              / NULLIF(part.whole, 0), 2)) AS invoiced,
                  SUM(ROUND(total.paid * part.upto / NULLIF(part.whole, 0), 2)
                      - ROUND(total.paid * (part.upto - line.price_total)
                              / NULLIF(part.whole, 0), 2)) AS collected
             FROM sale_order_line_invoice_rel link
             JOIN account_move_line line ON line.id = link.invoice_line_id
             JOIN account_move move ON move.id = line.move_id AND move.state = 'posted'
            CROSS JOIN LATERAL (
                  SELECT move.amount_total_signed AS signed,
                         move.amount_total_signed - move.amount_residual_signed AS paid) total
            CROSS JOIN LATERAL (
                  SELECT SUM(other.price_total) AS whole,
                         SUM(other.price_total) FILTER (WHERE other.id <= line.id) AS upto
                    FROM account_move_line other
                   WHERE other.move_id = move.id AND other.display_type = 'product') part
            WHERE link.order_line_id = item.id
              AND move.move_type IN ('out_invoice', 'out_refund')) bill ON TRUE
     WHERE item.display_type IS NULL AND orders.state IN ('sale', 'done')
"""


class OpsSalesLedger(models.Model):
    """Sales ledger 销售台账: order lines from the contract to the money, derived, never typed.

    Amounts without a note are in the currency of the company, taxes included.
    """

    _name = "ops.sales.ledger"
    _description = "Sales ledger"
    _auto = False
    _order = "id desc"
    _rec_name = "order_id"
    #: What has to be in the database before it is read.
    _depends = {
        "account.move": ["amount_total_signed", "amount_residual_signed", "state", "invoice_date"],
        "account.move.line": ["price_total", "display_type", "move_id"],
        "ops.contract": ["number"],
        "sale.order": ["state", "date_order", "currency_rate", "ops_contract_id", "partner_id"],
        "sale.order.line": ["price_total", "qty_delivered", "qty_invoiced", "invoice_lines"],
        "stock.move": ["state", "date", "sale_line_id"],
    }

    line_id = fields.Many2one("sale.order.line", "Order line")
    order_id = fields.Many2one("sale.order", "Order")
    contract_id = fields.Many2one("ops.contract", "Contract")
    contract_number = fields.Char("Contract number")
    partner_id = fields.Many2one("res.partner", "Customer")
    user_id = fields.Many2one("res.users", "Salesperson")
    team_id = fields.Many2one("crm.team", "Sales team")
    department_id = fields.Many2one("hr.department", "Branch")
    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one("res.currency")
    order_currency_id = fields.Many2one("res.currency", "Currency of the order")
    product_id = fields.Many2one("product.product", "Product")
    product_tmpl_id = fields.Many2one("product.template", "Product model")
    categ_id = fields.Many2one("product.category", "Product category")
    state = fields.Selection([("sale", "Order"), ("done", "Locked")], "Order state")
    date_order = fields.Datetime("Ordered at")
    invoice_status = fields.Selection(
        [
            ("upselling", "More than ordered"),
            ("invoiced", "Invoiced in full"),
            ("to invoice", "To invoice"),
            ("no", "Nothing to invoice"),
        ],
        "Invoicing",
    )
    quantity = fields.Float("Ordered quantity")
    delivered = fields.Float("Delivered quantity")
    invoiced_quantity = fields.Float("Invoiced quantity")
    price_unit = fields.Float("Unit price", aggregator=None, help="In the currency of the order.")
    discount = fields.Float("Discount (%)", aggregator="avg")
    untaxed = fields.Monetary("Ordered without tax")
    ordered = fields.Monetary()
    delivered_on = fields.Date("Last delivery")
    invoiced_on = fields.Date("Last invoice")
    invoiced = fields.Monetary(help="Credit notes taken off.")
    collected = fields.Monetary(help="Paid or set off by reconciliation.")
    residual = fields.Monetary("Receivable", help="Invoiced and not collected.")
    to_invoice = fields.Monetary("Not invoiced yet")

    @property
    def _table_query(self):
        return SQL(LEDGER)

    def action_open_order(self):
        """Open the order."""
        return self._open_of(lambda one: one.order_id)

    def action_open_contract(self):
        """Open the contract."""
        return self._open_of(lambda one: one.contract_id)

    def action_open_deliveries(self):
        """Open the deliveries of the line."""
        return self._open_of(lambda one: one.line_id.move_ids.picking_id)

    def action_open_invoices(self):
        """Open the invoices and credit notes of the line."""
        return self._open_of(lambda one: one.line_id.invoice_lines.move_id)

    def _open_of(self, documents):
        self.ensure_one()
        self.check_access("read")
        found = documents(self)
        return found._get_records_action(name=self.order_id.display_name)
