from odoo import api, models
from odoo.fields import Domain

from .ops_directive_line import OPEN


class OpsDirectiveLine(models.Model):
    """Open directives of a person, to carry out or to check, change hands with the role card."""

    _inherit = "ops.directive.line"

    @api.model
    def _handover_open(self, user):
        """Return the open lines a user carries out or checks."""
        mine = Domain("user_id", "=", user.id) | Domain("checker_id", "=", user.id)
        return self.search(mine & Domain("state", "in", OPEN))

    @api.model
    def _handover_kind(self):
        return self.env._("Directive")

    def _handover_due(self):
        self.ensure_one()
        return self.due

    def _handover_move(self, giver, taker):
        """The taker executes and checks in the giver's place, but never both of one directive.

        What would make him check his own work, or execute twice, stays with the giver.
        """
        moved = self.browse()
        for line in self.filtered(lambda one: one.user_id == giver):
            directive, person = line.directive_id, line._employee_of(taker)
            if person and taker not in directive.line_ids.user_id | directive.checker_id:
                line.executor_id = person
                moved |= line
        checked = (self - moved).directive_id.filtered(
            lambda one: one.checker_id == giver and taker not in one.line_ids.user_id
        )
        checked.checker_id = taker
        moved |= checked.line_ids.filtered(lambda one: one.state in OPEN)
        moved._log("handover", f"{giver.name} → {taker.name}")
        moved._sync_todos()

    def _employee_of(self, user):
        return user.employee_ids.filtered(lambda one: one.company_id == self.company_id)[:1]
