from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class OpsTerminal(models.Model):
    _inherit = "ops.terminal"

    def action_to_maker(self):
        """Enter returns of these terminals, one for each maker and branch, and show them."""
        rmas = self.env["ops.rma"]
        rmas.check_access("create")
        self.check_access("read")
        for (maker, branch), terminals in self.sudo().grouped(lambda one: one._maker()).items():
            rmas |= rmas.create(
                {
                    "partner_id": maker.id,
                    "branch_id": branch.id,
                    "line_ids": [Command.create(one._rma_vals()) for one in terminals],
                }
            )
        return rmas._get_records_action(name=self.env._("Returns to Makers"))

    def _maker(self):
        """Return (maker, branch) of a terminal (superuser mode).

        :raise UserError: when either is not known
        """
        maker = self.product_id.ops_maker_id
        if not maker:
            raise UserError(
                self.env._(
                    "Who makes %s is not known. Enter the maker with the goods, or enter the return"
                    " by hand.",
                    self.product_id.name,
                )
            )
        branch = self.department_id.ops_branch_id
        if not branch:
            raise UserError(self.env._("%s belongs to no branch.", self.serial))
        return maker, branch

    def _rma_vals(self) -> dict:
        """Return the line of a return; what is wrong is known from the last repair (sudo)."""
        repairs = self.env["repair.order"]
        last = repairs.search([("ops_terminal_id", "=", self.id)], order="id desc", limit=1)
        return {
            "terminal_id": self.id,
            "fault": (last.ops_fault or self.env._("Broken")).splitlines()[0],
        }
