from odoo import fields, models


class OpsMeetingAgenda(models.Model):
    _name = "ops.meeting.agenda"
    _description = "Item of an agenda"
    _inherit = ["ops.meeting.part.mixin"]
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char("Item", required=True)
    presenter_id = fields.Many2one("hr.employee", string="Presenter")
    minutes = fields.Text("Minutes", copy=False)
    planned = fields.Integer("Planned (min)", default=10)
