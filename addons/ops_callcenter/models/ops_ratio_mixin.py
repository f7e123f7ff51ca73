from odoo import models
from odoo.tools import SQL

from ..fields import Ratio

#: How the database hashes a column of a type, with a seed.
_HASH = {"char": SQL("hashtextextended"), "integer": SQL("hashint4extended")}


class OpsRatioMixin(models.AbstractModel):
    """Groups show a ratio as the sum of its numerators over the sum of its denominators.

    Where rows of a group were measured differently there is nothing to add up: it stays blank.
    """

    _name = "ops.ratio.mixin"
    _description = "Ratios Added Up Before Dividing"

    def _read_group_select(self, aggregate_spec, query):
        name, _colon, function = aggregate_spec.partition(":")
        field = self._fields.get(name)
        if not isinstance(field, Ratio) or function != "avg":
            return super()._read_group_select(aggregate_spec, query)
        self._check_field_access(field, "read")
        part, whole = (self._field_to_sql(self._table, column, query) for column in field.parts)
        ratio = SQL("SUM(%s)::float8 / NULLIF(SUM(%s), 0)", part, whole)
        if not field.agreed:
            return ratio
        key = self._agreed_sql(field.agreed, query)
        return SQL("CASE WHEN MIN(%s) = MAX(%s) THEN %s END", key, key, ratio)

    def _agreed_sql(self, columns, query):
        """One hash of columns that are never empty, each seeding the next.

        Comparing texts by the rules of a language takes far longer, and so does a hash of a row.
        """
        key = SQL("0")
        for name in columns:
            column = self._field_to_sql(self._table, name, query)
            key = SQL("%s(%s, %s)", _HASH[self._fields[name].type], column, key)
        return key

    def _read_group_groupby(self, alias, groupby_spec, query):
        """A day is a day already; cutting it to one hides it from the planner's statistics."""
        name, _colon, granularity = groupby_spec.partition(":")
        field = self._fields.get(name)
        if granularity == "day" and field and field.type == "date":
            return self._field_to_sql(alias, name, query)
        return super()._read_group_groupby(alias, groupby_spec, query)
