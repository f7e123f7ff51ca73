from odoo import fields, models


class OpsRoleDuty(models.Model):
    _name = "ops.role.duty"
    _description = "Duty of a role card"
    _order = "role_id, sequence, id"

    role_id = fields.Many2one("ops.role", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    key = fields.Char("Duty key", help="Key of the duty in the table of duties, such as R19.")
    name = fields.Text("Duty", required=True, translate=True)
