from odoo import fields, models
from odoo.exceptions import UserError


class OpsQaVerdict(models.Model):
    """How one item of the form was judged on one call; final with the score."""

    _name = "ops.qa.verdict"
    _description = "Verdict on an item"
    _order = "evaluation_id, sequence, id"
    _rec_name = "item_id"

    evaluation_id = fields.Many2one(
        "ops.qa.evaluation", required=True, index=True, ondelete="restrict"
    )
    item_id = fields.Many2one("ops.qa.item", "Item", required=True, ondelete="restrict", index=True)
    sequence = fields.Integer(related="item_id.sequence", store=True)
    verdict = fields.Selection(
        [("pass", "Pass"), ("half", "Half"), ("fail", "Fail"), ("na", "Does not apply")]
    )
    note = fields.Char()

    _item_once = models.UniqueIndex("(evaluation_id, item_id)", "An item is judged once on a call.")

    def write(self, vals):
        self.evaluation_id._check_open()
        return super().write(vals)

    def _judge(self, verdict, note):
        """Write a verdict that the item allows (superuser rights).

        :raise UserError: half of a critical item, or left out although it always applies
        """
        item = self.item_id
        if verdict == "half" and item.kind != "minor":
            raise UserError(
                self.env._("%s is critical: it is right or wrong, never half.", item.display_name)
            )
        if verdict == "na" and not item.allow_na:
            raise UserError(self.env._("%s always applies.", item.display_name))
        self.write({"verdict": verdict, **({} if note is None else {"note": note})})

    def _row(self) -> dict:
        item = self.item_id
        kinds = dict(item._fields["kind"]._description_selection(self.env))
        return {
            "id": self.id,
            "code": item.code,
            "name": item.name,
            "guide": item.guide or "",
            "kind": kinds[item.kind],
            "weight": item.weight,
            "fatal": item.fatal,
            "half": item.kind == "minor",
            "na": item.allow_na,
            "verdict": self.verdict or "",
            "note": self.note or "",
        }
