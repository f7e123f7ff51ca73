from odoo import api, fields, models

#: What reconciliations brought in for contracts: money against their invoices, money paid back on
#: their credit notes. A credit note set against an invoice is no money. What a reconciliation
#: brings for an invoice with orders of several contracts is shared by the amounts of their lines;
#: shares are rounded cumulatively, so that they add up to the cent.
ALLOCATE = """
    INSERT INTO ops_collection_receipt
           (partial_id, contract_id, move_id, amount, company_amount, date, user_id,
            department_id, company_id)
    WITH paid AS (
        SELECT part.id, move.id AS move_id,
               CASE move.move_type WHEN 'out_invoice' THEN credit.date ELSE debit.date END AS date,
               CASE move.move_type WHEN 'out_invoice' THEN 1 ELSE -1 END * part.amount AS company,
               CASE move.move_type WHEN 'out_invoice' THEN part.debit_amount_currency
                    ELSE -part.credit_amount_currency END AS amount
          FROM account_partial_reconcile part
          JOIN account_move_line debit ON debit.id = part.debit_move_id
          JOIN account_move_line credit ON credit.id = part.credit_move_id
          JOIN account_move debit_move ON debit_move.id = debit.move_id
          JOIN account_move credit_move ON credit_move.id = credit.move_id
          JOIN account_move move
            ON move.id = CASE WHEN debit_move.move_type = 'out_invoice' THEN debit_move.id
                              ELSE credit_move.id END
         WHERE part.id = ANY(%(partials)s)
           AND (debit_move.move_type = 'out_invoice') <> (credit_move.move_type = 'out_refund')
    ), lines AS (
        SELECT DISTINCT paid.move_id, line.id, line.price_total, orders.ops_contract_id
          FROM (SELECT DISTINCT move_id FROM paid) paid
          JOIN account_move_line line
            ON line.move_id = paid.move_id AND line.display_type = 'product'
     LEFT JOIN sale_order_line_invoice_rel link ON link.invoice_line_id = line.id
     LEFT JOIN sale_order_line item ON item.id = link.order_line_id
     LEFT JOIN sale_order orders ON orders.id = item.order_id
    ), shares AS (
        SELECT move_id, ops_contract_id, SUM(price_total) AS part
          FROM lines GROUP BY move_id, ops_contract_id
    ), ends AS (
        SELECT move_id, ops_contract_id, part,
               SUM(part) OVER upto AS upto, SUM(part) OVER (PARTITION BY move_id) AS whole
          FROM shares
        WINDOW upto AS (PARTITION BY move_id ORDER BY ops_contract_id NULLS LAST)
    )
    SELECT paid.id, ends.ops_contract_id, paid.move_id,
           ROUND(paid.amount * ends.upto / ends.whole, 2)
             - ROUND(paid.amount * (ends.upto - ends.part) / ends.whole, 2),
           ROUND(paid.company * ends.upto / ends.whole, 2)
             - ROUND(paid.company * (ends.upto - ends.part) / ends.whole, 2),
           paid.date, contract.user_id, contract.department_id, contract.company_id
      FROM paid
      JOIN ends USING (move_id)
      JOIN ops_contract contract ON contract.id = ends.ops_contract_id
     WHERE ends.whole <> 0
    ON CONFLICT (partial_id, contract_id, move_id) DO NOTHING
 RETURNING contract_id
"""


class OpsCollectionReceipt(models.Model):
    """Money that came in for a contract, by a native reconciliation and only by that.

    Made and removed with the reconciliation, for that one alone: nothing is computed anew. Its
    date is that of the payment.
    ``amount`` is in the currency of the contract, ``company_amount`` in that of the company.
    """

    _name = "ops.collection.receipt"
    _description = "Money received on a contract"
    _inherit = ["ops.guarded.mixin"]
    _order = "date desc, id desc"
    _guarded = (
        *("partial_id", "contract_id", "move_id", "amount", "company_amount", "date"),
        *("user_id", "department_id", "company_id"),
    )

    partial_id = fields.Many2one(
        "account.partial.reconcile", required=True, readonly=True, ondelete="cascade"
    )
    contract_id = fields.Many2one(
        "ops.contract", "Contract", required=True, readonly=True, index=True, ondelete="cascade"
    )
    move_id = fields.Many2one(
        "account.move", "Invoice", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="contract_id.partner_id", string="Customer")
    currency_id = fields.Many2one(related="contract_id.currency_id")
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company currency"
    )
    amount = fields.Monetary(readonly=True)
    company_amount = fields.Monetary(
        "In company currency", readonly=True, currency_field="company_currency_id"
    )
    date = fields.Date("Received on", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    department_id = fields.Many2one("hr.department", "Department", readonly=True, index=True)
    company_id = fields.Many2one("res.company", readonly=True, index=True)

    _once = models.UniqueIndex(
        "(partial_id, contract_id, move_id)", "This reconciliation is known already."
    )
    _list = models.Index("(date DESC, id DESC)")
    _by_user = models.Index("(user_id, date)")

    def action_open_move(self):
        """Open the invoice the money came in for."""
        self.ensure_one()
        self.check_access("read")
        return self.move_id._get_records_action(name=self.move_id.display_name)

    @api.model
    def _allocate(self, partials):
        """Note what these reconciliations brought in; the plans of their contracts follow."""
        if not partials:
            return
        self.env.flush_all()
        self.env.cr.execute(ALLOCATE, {"partials": partials.ids})
        contracts = {row[0] for row in self.env.cr.fetchall()}
        self.invalidate_model()
        self.env["ops.collection.line"]._spread(contracts)

    @api.model
    def _reallocate(self, moves):
        """Look at the reconciliations of invoices again: their orders changed contract (sudo)."""
        known = self.search([("move_id", "in", moves.ids)])
        contracts = known.contract_id
        known.unlink()
        self.env["ops.collection.line"]._spread(contracts.ids)
        self._allocate(self._partials_of(moves))

    @api.model
    def _partials_of(self, moves):
        lines = moves.line_ids
        return lines.matched_debit_ids | lines.matched_credit_ids
