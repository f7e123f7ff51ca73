from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsDirectiveSourceMixin(models.AbstractModel):
    """A record directives follow from: meeting, letter, incident, finding, request.

    Smart button for the form::

        <button name="action_open_directives" type="object" class="oe_stat_button" icon="fa-flag">
            <field name="directive_count" widget="statinfo" string="Directives" />
        </button>
    """

    _name = "ops.directive.source.mixin"
    _description = "Source of directives"

    #: ``source_kind`` of directives that follow from this model.
    _directive_kind = "other"

    directive_ids = fields.Many2many(
        "ops.directive", string="Directives", compute="_compute_directive_ids"
    )
    directive_count = fields.Integer("Number of directives", compute="_compute_directive_ids")

    @api.depends_context("uid")
    def _compute_directive_ids(self):
        directives = self.env["ops.directive"]
        found = directives.search(directives._of_source(self._name, self.ids))
        by_source = found.grouped("source_res_id")
        for record in self:
            record.directive_ids = by_source.get(record.id, directives)
            record.directive_count = len(record.directive_ids)

    def action_open_directives(self):
        """Open the directives that follow from this record."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_directive")
        return {
            **action,
            "domain": list(self.env["ops.directive"]._of_source(self._name, self.ids)),
            "context": self._directive_context(),
        }

    def action_new_directive(self):
        """Open a new directive that follows from this record."""
        self.ensure_one()
        self.check_access("read")
        if not self.id:
            raise UserError(self.env._("Save this page first."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Directive"),
            "res_model": "ops.directive",
            "views": [[False, "form"]],
            "context": self._directive_context(),
        }

    def _directive_context(self):
        return {
            "default_source_model": self._name,
            "default_source_res_id": self.id,
            "default_source_kind": self._directive_kind,
        }
