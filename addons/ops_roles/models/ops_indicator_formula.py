"""The formula of an indicator in words, as its readers are shown it."""

from odoo import models


class OpsIndicator(models.Model):
    _inherit = "ops.indicator"

    def _formula(self) -> str:
        """The formula as a reader says it, in his language."""
        self.ensure_one()
        if self.kind == "method":
            return self.env["ops.indicator.provider"]._methods().get(self.method, "")
        upper = self._part_text("")
        if self.kind == "plain":
            return upper
        lower = self._part_text("den_")
        if self.kind == "per_hour":
            return self.env._("%(upper)s ÷ %(lower)s, per hour", upper=upper, lower=lower)
        return self.env._("%(upper)s ÷ %(lower)s", upper=upper, lower=lower)

    def _part_text(self, prefix) -> str:
        name, text, *_places = self._source(prefix)
        model = self.env.get(name or "")
        if model is None:
            return ""
        names = self.env["ir.model"]._get(name).name
        field = model._fields.get(self[f"{prefix}field_name"] or "")
        label = self._label(name, field.name) if field else ""
        what = {
            "count": self.env._("number of %s", names),
            "sum": self.env._("Σ %(field)s of %(records)s", field=label, records=names),
            "avg": self.env._("average %(field)s of %(records)s", field=label, records=names),
            "max": self.env._("largest %(field)s of %(records)s", field=label, records=names),
        }[self[f"{prefix}measure"] or "count"]
        conditions = self._domain_text(name, text)
        if conditions:
            what = self.env._("%(what)s where %(conditions)s", what=what, conditions=conditions)
        return what

    def _label(self, name, column):
        return self.env[name]._fields[column]._description_string(self.env)

    def _domain_text(self, name, text) -> str:
        """The conditions of a filter with the labels of their fields."""
        try:
            conditions = list(self._domain(text).iter_conditions())
        except Exception:
            return ""
        parts = []
        for one in conditions:
            column = one.field_expr.split(".")[0]
            label = self._label(name, column) if column in self.env[name]._fields else column
            parts.append(f"{label} {one.operator} {self._value_text(name, column, one.value)}")
        return " · ".join(parts)

    def _value_text(self, name, column, value) -> str:
        """A filter's value; of a selection the label, of several all."""
        values = [value] if isinstance(value, str) or not hasattr(value, "__iter__") else [*value]
        field = self.env[name]._fields.get(column)
        labels = {}
        if field is not None and field.type == "selection":
            labels = dict(field._description_selection(self.env))
        return ", ".join(str(labels.get(one, one)) for one in values)
