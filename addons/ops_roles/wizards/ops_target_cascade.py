from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.ops_target import SCOPES


class OpsTargetCascade(models.TransientModel):
    """Hand a target down to the departments below it, or to its people."""

    _name = "ops.target.cascade"
    _description = "Hand a target down"

    target_id = fields.Many2one("ops.target", required=True, ondelete="cascade")
    method = fields.Selection(
        [
            ("headcount", "By number of people"),
            ("share", "By share of the last period"),
            ("equal", "In equal parts"),
            ("hand", "By hand"),
        ],
        required=True,
        default="headcount",
    )
    value = fields.Float("To hand down", related="target_id.value")
    unit = fields.Selection(related="target_id.unit")
    decimals = fields.Integer(related="target_id.decimals")
    is_additive = fields.Boolean(related="target_id.is_additive")
    line_ids = fields.One2many(
        "ops.target.cascade.line",
        "cascade_id",
        "Parts",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    total = fields.Float("Sum of parts", compute="_compute_total", digits=(16, 6))
    difference = fields.Float(compute="_compute_total", digits=(16, 6))

    @api.depends("method", "target_id")
    def _compute_line_ids(self):
        for cascade in self:
            # Who is above a part is checked when it is created; here the user only looks.
            shares = cascade.target_id.sudo()._proposal(cascade.method)
            have = {
                (part.scope, part._scope_id()): part.value
                for part in cascade.target_id.sudo().child_ids
            }
            cascade.line_ids = [Command.clear()] + [
                Command.create(
                    {
                        "scope": scope,
                        "department_id": key if scope == "department" else False,
                        "employee_id": key if scope == "employee" else False,
                        "value": have.get((scope, key), value)
                        if cascade.method == "hand"
                        else value,
                    }
                )
                for scope, key, value in shares
            ]

    @api.depends("line_ids.value", "target_id")
    def _compute_total(self):
        for cascade in self:
            cascade.total = sum(cascade.line_ids.mapped("value"))
            cascade.difference = cascade.value - cascade.total if cascade.is_additive else 0.0

    def action_apply(self):
        """Create or correct the parts; a sum that differs is allowed and stays visible."""
        self.ensure_one()
        target = self.target_id
        target.check_access("read")
        if not self.line_ids:
            raise UserError(self.env._("Nobody is below %s to hand it to.", target.scope_name))
        allowed = set(target.sudo()._parts())
        shares = [(line.scope, line._key(), line.value) for line in self.line_ids]
        if {share[:2] for share in shares} - allowed:
            raise UserError(self.env._("Parts are departments or people right below the target."))
        target._hand_down(shares)
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_ops_target")
        return {
            **action,
            "name": self.env._("Parts of %s", target.display_name),
            "domain": [("parent_id", "=", target.id)],
            "context": {},
        }


class OpsTargetCascadeLine(models.TransientModel):
    _name = "ops.target.cascade.line"
    _description = "Part of a target"

    cascade_id = fields.Many2one("ops.target.cascade", required=True, ondelete="cascade")
    scope = fields.Selection(SCOPES, required=True)
    department_id = fields.Many2one("hr.department", ondelete="cascade")
    employee_id = fields.Many2one("hr.employee", "Person", ondelete="cascade")
    name = fields.Char("For", compute="_compute_name")
    value = fields.Float("Target", digits=(16, 6))
    unit = fields.Selection(related="cascade_id.target_id.unit")
    decimals = fields.Integer(related="cascade_id.target_id.decimals")

    @api.depends("department_id", "employee_id")
    def _compute_name(self):
        for line in self:
            line.name = line.employee_id.name or line.department_id.name

    def _key(self) -> int:
        return (self.employee_id if self.scope == "employee" else self.department_id).id
