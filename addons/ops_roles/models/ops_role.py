from odoo import api, fields, models, tools
from odoo.api import SUPERUSER_ID
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain


class OpsRole(models.Model):
    _name = "ops.role"
    _description = "Role card"
    _order = "sequence, id"

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    duty_ids = fields.One2many("ops.role.duty", "role_id", string="Duties")
    superior_id = fields.Many2one("ops.role", string="Reports to", ondelete="restrict")
    subordinate_ids = fields.One2many("ops.role", "superior_id", string="Leads")
    span_min = fields.Integer(help="Fewest people one holder should lead; 0 means no limit.")
    span_max = fields.Integer(help="Most people one holder should lead; 0 means no limit.")
    is_single = fields.Boolean(
        "One holder per department", help="Two holders at a time are listed as a conflict."
    )
    group_id = fields.Many2one(
        "res.groups", string="Access group", required=True, readonly=True, ondelete="restrict"
    )
    job_id = fields.Many2one("hr.job", string="Job position")
    native_group_ids = fields.Many2many(
        "res.groups", string="Rights that come with it", compute="_compute_native_group_ids"
    )
    menu_ids = fields.Many2many(
        "ir.ui.menu", string="Menus that come with it", compute="_compute_menu_ids"
    )
    assignment_ids = fields.One2many("ops.role.assignment", "role_id", string="Assignments")
    holder_count = fields.Integer("People now", compute="_compute_holder_count")

    _code_unique = models.UniqueIndex("(code)", "This code is already used by another role card.")
    _group_unique = models.UniqueIndex(
        "(group_id)", "This access group already belongs to another role card."
    )

    @api.depends("group_id")
    def _compute_native_group_ids(self):
        for role in self:
            group = role.group_id.sudo()
            role.native_group_ids = group.all_implied_ids - group

    @api.depends("group_id")
    def _compute_menu_ids(self):
        for role in self:
            role.menu_ids = self.env["ir.ui.menu"]._ops_menus_of_groups(
                role.group_id.sudo().all_implied_ids
            )

    @api.depends("assignment_ids.state")
    def _compute_holder_count(self):
        counts = dict(
            self.env["ops.role.assignment"]
            .sudo()
            ._read_group(
                [("role_id", "in", self.ids), ("state", "=", "current")],
                ["role_id"],
                ["__count"],
            )
        )
        for role in self:
            role.holder_count = counts.get(role, 0)

    @api.constrains("superior_id")
    def _check_superior(self):
        if self._has_cycle("superior_id"):
            raise ValidationError(
                self.env._("The reporting line runs in a circle. Choose another superior role.")
            )

    @api.constrains("span_min", "span_max")
    def _check_span(self):
        for role in self:
            if role.span_min < 0 or (role.span_max and role.span_max < role.span_min):
                raise ValidationError(
                    self.env._(
                        "%(role)s: the span from %(low)s to %(high)s is not possible. "
                        "Enter the smaller number first.",
                        role=role.name,
                        low=role.span_min,
                        high=role.span_max,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """Keep code and access group as installed: they decide what a role may do."""
        if {"code", "group_id"} & vals.keys() and self.env.uid != SUPERUSER_ID:
            raise AccessError(
                self.env._("Code and access group of a role card are set by the installed add-ons.")
            )
        self.env.registry.clear_cache()
        return super().write(vals)

    @api.model
    @tools.ormcache("self.env.lang")
    def _names(self):
        """Return the name of every role card by id, in the user's language."""
        roles = self.sudo().with_context(active_test=False).search_fetch([], ["name"])
        return {role.id: role.name for role in roles}

    def action_open_holders(self):
        """Open the current assignments of this role card."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_assignment")
        action["domain"] = Domain("role_id", "=", self.id)
        action["context"] = {"search_default_current": 1, "default_role_id": self.id}
        return action
