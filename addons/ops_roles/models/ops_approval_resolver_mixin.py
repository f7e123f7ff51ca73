from odoo import api, fields, models
from odoo.exceptions import ValidationError

RESOLVERS = [
    ("role", "Role card"),
    ("superior", "Superior of the requester"),
    ("manager", "Manager of the department"),
    ("person", "Named person"),
]
MODES = [
    ("any", "One signature is enough"),
    ("all", "Joint: each role or person named"),
    ("every", "Joint: each holder of the roles"),
]
MOST_HOURS = 2000


class OpsApprovalResolverMixin(models.AbstractModel):
    """Who signs a step: shared by the template's line and the stage of a running approval."""

    _name = "ops.approval.resolver.mixin"
    _description = "Who signs"

    name = fields.Char("Step", required=True, translate=False)
    sequence = fields.Integer(default=10)
    resolver = fields.Selection(RESOLVERS, string="Signed by", required=True, default="role")
    mode = fields.Selection(MODES, string="Signatures", required=True, default="any")
    role_ids = fields.Many2many("ops.role", string="Roles")
    everywhere = fields.Boolean(
        "Whole company",
        help="Look for holders of the role anywhere, not only in the line of the department.",
    )
    level = fields.Integer(
        "Levels up", default=1, help="1: the direct superior, 2: the superior's superior."
    )
    user_ids = fields.Many2many("res.users", string="People")
    remind_hours = fields.Float(
        "Remind after", help="Working hours until who has not signed is reminded; 0: never."
    )
    escalate_hours = fields.Float(
        "Escalate after", help="Working hours until the superior may sign as well; 0: never."
    )

    @api.constrains("resolver", "role_ids", "user_ids", "level")
    def _check_resolver(self):
        for line in self:
            if line.resolver == "role" and not line.role_ids:
                raise ValidationError(self.env._("%s: choose the role cards.", line.name))
            if line.resolver == "person" and not line.user_ids:
                raise ValidationError(self.env._("%s: choose the people.", line.name))
            if line.resolver == "superior" and line.level < 1:
                raise ValidationError(self.env._("%s: one level up at least.", line.name))

    @api.constrains("remind_hours", "escalate_hours")
    def _check_hours(self):
        for hours in (*self.mapped("remind_hours"), *self.mapped("escalate_hours")):
            if not 0 <= hours <= MOST_HOURS:
                raise ValidationError(
                    self.env._("Hours are from 0 to %s, a year of work.", MOST_HOURS)
                )
