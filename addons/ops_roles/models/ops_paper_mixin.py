from odoo import api, models


class OpsPaperMixin(models.AbstractModel):
    """A paper with a state bar of its own, of which approval is one part of the way."""

    _name = "ops.paper.mixin"
    _description = "Paper with its own states"
    _inherit = ["ops.approval.mixin", "ops.attached.mixin"]

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Show one state bar only: that of the paper, where the form has one."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form" and arch.find(".//header/field[@name='state']") is not None:
            for bar in arch.findall(".//header/field[@name='approval_state']"):
                bar.set("invisible", "1")
        return arch, view
