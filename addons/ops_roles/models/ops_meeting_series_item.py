from odoo import api, fields, models


class OpsMeetingSeriesItem(models.Model):
    _name = "ops.meeting.series.item"
    _description = "Standing item of an agenda"
    _order = "sequence, id"

    series_id = fields.Many2one("ops.meeting.series", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char("Item", required=True)
    presenter_id = fields.Many2one("hr.employee", string="Presenter")
    planned = fields.Integer("Planned (min)", default=10)

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items.series_id._check_owner()
        return items

    def write(self, vals):
        self.series_id._check_owner()
        result = super().write(vals)
        self.series_id._check_owner()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_own(self):
        self.series_id._check_owner()

    def _agenda_vals(self):
        return {
            "sequence": self.sequence,
            "name": self.name,
            "presenter_id": self.presenter_id.id,
            "planned": self.planned,
        }
