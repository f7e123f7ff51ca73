from odoo import fields, models

from ..core.inspection import Mark


class OpsInspectionMark(models.Model):
    """What was found for one item of the form, with photos."""

    _name = "ops.inspection.mark"
    _description = "Finding of an inspection"
    _inherit = ["ops.guarded.mixin", "ops.attached.mixin"]
    _order = "inspection_id, sequence, id"
    _rec_name = "item_id"
    _guarded = ("inspection_id", "item_id", "directive_id")

    inspection_id = fields.Many2one("ops.inspection", required=True, index=True, ondelete="cascade")
    department_id = fields.Many2one(related="inspection_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="inspection_id.company_id", store=True, index=True)
    visit_state = fields.Selection(related="inspection_id.state", string="Visit")
    item_id = fields.Many2one(
        "ops.inspection.item", "Looked at", required=True, index=True, ondelete="restrict"
    )
    sequence = fields.Integer(related="item_id.sequence", store=True)
    section = fields.Char(related="item_id.section")
    guide = fields.Text(related="item_id.guide")
    weight = fields.Float(related="item_id.weight")
    is_must = fields.Boolean(related="item_id.is_must")
    verdict = fields.Selection(
        [
            ("ok", "In order"),
            ("partly", "Partly"),
            ("failed", "Failed"),
            ("none", "Does not apply"),
        ],
        "Judgement",
    )
    note = fields.Text("What was found")
    attachment_ids = fields.Many2many(
        "ir.attachment", "ops_inspection_mark_attachment_rel", string="Photos"
    )
    directive_id = fields.Many2one("ops.directive", "Directive", ondelete="restrict")

    _item_once = models.UniqueIndex("(inspection_id, item_id)", "An item is judged once.")

    def write(self, vals):
        """Findings are written while the visit is on."""
        if not self.env.su:
            self.inspection_id._check_inspector()
            self.inspection_id._expect("visiting")
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_attachments()
        return result

    def _as_mark(self) -> Mark:
        return Mark(self.verdict, self.weight, self.is_must, self.section)
