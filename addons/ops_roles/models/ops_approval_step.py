from odoo import api, fields, models
from odoo.exceptions import AccessError

VERDICTS = [
    ("submitted", "Submitted"),
    ("approved", "Approved"),
    ("carried", "Signed the step before"),
    ("refused", "Refused"),
    ("returned", "Sent back"),
    ("added", "Signer added"),
    ("withdrawn", "Withdrawn"),
    ("voided", "Voided by a change"),
    ("escalated", "Escalated"),
]


class OpsApprovalStep(models.Model):
    """What was done in an approval, by whom, by which role card and for whom. Append-only.

    Nobody may create, change or delete a step: methods of ``ops.approval.flow`` write them after
    checking the actor, and the database refuses to change or delete a row whoever asks.
    """

    _name = "ops.approval.step"
    _description = "Approval step"
    _order = "id"
    _log_access = False

    flow_id = fields.Many2one(
        "ops.approval.flow", required=True, readonly=True, index=True, ondelete="restrict"
    )
    stage_id = fields.Many2one(
        "ops.approval.stage", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    name = fields.Char("Step", required=True, readonly=True)
    round = fields.Integer(readonly=True, help="Submissions are counted from 1.")
    attempt = fields.Integer(readonly=True, help="A stage sent back to is tried anew.")
    verdict = fields.Selection(VERDICTS, required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="By", readonly=True, index=True, ondelete="restrict"
    )
    assignment_id = fields.Many2one(
        "ops.role.assignment", string="Role card", readonly=True, ondelete="restrict"
    )
    principal_id = fields.Many2one(
        "ops.role.assignment", string="On behalf of", readonly=True, ondelete="restrict"
    )
    seats = fields.Char(readonly=True, help="Places that were signed, separated by commas.")
    opinion = fields.Text(readonly=True)
    digest = fields.Char("Content digest", readonly=True, help="SHA-256 of what was signed.")
    date = fields.Datetime("At", required=True, readonly=True)

    def init(self):
        """Let the database itself keep the steps as they were written."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION ops_approval_step_keep() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION 'approval steps are append-only';
            END $$ LANGUAGE plpgsql;
            CREATE OR REPLACE TRIGGER ops_approval_step_keep
            BEFORE DELETE OR UPDATE OF flow_id, stage_id, name, round, attempt, verdict, user_id,
                   assignment_id, principal_id, seats, opinion, digest, date
                ON ops_approval_step FOR EACH ROW EXECUTE FUNCTION ops_approval_step_keep();
            """
        )

    def write(self, vals):
        raise AccessError(self.env._("Steps of an approval stay as they were written."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("Steps of an approval stay as they were written."))
