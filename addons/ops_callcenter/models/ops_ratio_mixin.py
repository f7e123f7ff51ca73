from odoo import models
from odoo.tools import SQL

from ..fields import Ratio


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
        agreed = [self._field_to_sql(self._table, column, query) for column in field.agreed]
        if not agreed:
            return ratio
        # One hash of all of them: comparing texts by the rules of a language takes far longer.
        key = SQL("hash_record_extended(ROW(%s), 0)", SQL(", ").join(agreed))
        return SQL("CASE WHEN MIN(%s) = MAX(%s) THEN %s END", key, key, ratio)
