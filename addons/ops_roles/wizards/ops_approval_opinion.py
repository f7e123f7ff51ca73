from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class OpsApprovalOpinion(models.TransientModel):
    """The dialog of a signer: approve, refuse, send back or ask one more person."""

    _name = "ops.approval.opinion"
    _description = "Opinion of a signer"

    flow_ids = fields.Many2many("ops.approval.flow", string="Approvals", required=True)
    flow_id = fields.Many2one("ops.approval.flow", compute="_compute_flow_id")
    round = fields.Integer(related="flow_id.round")
    verdict = fields.Selection(
        [
            ("approved", "Approve"),
            ("refused", "Refuse"),
            ("returned", "Send back"),
            ("added", "Add a signer"),
        ],
        required=True,
        default="approved",
    )
    opinion = fields.Text()
    stage_id = fields.Many2one(
        "ops.approval.stage",
        string="Back to",
        domain="[('flow_id', '=', flow_id), ('round', '=', round), ('state', '=', 'done')]",
        help="Empty: to the requester.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        domain=lambda self: [("all_group_ids", "in", self.env.ref("ops_roles.group_user").ids)],
    )
    position = fields.Selection([("before", "Before me"), ("after", "After me")], default="before")
    seen_stage = fields.Integer(default=lambda self: self._default_seen_stage())

    @api.model
    def _default_seen_stage(self):
        """Remember the stage the signer looked at: it may be another when he presses."""
        ids = self.env.context.get("default_flow_ids") or []
        flows = self.env["ops.approval.flow"].search(Domain("id", "in", ids))
        return flows.stage_id.id if len(flows) == 1 else 0

    @api.depends("flow_ids")
    def _compute_flow_id(self):
        for wizard in self:
            wizard.flow_id = wizard.flow_ids if len(wizard.flow_ids) == 1 else False

    def action_confirm(self):
        """Do it for all documents chosen: all or none."""
        self.ensure_one()
        if self.verdict in ("returned", "added") and not self.flow_id:
            raise UserError(self.env._("Send back and add signers one document at a time."))
        if self.seen_stage and self.flow_id.stage_id.id != self.seen_stage:
            raise UserError(
                self.env._("%s has moved on meanwhile. Load the page again.", self.flow_id.name)
            )
        for flow in self.flow_ids:
            flow._document()._approval_act(self.verdict, self.opinion, **self._extra())
        return {"type": "ir.actions.act_window_close"}

    def _extra(self) -> dict:
        if self.verdict == "returned":
            return {"target": self.stage_id.id}
        if self.verdict == "added":
            return {"target": self.user_id.id, "position": self.position}
        return {}
