from odoo import api, fields, models
from odoo.tools import SQL

from .ops_operator_charge import CHARGE_TYPES

TAKE = """
INSERT INTO ops_operator_invoice_line (settlement_id, line_no, iccid, plan, label, charge_type,
                                       amount, tax, is_by_number)
SELECT %(settlement)s, COALESCE(number, line_no), COALESCE(NULLIF(iccid, ''), msisdn), plan, label,
       charge, amount, tax, COALESCE(iccid, '') = ''
  FROM %(stage)s WHERE NOT is_total
"""
#: Of several cards that had a number, the newest one has it: a replacement keeps the number.
NAME = """
UPDATE ops_operator_invoice_line line SET iccid = sim.iccid
  FROM (SELECT DISTINCT ON (msisdn) msisdn, iccid FROM ops_sim
         WHERE account_id = %(account)s AND msisdn <> '' ORDER BY msisdn, id DESC) sim
 WHERE line.settlement_id = %(settlement)s AND line.is_by_number AND sim.msisdn = line.iccid
"""


class OpsOperatorInvoiceLine(models.Model):
    """A line of a bill as the operator wrote it; the last file of a month holds.

    What all lines of a bill have alike is kept with the bill: there are a hundred thousand of them.
    """

    _name = "ops.operator.invoice.line"
    _description = "Line of an operator's bill"
    _order = "settlement_id, line_no"
    _rec_name = "iccid"
    _log_access = False

    settlement_id = fields.Many2one(
        "ops.settlement", required=True, readonly=True, ondelete="cascade"
    )
    department_id = fields.Many2one(related="settlement_id.department_id")
    company_id = fields.Many2one(related="settlement_id.company_id")
    feed_id = fields.Many2one(related="settlement_id.feed_id")
    line_no = fields.Integer("Line", readonly=True)
    iccid = fields.Char("ICCID", readonly=True)
    plan = fields.Char("Plan on the bill", readonly=True)
    label = fields.Char("Charge on the bill", readonly=True)
    charge_type = fields.Selection(CHARGE_TYPES, "Charge", readonly=True)
    amount = fields.Float("Amount (¥)", digits=(16, 4), readonly=True)
    tax = fields.Float("Tax (¥)", digits=(16, 4), readonly=True)
    is_by_number = fields.Boolean("By its number", readonly=True)
    accept_reason = fields.Char("Why it is let pass", readonly=True)
    accepted_by_id = fields.Many2one("res.users", "Let pass by", readonly=True)

    _of_card = models.Index("(settlement_id, iccid)")

    @api.model
    def _take(self, settlement, stage) -> int:
        """Replace the lines of a settlement by those of the stage table; return how many."""
        cr = self.env.cr
        cr.execute(
            "DELETE FROM ops_operator_invoice_line WHERE settlement_id = %s", [settlement.id]
        )
        cr.execute(SQL(TAKE, settlement=settlement.id, stage=stage))
        lines = cr.rowcount
        self._name_cards(settlement)
        self.invalidate_model(flush=False)
        return lines

    @api.model
    def _name_cards(self, settlement):
        """A card told by its number (MSISDN) gets its ICCID."""
        account = settlement.operator_account_id
        self.env.cr.execute(NAME, {"settlement": settlement.id, "account": account.id})
