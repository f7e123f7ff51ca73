from odoo import api, fields, models

from ..fields import BulkMany2one


class OpsPbxRowMixin(models.AbstractModel):
    """A row that a merge of a feed makes of what a PBX logged about an agent or a call."""

    _name = "ops.pbx.row.mixin"
    _description = "Row from the Log of a PBX"

    source_id = BulkMany2one("ops.feed.source", "PBX", required=True, readonly=True)
    company_id = BulkMany2one("res.company", "Company", readonly=True)
    department_id = BulkMany2one("hr.department", "Department", readonly=True)
    agent_name = fields.Char("Agent in the Log", readonly=True)
    employee_id = BulkMany2one("hr.employee", "Agent", readonly=True)

    @api.model
    def _selection_disposition(self):
        return self.env["ops.pbx.code"]._labels("disposition")

    @api.model
    def _selection_reason(self):
        return self.env["ops.pbx.code"]._labels("pause")
