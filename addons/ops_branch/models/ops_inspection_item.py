from odoo import api, fields, models


class OpsInspectionItem(models.Model):
    """One thing that is looked at, within a section of its form."""

    _name = "ops.inspection.item"
    _description = "Item of an inspection form"
    _order = "form_id, sequence, id"

    form_id = fields.Many2one("ops.inspection.form", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    section = fields.Char(required=True, translate=True)
    name = fields.Char("What is looked at", required=True, translate=True)
    guide = fields.Text("How it is judged", translate=True)
    weight = fields.Float(required=True, default=5.0)
    is_must = fields.Boolean("Must", help="Failed, the whole inspection is failed.")

    _weight_positive = models.Constraint("CHECK (weight > 0)", "A weight is above zero.")

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items.form_id._check_draft()
        return items

    def write(self, vals):
        self.form_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self.form_id._check_draft()
