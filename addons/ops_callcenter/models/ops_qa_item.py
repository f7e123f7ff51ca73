from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.quality import CRITICAL


class OpsQaItem(models.Model):
    """One thing a call is judged by. Its number is the same in all versions of the form."""

    _name = "ops.qa.item"
    _description = "Item of a scoring form"
    _inherit = ["ops.approval.part.mixin"]
    _order = "form_id, sequence, id"
    _rec_names_search = ["code", "name"]
    _approval_parent = "form_id"

    form_id = fields.Many2one(
        "ops.qa.form", "Form", required=True, index=True, ondelete="cascade", copy=False
    )
    sequence = fields.Integer(default=10)
    code = fields.Char("No.", required=True, help="Keep it in later versions: trends follow it.")
    name = fields.Char("What is judged", required=True)
    guide = fields.Text("How to judge", help="Shown beside the item while a call is scored.")
    weight = fields.Integer(required=True, default=10)
    kind = fields.Selection(
        [
            ("customer", "Customer-critical"),
            ("business", "Business-critical"),
            ("compliance", "Compliance-critical"),
            ("minor", "Not critical"),
        ],
        "Type",
        required=True,
        default="minor",
    )
    fatal = fields.Boolean(help="A failure makes the score of the whole call 0.")
    allow_na = fields.Boolean("May not apply", help="May be left out of the score of a call.")

    _code_once = models.UniqueIndex(
        "(form_id, code)", "Two items of the form have the same number."
    )
    _weight_positive = models.Constraint(
        "CHECK(weight BETWEEN 1 AND 1000)", "Weights are whole numbers from 1 to 1000."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for item in self:
            item.display_name = f"{item.code} {item.name}"

    @api.constrains("fatal", "kind")
    def _check_fatal(self):
        for item in self:
            if item.fatal and item.kind not in CRITICAL:
                raise ValidationError(
                    self.env._(
                        "%s: only a critical item can be fatal. Choose another type.",
                        item.display_name,
                    )
                )
