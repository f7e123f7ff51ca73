"""Work orders of an engineering project: they carry its milestones."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OpsWorkOrder(models.Model):
    _inherit = "ops.work.order"

    project_id = fields.Many2one(
        "project.project",
        "Engineering project",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('ops_branch_id', '=', branch_id)]",
        tracking=True,
    )
    milestone_id = fields.Many2one(
        "project.milestone",
        "Milestone",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('project_id', '=', project_id)]",
    )

    @api.constrains("project_id", "milestone_id", "branch_id")
    def _check_project(self):
        for order in self.sudo():
            if order.milestone_id and order.milestone_id.project_id != order.project_id:
                raise ValidationError(
                    self.env._("%s: the milestone is one of another project.", order.display_name)
                )
            if order.project_id and order.project_id.ops_branch_id != order.branch_id:
                raise ValidationError(
                    self.env._("%s: the project is one of another branch.", order.display_name)
                )

    @api.model
    def _request_fields(self) -> set:
        return super()._request_fields() | {"project_id", "milestone_id"}

    def _accept(self, **vals):
        """The last order of a milestone reaches it."""
        super()._accept(**vals)
        self.sudo().milestone_id._ops_reach()

    @api.model
    def _progress_by(self, field, records) -> dict:
        """Return ``{id: (accepted, all)}`` of orders not cancelled, in one grouped query (sudo).

        :param field: ``project_id`` or ``milestone_id``
        """
        groups = self.sudo()._read_group(
            [(field, "in", records.ids), ("state", "!=", "cancelled")],
            [field, "state"],
            ["__count"],
        )
        found = {}
        for record, state, count in groups:
            done, total = found.get(record.id, (0, 0))
            found[record.id] = (done + count * (state == "accepted"), total + count)
        return found
