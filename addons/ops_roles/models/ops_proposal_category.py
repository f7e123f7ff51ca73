from odoo import fields, models


class OpsProposalCategory(models.Model):
    """What proposals are about, the role card that decides on them, and how soon."""

    _name = "ops.proposal.category"
    _description = "Category of proposals"
    _order = "sequence, id"

    name = fields.Char("Category", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    role_id = fields.Many2one(
        "ops.role",
        string="Desk in charge",
        required=True,
        ondelete="restrict",
        help="The nearest holders of this role card, up from the proposer's department, decide.",
    )
    receive_days = fields.Integer(
        "Received within", required=True, default=3, help="Working days after it was sent."
    )
    verdict_days = fields.Integer(
        "Verdict within", required=True, default=10, help="Working days after it was received."
    )

    _days = models.Constraint(
        "CHECK(receive_days > 0 AND verdict_days > 0)", "Enter one working day at least."
    )
