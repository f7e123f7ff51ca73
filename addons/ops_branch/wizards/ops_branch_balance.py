from odoo import fields, models
from odoo.exceptions import AccessError

PROFILES = {"cash": "branch_opening_cash", "stock": "branch_opening_stock"}
#: Who takes in which: cash is finance's, goods are the deputy centre manager's.
ACTORS = {"cash": "ops_roles.group_fin", "stock": "ops_roles.group_dm"}


class OpsBranchBalance(models.TransientModel):
    """The dialog that takes in an opening balance: empty workbook, filled one, what is wrong."""

    _name = "ops.branch.balance"
    _description = "Opening balances"
    _inherit = ["ops.workbook.mixin"]

    branch_id = fields.Many2one("ops.branch", required=True, domain=[("state", "=", "open")])
    kind = fields.Selection(
        [("cash", "Cash in the till"), ("stock", "Goods and serials")],
        required=True,
        default=lambda self: "cash" if self.env.user.has_group(ACTORS["cash"]) else "stock",
    )
    cash_on = fields.Date(related="branch_id.opening_cash_on")
    stock_on = fields.Date(related="branch_id.opening_stock_on")

    def action_template(self):
        """Download the empty workbook."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/ops/feed/template/{PROFILES[self.kind]}.xlsx",
        }

    def action_import(self):
        """Take the file in whole, or show what is wrong with which line.

        :raise UserError: no file, not readable, or this balance was taken before
        """
        self.ensure_one()
        self._check_actor()
        feed = self._take_in(PROFILES[self.kind], self.branch_id._opening_source().code)
        if feed.state == "done":
            self.result = self.env._("%s lines were taken.", feed.accepted_count)
        return self._again(self.env._("Opening balances"))

    def _check_actor(self):
        if not self.env.user.has_group(ACTORS[self.kind]):
            raise AccessError(
                self.env._(
                    "The opening cash is taken in by finance, the opening stock by the deputy"
                    " centre manager."
                )
            )
        self.branch_id.check_access("read")
