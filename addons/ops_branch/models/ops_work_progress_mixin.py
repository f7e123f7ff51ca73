from odoo import api, fields, models

from ..core.work_evidence import progress


class OpsWorkProgressMixin(models.AbstractModel):
    """How far the work orders of a project or milestone are, in per cent of those accepted."""

    _name = "ops.work.progress.mixin"
    _description = "Progress by work orders"

    _ops_work_field = ""

    ops_work_count = fields.Integer("Orders of the project", compute="_compute_ops_progress")
    ops_work_done = fields.Integer("Accepted orders", compute="_compute_ops_progress")
    ops_progress = fields.Integer("Progress (%)", compute="_compute_ops_progress")

    @api.depends("ops_work_order_ids.state")
    def _compute_ops_progress(self):
        found = self.env["ops.work.order"]._progress_by(self._ops_work_field, self)
        for record in self:
            done, total = found.get(record._origin.id, (0, 0))
            record.ops_work_count, record.ops_work_done = total, done
            record.ops_progress = progress(done, total)
