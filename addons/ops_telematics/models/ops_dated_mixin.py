from datetime import date

from odoo import api, fields, models
from odoo.tools import SQL

#: Since when something holds of which nobody knows since when.
DAWN = date(1970, 1, 1)


class OpsDatedMixin(models.AbstractModel):
    """What held for something from a day on, until the day it no longer did; without overlaps.

    ``date_to`` is the first day it no longer holds, so the day of a change counts for the new; a
    row that was superseded on its own day stays with no day of its own. A model names its owner
    (``_dated_owner``) and what holds (``_dated_values``) and has the constraint
    ``models.Constraint(NO_OVERLAP.format(owner))``. Rows are written by ``_put`` alone.
    """

    _name = "ops.dated.mixin"
    _description = "Held from a day to a day"
    _order = "date_from desc, id desc"

    _dated_owner = ""
    _dated_values = ()

    date_from = fields.Date("From", required=True, readonly=True)
    date_to = fields.Date(
        "Until", readonly=True, help="First day it no longer holds; empty while it does."
    )

    _order_of_days = models.Constraint(
        "CHECK (date_to >= date_from)", "What ends cannot end before it begins."
    )

    @api.model
    def _domain_on(self, day) -> list:
        """What held on a day."""
        return [("date_from", "<=", day), "|", ("date_to", "=", False), ("date_to", ">", day)]

    @api.model
    def _put(self, rows) -> list:
        """Note what holds from a day on (superuser mode); news that change nothing are left out.

        :param rows: dicts with the owner's id, ``date_from`` and all ``_dated_values``; one per
            owner. A day in the past is put in its place: what was known to begin later still does.
        :return: ids of the owners for whom something changed
        """
        names = self._dated_columns()
        if not rows:
            return []
        columns = [
            SQL("%s::%s[]", [row[name] or None for row in rows], SQL(self._dated_type(name)))
            for name in names
        ]
        return self._put_from(SQL("SELECT * FROM unnest(%s)", SQL(", ").join(columns)))

    @api.model
    def _put_from(self, source) -> list:
        """As ``_put``, from a query that gives these columns in this order."""
        self.flush_model()
        cr, news = self.env.cr, SQL.identifier(f"{self._table}_news")
        columns = SQL(", ").join(map(SQL.identifier, self._dated_columns()))
        cr.execute(SQL("CREATE TEMP TABLE %s (%s)", news, self._dated_definition()))
        cr.execute(SQL("INSERT INTO %s (%s) %s", news, columns, source))
        changed = self._put_news(news, columns)
        cr.execute(SQL("DROP TABLE %s", news))
        self.invalidate_model()
        return changed

    def _put_news(self, news, columns) -> list:
        cr, table = self.env.cr, SQL.identifier(self._table)
        owner = SQL.identifier(self._dated_owner)
        holds = SQL(
            "old.%(owner)s = news.%(owner)s AND old.date_from <= news.date_from"
            " AND (old.date_to IS NULL OR old.date_to > news.date_from)",
            owner=owner,
        )
        cr.execute(
            SQL(
                "DELETE FROM %s news USING %s old WHERE %s AND %s", news, table, holds, self._same()
            )
        )
        cr.execute(
            SQL(
                "UPDATE %(news)s news SET date_to = COALESCE("
                "(SELECT old.date_to FROM %(table)s old WHERE %(holds)s),"
                "(SELECT min(old.date_from) FROM %(table)s old"
                " WHERE old.%(owner)s = news.%(owner)s AND old.date_from > news.date_from))",
                news=news,
                table=table,
                holds=holds,
                owner=owner,
            )
        )
        cr.execute(
            SQL(
                "UPDATE %s old SET date_to = news.date_from, write_date = now() AT TIME ZONE 'UTC',"
                " write_uid = %s FROM %s news WHERE %s",
                table,
                self.env.uid,
                news,
                holds,
            )
        )
        cr.execute(
            SQL(
                "INSERT INTO %(table)s (%(columns)s, date_to, create_uid, create_date, write_uid,"
                " write_date) SELECT %(columns)s, date_to, %(uid)s, now() AT TIME ZONE 'UTC',"
                " %(uid)s, now() AT TIME ZONE 'UTC' FROM %(news)s RETURNING %(owner)s",
                table=table,
                columns=columns,
                uid=self.env.uid,
                news=news,
                owner=owner,
            )
        )
        return [row[0] for row in cr.fetchall()]

    @api.model
    def _dated_columns(self) -> tuple:
        return (self._dated_owner, "date_from", *self._dated_values)

    @api.model
    def _dated_type(self, name) -> str:
        return self._fields[name].column_type[1].partition("(")[0]

    @api.model
    def _dated_definition(self) -> SQL:
        return SQL(", ").join(
            SQL("%s %s", SQL.identifier(name), SQL(self._dated_type(name)))
            for name in (*self._dated_columns(), "date_to")
        )

    def _same(self) -> SQL:
        return SQL(" AND ").join(
            SQL("old.%s IS NOT DISTINCT FROM news.%s", SQL.identifier(name), SQL.identifier(name))
            for name in self._dated_values
        )


#: Ranges of whole numbers stand in for plain equality, which needs an extension of PostgreSQL.
NO_OVERLAP = (
    "EXCLUDE USING gist (int4range({0}, {0}, '[]') WITH &&, daterange(date_from, date_to) WITH &&)"
)
