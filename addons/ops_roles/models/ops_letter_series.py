from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.letter_number import missing_tokens, render, unknown_tokens


class OpsLetterSeries(models.Model):
    """A series of letter numbers; each series counts anew every year, without gaps.

    The counter is a row of ``ops.letter.counter`` raised in the transaction that numbers the
    letter: a rollback gives the number back, two at a time wait for each other. Odoo's own
    ``ir.sequence`` would give up at once when another transaction holds it.
    """

    _name = "ops.letter.series"
    _description = "Series of letter numbers"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    direction = fields.Selection(
        [("incoming", "Incoming"), ("outgoing", "Outgoing")], required=True, default="incoming"
    )
    pattern = fields.Char(
        required=True,
        help="{year} stands for the year, {number} for the running number in that year.",
    )
    digits = fields.Integer(
        default=1, required=True, help="Shorter running numbers get zeros in front."
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    example = fields.Char(compute="_compute_example")

    _digits_range = models.Constraint(
        "CHECK(digits BETWEEN 1 AND 9)", "The running number has between 1 and 9 digits."
    )

    @api.depends("pattern", "digits", "company_id")
    def _compute_example(self):
        for series in self:
            year = (series.company_id or self.env.company)._ops_today().year
            series.example = render(series.pattern or "", year, 1, series.digits)

    @api.constrains("pattern")
    def _check_pattern(self):
        for series in self:
            wrong = unknown_tokens(series.pattern)
            if wrong:
                raise ValidationError(
                    self.env._(
                        "%(series)s: {%(token)s} means nothing here. Use {year} and {number}.",
                        series=series.name,
                        token=wrong[0],
                    )
                )
            if missing := missing_tokens(series.pattern):
                raise ValidationError(
                    self.env._(
                        "%(series)s: {%(token)s} is missing, so numbers would repeat. Add it.",
                        series=series.name,
                        token=missing[0],
                    )
                )

    def _draw(self) -> dict:
        """Return the values of the next number, drawn in this transaction.

        Whoever draws from the same series meanwhile waits for the end of this transaction.
        """
        self.ensure_one()
        year = self.company_id._ops_today().year
        number = self.env["ops.letter.counter"]._next(self, year)
        return {
            "series_id": self.id,
            "year": year,
            "running_number": number,
            "number": render(self.pattern, year, number, self.digits),
        }
