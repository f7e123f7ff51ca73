from odoo import api, fields, models

from .ops_dated_mixin import NO_OVERLAP


class OpsSimSubscription(models.Model):
    """The plan a card had from a day to a day; written by methods only."""

    _name = "ops.sim.subscription"
    _description = "Plan of a SIM card over time"
    _inherit = ["ops.dated.mixin"]
    _rec_name = "plan_id"
    _dated_owner = "sim_id"
    _dated_values = ("plan_id",)

    sim_id = fields.Many2one(
        "ops.sim", "SIM card", required=True, index=True, ondelete="cascade", readonly=True
    )
    plan_id = fields.Many2one(
        "ops.sim.plan", "Plan", required=True, index=True, ondelete="restrict", readonly=True
    )
    department_id = fields.Many2one(related="sim_id.department_id", string="Branch")
    company_id = fields.Many2one(related="sim_id.company_id")

    _no_overlap = models.Constraint(NO_OVERLAP.format("sim_id"), "A card has one plan at a time.")

    @api.model_create_multi
    def create(self, vals_list):
        subscriptions = super().create(vals_list)
        subscriptions.flush_recordset()
        self._carry_over(subscriptions.sim_id.ids)
        return subscriptions

    @api.model
    def _put_from(self, source):
        changed = super()._put_from(source)
        self._carry_over(changed)
        return changed

    @api.model
    def _carry_over(self, sim_ids):
        """Let the cards show the plan that holds now."""
        self.env["ops.sim"].flush_model()
        self.env.cr.execute(
            """
            UPDATE ops_sim sim SET plan_id = held.plan_id FROM ops_sim_subscription held
             WHERE held.sim_id = sim.id AND held.date_to IS NULL AND sim.id = ANY(%s)
            """,
            [sim_ids],
        )
        self.env["ops.sim"].invalidate_model()
