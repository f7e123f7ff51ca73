from datetime import UTC, timedelta

from odoo import fields, models


class OpsApprovalStage(models.Model):
    """A stage of a running approval: what the template's line asks for, and where it stands.

    Who signs is resolved whenever somebody acts, never stored but for lists.
    """

    _name = "ops.approval.stage"
    _inherit = ["ops.approval.resolver.mixin"]
    _description = "Stage of an approval"
    _order = "flow_id, round, sequence, id"

    flow_id = fields.Many2one(
        "ops.approval.flow", required=True, readonly=True, index=True, ondelete="restrict"
    )
    role_ids = fields.Many2many(relation="ops_approval_stage_role_rel")
    user_ids = fields.Many2many(relation="ops_approval_stage_user_rel")
    round = fields.Integer(readonly=True)
    attempt = fields.Integer(default=1, readonly=True)
    state = fields.Selection(
        [("queued", "To come"), ("open", "Open"), ("done", "Done"), ("cancelled", "Cancelled")],
        default="queued",
        required=True,
        readonly=True,
    )
    added_by_id = fields.Many2one("res.users", string="Added by", readonly=True)
    opened_at = fields.Datetime(readonly=True)
    remind_at = fields.Datetime(readonly=True)
    escalate_at = fields.Datetime(readonly=True)
    escalated = fields.Integer("Superiors added", readonly=True)

    _remind = models.Index("(remind_at) WHERE state = 'open' AND remind_at IS NOT NULL")
    _escalate = models.Index("(escalate_at) WHERE state = 'open' AND escalate_at IS NOT NULL")

    def _signed(self):
        """Return the signatures of the stage that count."""
        self.ensure_one()
        return self.flow_id.step_ids.filtered(
            lambda step: (
                step.stage_id == self
                and step.attempt == self.attempt
                and step.verdict == "approved"
            )
        )

    def _open(self):
        """Open the stage and set its deadlines in working hours of the company."""
        self.ensure_one()
        self.write(
            {
                "state": "open",
                "opened_at": fields.Datetime.now(),
                "remind_at": self._after(self.remind_hours),
                "escalate_at": self._after(self.escalate_hours),
                "escalated": 0,
            }
        )

    def _after(self, hours):
        """Return the moment (naive UTC) so many working hours of the company from now."""
        if not hours:
            return False
        now = fields.Datetime.now()
        calendar = self.flow_id.company_id.resource_calendar_id
        moment = calendar.plan_hours(hours, now.replace(tzinfo=UTC), compute_leaves=True)
        return (
            moment.astimezone(UTC).replace(tzinfo=None) if moment else now + timedelta(hours=hours)
        )
