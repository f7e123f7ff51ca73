"""The till of a branch: its limit, and whether its days are closed in time."""

from odoo import api, fields, models
from odoo.fields import Domain

from .ops_branch_closing import OpenThing

DONE = ("closed", "accepted")
NOT_ACCEPTED = [("state", "!=", "accepted")]


class OpsBranch(models.Model):
    _inherit = "ops.branch"

    currency_id = fields.Many2one(related="company_id.currency_id")
    cash_limit = fields.Monetary("Most cash to be kept", tracking=True, help="0 means no limit.")
    cash_day_ids = fields.One2many("ops.cash.day", "branch_id", "Cash days")
    cash_closed_on = fields.Date("Till closed up to", compute="_compute_cash_closed_on")
    cash_is_late = fields.Boolean(
        "Till not closed",
        compute="_compute_cash_closed_on",
        search="_search_cash_is_late",
        help="The last working day before today is not closed yet.",
    )

    @api.depends_context("uid")
    def _compute_cash_closed_on(self):
        """One grouped query; days of a branch are closed in their order."""
        days = self.env["ops.cash.day"].sudo()
        found = dict(
            days._read_group(
                [("branch_id", "in", self.ids), ("state", "in", DONE)], ["branch_id"], ["date:max"]
            )
        )
        due = self._cash_due()
        for branch in self:
            closed = found.get(branch._origin)
            branch.cash_closed_on = closed
            branch.cash_is_late = branch.state == "open" and (not closed or closed < due)

    @api.model
    def _search_cash_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        days = self.env["ops.cash.day"].sudo()
        in_time = days._search([("state", "in", DONE), ("date", ">=", self._cash_due())])
        late = Domain("state", "=", "open") & ~Domain(
            "cash_day_ids", "any", [("id", "in", in_time)]
        )
        return late if True in value else ~late

    @api.model
    def _cash_due(self):
        """Return the last working day before today: every till is closed up to it."""
        company = self.env.company
        return company._ops_workdays_after(company._ops_today(), -1)

    @api.model
    def _open_things(self) -> list:
        days = self.env._("Cash days not accepted")
        return [
            *super()._open_things(),
            OpenThing("cash_day", days, "ops.cash.day", NOT_ACCEPTED, owner="department_id"),
        ]
