from odoo import fields, models


class OpsFulfilsMixin(models.AbstractModel):
    """A native record that fulfils a request for resources; only the request's buttons link it."""

    _name = "ops.fulfils.mixin"
    _description = "Fulfils a request for resources"
    _inherit = ["ops.guarded.mixin"]
    _guarded = ("ops_request_id",)

    ops_request_id = fields.Many2one(
        "ops.request",
        string="Request for resources",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    def action_open_ops_request(self):
        """Open the request this record fulfils, for who may see it."""
        self.ensure_one()
        self.check_access("read")
        self.ops_request_id.check_access("read")
        return self.ops_request_id._get_records_action(name=self.ops_request_id.display_name)
