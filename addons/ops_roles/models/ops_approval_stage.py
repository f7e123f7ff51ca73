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
    due_at = fields.Datetime("Due", readonly=True, help="Late from this moment on.")
    remind_at = fields.Datetime(readonly=True, help="Next reminder; empty once sent.")
    escalate_at = fields.Datetime(readonly=True)
    escalated = fields.Integer("Superiors added", readonly=True)

    _remind = models.Index("(remind_at) WHERE state = 'open' AND remind_at IS NOT NULL")
    _escalate = models.Index("(escalate_at) WHERE state = 'open' AND escalate_at IS NOT NULL")

    def _signed(self):
        """Return the signatures of the stage that count."""
        return self.flow_id.step_ids.filtered(
            lambda step: (
                step.stage_id in self
                and step.attempt == step.stage_id.attempt
                and step.verdict == "approved"
            )
        )

    def _open(self):
        """Open the stage and set its deadlines in working hours of the company."""
        self.ensure_one()
        due = self._after(self.remind_hours)
        escalate = self._after(self.escalate_hours)
        self.write(
            {
                "state": "open",
                "opened_at": fields.Datetime.now(),
                "due_at": due or escalate,
                "remind_at": due,
                "escalate_at": escalate,
                "escalated": 0,
            }
        )

    def _after(self, hours):
        """Return the moment (naive UTC) so many working hours of the company from now."""
        if not hours:
            return False
        return self.flow_id.company_id._ops_moment_after(fields.Datetime.now(), hours)

    def _escalate(self):
        """Let one more superior sign each of these; once nobody is above it is left at that."""
        flows = self.flow_id
        before = {flow: flow.waiting_user_ids for flow in flows}
        for stage in self:
            stage.write(
                {
                    "escalated": stage.escalated + 1,
                    "remind_at": False,
                    "escalate_at": stage._after(stage.escalate_hours),
                }
            )
        flows._refresh()
        for stage in self:
            flow = stage.flow_id
            added = flow.waiting_user_ids - before[flow]
            if not added:
                stage.escalate_at = False
            names = ", ".join(added.mapped("name")) or self.env._("nobody above")
            flow._log("escalated", stage.name, self.env._("Late: now also %s", names), stage)
