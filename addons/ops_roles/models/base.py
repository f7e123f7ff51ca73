from odoo import api, models

from ..core.masking import is_masked
from ..fields import ConfidentialChar, is_trusted


class Base(models.AbstractModel):
    """Keeps confidential fields out of sorting, grouping and totals, and logs their export.

    Views need not care: a confidential field is searched exactly and shown with its eye button.
    """

    _inherit = "base"

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "search":
            self._set_on_confidential(arch, "operator", "=")
        elif view_type in ("form", "list", "kanban"):
            self._set_on_confidential(arch, "widget", "ops_confidential")
        return arch, view

    def export_data(self, fields_to_export):
        if not is_trusted(self.env):
            self._guard_export(fields_to_export)
        return super().export_data(fields_to_export)

    def copy_data(self, default=None):
        """A user's copy leaves out the numbers he sees masked."""
        vals_list = super().copy_data(default)
        if is_trusted(self.env):
            return vals_list
        names = [
            name for name, field in self._fields.items() if isinstance(field, ConfidentialChar)
        ]
        for vals in vals_list:
            for name in names:
                if vals and is_masked(vals.get(name)):
                    del vals[name]
        return vals_list

    def onchange(self, values, field_names, fields_spec):
        result = super().onchange(values, field_names, fields_spec)
        if not is_trusted(self.env):
            self._drop_masked(result.get("value") or {}, defaults=not (self or field_names))
        return result

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        self._refuse_confidential(field_name.split(".")[0])
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    def _read_group_groupby(self, alias, groupby_spec, query):
        self._refuse_confidential(groupby_spec.split(":")[0].split(".")[0])
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_group_select(self, aggregate_spec, query):
        self._refuse_confidential(aggregate_spec.split(":")[0])
        return super()._read_group_select(aggregate_spec, query)

    def _confidential_open(self):
        """Tell whether the numbers of this record are no secret to the user.

        A model whose records may be about the user himself or his company extends it.
        """
        return False

    def _drop_masked(self, values, defaults=False):
        """Take masked numbers out of the answer to a form, which would send them back.

        :param defaults: the form is a new record's: what its own context proposes is no secret
        """
        for name, value in list(values.items()):
            field = self._fields.get(name)
            if isinstance(field, ConfidentialChar) and is_masked(value):
                proposed = defaults and self.default_get([name]).get(name)
                values.pop(name)
                if proposed:
                    values[name] = proposed
            elif field and field.type in ("one2many", "many2many"):
                for command in value or ():
                    if len(command) > 2 and isinstance(command[2], dict):
                        self.env[field.comodel_name]._drop_masked(command[2])

    def _guard_export(self, paths):
        """Log and limit a user's export of records that hold confidential numbers."""
        fields = {*map(self._confidential_field_at, paths)} - {None}
        if fields or self._holds_confidential():
            self.env["ops.reveal.log"]._log_export(self, fields, paths)

    @classmethod
    def _is_confidential(cls, name):
        return isinstance(cls._fields.get(name), ConfidentialChar)

    @classmethod
    def _holds_confidential(cls):
        """Tell whether the model itself keeps confidential numbers."""
        return any(
            field.store and cls._is_confidential(name) for name, field in cls._fields.items()
        )

    def _set_on_confidential(self, node, attribute, value):
        """Set ``attribute`` of the confidential fields below ``node`` of a view of this model.

        What a view says itself stays, but widgets that show a number as text do not.
        """
        for child in node:
            field = child.tag == "field" and self._fields.get(child.get("name"))
            model = self.env[field.comodel_name] if field and field.relational else self
            model._set_on_confidential(child, attribute, value)
            if isinstance(field, ConfidentialChar) and not child.get("filter_domain"):
                if child.get(attribute) in (None, "char", "phone"):
                    child.set(attribute, value)

    def _refuse_confidential(self, fname):
        """Refuse a user's use of the field ``fname`` in SQL if it is confidential.

        :raise AccessError: outside superuser mode
        """
        field = self._fields.get(fname)
        if isinstance(field, ConfidentialChar) and not is_trusted(self.env):
            field._refuse(self.env)

    def _confidential_field_at(self, path):
        """Return the confidential field at the end of an export ``path`` (``a_id/b``), or None."""
        model = self
        for name in path.split("/"):
            field = model._fields.get(name)
            if field is None:
                return None
            if field.relational:
                model = self.env[field.comodel_name]
        return field if isinstance(field, ConfidentialChar) else None
