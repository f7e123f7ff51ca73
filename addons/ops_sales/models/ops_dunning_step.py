from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.contract_text import DUNNING, unknown_variables


class OpsDunningStep(models.Model):
    """A step of dunning: how many days after the due day, by what, in which words."""

    _name = "ops.dunning.step"
    _description = "Step of dunning"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(required=True, default=10)
    days = fields.Integer("Days after the due day", required=True, default=1)
    kind = fields.Selection(
        [("call", "Call"), ("visit", "Visit"), ("letter", "Letter"), ("lawyer", "Lawyer's letter")],
        "By",
        required=True,
        default="call",
    )
    text = fields.Text("Words", required=True, help="Variables such as {customer} are filled in.")
    hold = fields.Boolean(
        "Customer goes on hold", help="Orders of the customer are not confirmed any more."
    )

    _sequence_once = models.UniqueIndex(
        "(sequence) WHERE active", "Another step has this place in the order already."
    )
    _ranges = models.Constraint(
        "CHECK (days > 0 AND sequence > 0)", "Days and order of a step are above zero."
    )

    @api.constrains("text")
    def _check_text(self):
        for step in self:
            if wrong := unknown_variables(step.text, DUNNING):
                raise ValidationError(
                    self.env._(
                        "%(step)s: {%(name)s} means nothing here. Use one of: %(known)s.",
                        step=step.name,
                        name=wrong[0],
                        known=", ".join(f"{{{one}}}" for one in DUNNING),
                    )
                )
