from odoo import api, fields, models
from odoo.tools import SQL

from .ops_dated_mixin import DAWN, NO_OVERLAP
from .ops_sim import REASONS, STATES


class OpsSimState(models.Model):
    """The state a card was in from a day to a day; written by methods only."""

    _name = "ops.sim.state"
    _description = "State of a SIM card"
    _inherit = ["ops.dated.mixin"]
    _rec_name = "state"
    _dated_owner = "sim_id"
    _dated_values = ("state", "reason", "raw_code", "origin")

    sim_id = fields.Many2one(
        "ops.sim", "SIM card", required=True, index=True, ondelete="cascade", readonly=True
    )
    state = fields.Selection(STATES, required=True, readonly=True)
    reason = fields.Selection(REASONS, readonly=True)
    raw_code = fields.Char("Operator's code", readonly=True)
    origin = fields.Char("Known from", readonly=True)
    department_id = fields.Many2one(related="sim_id.department_id", string="Branch")
    company_id = fields.Many2one(related="sim_id.company_id")

    _no_overlap = models.Constraint(
        NO_OVERLAP.format("sim_id"), "A card is in one state at a time."
    )

    @api.model_create_multi
    def create(self, vals_list):
        states = super().create(vals_list)
        states.flush_recordset()
        self._carry_over(states.sim_id.ids)
        return states

    def _same(self):
        # Read again from another file it is still the same; a file without a reason knows less.
        return SQL(
            "old.state = news.state AND COALESCE(news.reason, old.reason, '') ="
            " COALESCE(old.reason, '')"
        )

    @api.model
    def _put_from(self, source):
        changed = super()._put_from(source)
        self._carry_over(changed)
        return changed

    @api.model
    def _carry_over(self, sim_ids):
        """Let the cards show what holds now, and since when they are silent and active."""
        self.env["ops.sim"].flush_model()
        self.env.cr.execute(
            """
            UPDATE ops_sim sim
               SET state = held.state, state_reason = held.reason,
                   silent_on = held.silent_on, activated_on = held.activated_on
              FROM (SELECT sim_id,
                           max(state) FILTER (WHERE date_to IS NULL) AS state,
                           max(reason) FILTER (WHERE date_to IS NULL) AS reason,
                           min(date_from) FILTER (WHERE state = 'silent' AND date_from > %s)
                               AS silent_on,
                           min(date_from) FILTER (WHERE state = 'active' AND date_from > %s)
                               AS activated_on
                      FROM ops_sim_state WHERE sim_id = ANY(%s) GROUP BY sim_id) held
             WHERE sim.id = held.sim_id AND held.state IS NOT NULL
            """,
            [DAWN, DAWN, sim_ids],
        )
        self.env["ops.sim"].invalidate_model()
