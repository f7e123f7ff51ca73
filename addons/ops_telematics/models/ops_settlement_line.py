from odoo import api, fields, models

from ..core.settlement import STATUSES
from .ops_operator_charge import CHARGE_TYPES

#: What a line is, in the order of the core: of several that hold, the first.
LABELS = (
    *("Unknown card", "Billed twice", "Billed after cancellation"),
    *("Billed in the silent period", "Billed while stopped", "Wrong plan or price"),
    *("Wrong part of a month", "Wrong overage", "Old and new card billed", "Pool overage"),
    *("Wrong tax", "Lines do not come to the total", "Due, not billed"),
    *("Traffic while stopped", "Matched"),
)
STATUS = list(zip(STATUSES, LABELS, strict=True))


class OpsSettlementLine(models.Model):
    """What became of a line of the bill, or of a charge that is due and was not billed.

    Written by the run of its settlement in SQL. Lines without ``line_no`` are not on the bill.
    ``flags``: what else is noteworthy by the bill, ``own_flags``: what we ought to ask ourselves;
    both are codes separated by commas.
    """

    _name = "ops.settlement.line"
    _description = "Checked line of an operator's bill"
    _order = "settlement_id, line_no, id"
    _rec_name = "iccid"
    _log_access = False

    settlement_id = fields.Many2one(
        "ops.settlement", "Settlement", required=True, readonly=True, ondelete="cascade"
    )
    department_id = fields.Many2one(
        "hr.department", "Branch", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="settlement_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    line_no = fields.Integer("Line", readonly=True, help="Empty: due and not on the bill.")
    iccid = fields.Char("ICCID", readonly=True)
    sim_id = fields.Many2one("ops.sim", "SIM card", readonly=True, ondelete="set null")
    charge_type = fields.Selection(CHARGE_TYPES, "Charge", readonly=True)
    plan = fields.Char("Plan on the bill", readonly=True)
    billed = fields.Float("Billed (¥)", digits=(16, 4), readonly=True)
    expected = fields.Float("Due (¥)", digits=(16, 4), readonly=True)
    dispute = fields.Float("Disputed (¥)", digits=(16, 4), readonly=True)
    approved = fields.Float("Approved (¥)", digits=(16, 4), readonly=True)
    usage_mb = fields.Float("Traffic (MB)", digits=(16, 3), readonly=True)
    status = fields.Selection(STATUS, required=True, readonly=True)
    flags = fields.Char("Noteworthy", readonly=True)
    own_flags = fields.Char("To ask ourselves", readonly=True)
    flag_text = fields.Char("Remarks", compute="_compute_flag_text")

    _by_number = models.Index("(settlement_id, line_no)")
    _by_status = models.Index("(settlement_id, status) WHERE status <> 'matched'")
    _of_card = models.Index("(sim_id, settlement_id)")
    _disputed = models.Index("(iccid) WHERE dispute > 0 OR charge_type = 'credit'")

    @api.depends("flags", "own_flags")
    def _compute_flag_text(self):
        texts = self._flag_texts()
        for line in self:
            codes = ",".join(filter(None, (line.flags, line.own_flags)))
            names = [texts.get(code, code) for code in codes.split(",") if code]
            line.flag_text = self.env._(", ").join(names)

    @api.model
    def _flag_texts(self) -> dict:
        return {
            "overage": self.env._("overage"),
            "pool_overage": self.env._("pool used up"),
            "zero_usage": self.env._("no traffic"),
            "usage_on_suspended": self.env._("traffic while stopped: copied card?"),
            "forced_activation": self.env._("activated by force"),
            "replaced": self.env._("replaced this month"),
            "other_plan": self.env._("another plan on the bill"),
            "billed_less": self.env._("billed too little"),
            "tolerated": self.env._("within the tolerance"),
            "accepted": self.env._("let pass with a reason"),
            "by_number": self.env._("by its number, not its ICCID"),
            "reversed": self.env._("taken back on the same bill"),
            "credit": self.env._("answers a dispute"),
            "credit_unasked": self.env._("credit nobody asked for"),
            "uninstalled": self.env._("in no vehicle"),
            "customer_unpaid": self.env._("the customer has not paid"),
        }

    def action_accept(self):
        """Ask why disputed lines are let pass (who checks bills)."""
        self.settlement_id._check_checker()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_telematics.action_settlement_accept"
        )
        return {**action, "context": {"default_line_ids": self.ids}}

    def action_dispute(self):
        """Dispute again what was let pass."""
        self.settlement_id._let_pass(self, None)
        return True

    def action_open_sim(self):
        """Show the card of the line."""
        self.ensure_one()
        self.check_access("read")
        return self.sim_id._get_records_action()
