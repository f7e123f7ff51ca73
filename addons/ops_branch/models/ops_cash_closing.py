"""Closing a day, and what finance answers: accepted or returned."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class OpsCashDay(models.Model):
    _inherit = "ops.cash.day"

    def _close(self, pieces, reason):
        """Count and close a day (the cashier).

        :param pieces: ``{denomination in fen: number}``
        """
        self.ensure_one()
        self._lock()
        counts = self.env["ops.cash.count"]
        counts._check_may_count(self, "closing")
        count = counts._record(self, "closing", pieces, reason)
        self.sudo().write(
            {
                "state": "closed",
                "counted": count.counted,
                "difference": count.difference,
                "reason": count.reason,
                "closed_by_id": self.env.uid,
                "closed_at": fields.Datetime.now(),
                "return_reason": False,
            }
        )
        self.env["ops.home"]._notify(self.env["res.users"]._ops_holders(self._finance_role()))

    def action_accept(self):
        """Accept closed days: everything is posted, or nothing (finance).

        :raise UserError: the day is not closed, an account is missing, or the journal differs
        """
        for day in self.sorted("date"):
            day._check_finance()
            day._lock()
            day._check_closed()
            if day.sudo().closed_by_id == self.env.user:
                raise UserError(
                    self.env._("%s: who closed the day does not accept it.", day.display_name)
                )
            day.sudo()._post()
            day.sudo().write(
                {
                    "state": "accepted",
                    "accepted_by_id": self.env.uid,
                    "accepted_at": fields.Datetime.now(),
                }
            )

    def action_return(self):
        """Open the dialog that says why a closed day goes back to the cashier."""
        self.ensure_one()
        self._check_finance()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Return the day"),
            "res_model": "ops.cash.return",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_day_id": self.id},
        }

    def _return(self, reason):
        """Give a closed day back to the cashier (finance); he enters more and closes again."""
        self.ensure_one()
        self._check_finance()
        self._lock()
        self._check_closed()
        self.sudo().write({"state": "returned", "return_reason": reason})
        self.env["ops.home"]._notify(self.sudo().closed_by_id)

    def _finance_role(self):
        return self.env.ref("ops_roles.role_fin")

    def _check_finance(self):
        """:raise AccessError: for all but finance"""
        if not self.env.user.has_group("ops_roles.group_fin") and not self.env.su:
            raise AccessError(self.env._("Cash days are accepted and returned by finance."))
        self.check_access("read")

    def _check_closed(self):
        if self.sudo().state != "closed":
            raise UserError(
                self.env._("%s is not closed (any more). Load the page again.", self.display_name)
            )
