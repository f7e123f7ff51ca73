from odoo import api, fields, models


class OpsLetterCounter(models.Model):
    """The last number of a series in a year. Only ``_next`` writes it."""

    _name = "ops.letter.counter"
    _description = "Counter of a letter series"
    _inherit = ["ops.guarded.mixin"]
    _order = "year desc, series_id"
    _guarded = ("series_id", "year", "last_number")

    series_id = fields.Many2one(
        "ops.letter.series", required=True, readonly=True, ondelete="restrict"
    )
    year = fields.Integer(required=True, readonly=True)
    last_number = fields.Integer(required=True, readonly=True)

    _once = models.UniqueIndex("(series_id, year)", "This series has a counter for that year.")

    @api.model
    def _next(self, series, year: int) -> int:
        """Raise the counter by one and return it; the row stays locked until the commit.

        In a transaction whose snapshot is older than the other's commit PostgreSQL reports a
        serialization failure, and Odoo repeats the request.
        """
        self.env.cr.execute(
            """
            INSERT INTO ops_letter_counter AS counter (series_id, year, last_number)
            VALUES (%s, %s, 1)
            ON CONFLICT (series_id, year)
            DO UPDATE SET last_number = counter.last_number + 1
            RETURNING last_number
            """,
            [series.id, year],
        )
        self.invalidate_model()
        return self.env.cr.fetchone()[0]
