from odoo import api, fields, models


class OpsQaMark(models.Model):
    """A second of a recording at which something was heard; final with the score."""

    _name = "ops.qa.mark"
    _description = "Mark in a recording"
    _order = "evaluation_id, second, id"

    evaluation_id = fields.Many2one(
        "ops.qa.evaluation", required=True, index=True, ondelete="restrict"
    )
    second = fields.Integer("At second", required=True, aggregator=None)
    verdict_id = fields.Many2one("ops.qa.verdict", "Item", ondelete="restrict")
    note = fields.Char()

    _second_positive = models.Constraint("CHECK(second >= 0)", "A recording starts at second 0.")

    @api.model_create_multi
    def create(self, vals_list):
        marks = super().create(vals_list)
        marks.evaluation_id._check_open()
        return marks

    def write(self, vals):
        self.evaluation_id._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self.evaluation_id._check_open()

    def _row(self) -> dict:
        return {
            "id": self.id,
            "second": self.second,
            "item": self.verdict_id.item_id.code or "",
            "note": self.note or "",
        }
