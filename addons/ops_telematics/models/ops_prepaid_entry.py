from odoo import fields, models


class OpsPrepaidEntry(models.Model):
    """What came into a prepaid balance and went out of it: the bookings of its ledger account.

    A view of the accounting app for those who have none; it cannot differ from it.
    """

    _name = "ops.prepaid.entry"
    _description = "Booking of a prepaid balance"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "label"

    operator_account_id = fields.Many2one("ops.operator.account", "Operator account")
    department_id = fields.Many2one("hr.department", "Department")
    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date()
    label = fields.Char("What for")
    incoming = fields.Monetary("Topped up")
    outgoing = fields.Monetary("Used")
    balance = fields.Monetary("Left")
    settlement_id = fields.Many2one("ops.settlement", "Bill")
    batch_id = fields.Many2one("ops.sim.batch", "Batch")

    @property
    def _table_query(self):
        return """
            SELECT line.id, operator.id AS operator_account_id, operator.department_id,
                   operator.company_id, line.date, line.name AS label,
                   GREATEST(line.balance, 0) AS incoming, GREATEST(-line.balance, 0) AS outgoing,
                   sum(line.balance) OVER (PARTITION BY operator.id ORDER BY line.date, line.id)
                   AS balance, move.ops_settlement_id AS settlement_id,
                   payment.ops_sim_batch_id AS batch_id
              FROM ops_operator_account operator
              JOIN account_move_line line ON line.account_id = operator.prepaid_account_id
               AND line.parent_state = 'posted' AND line.company_id = operator.company_id
              JOIN account_move move ON move.id = line.move_id
              LEFT JOIN account_payment payment ON payment.move_id = move.id
        """
