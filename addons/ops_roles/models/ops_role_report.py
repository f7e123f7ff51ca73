from odoo import fields, models


class OpsRole(models.Model):
    _inherit = "ops.role"

    report_definition_ids = fields.Many2many(
        "ops.report.definition",
        "ops_report_definition_role_rel",
        "role_id",
        "definition_id",
        string="Periodic reports",
        readonly=True,
        help="Reports the holders of this card are sent.",
    )
