from odoo import api, models

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
            self._set_on_confidential(arch, "operator", "=", unless="filter_domain")
        elif view_type in ("form", "list", "kanban"):
            self._set_on_confidential(arch, "widget", "ops_confidential", unless="widget")
        return arch, view

    def export_data(self, fields_to_export):
        result = super().export_data(fields_to_export)
        if not is_trusted(self.env) and (
            fields := {*map(self._confidential_field_at, fields_to_export)} - {None}
        ):
            self.env["ops.reveal.log"]._log_export(self, fields)
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

    def _set_on_confidential(self, arch, attribute, value, unless):
        """Set ``attribute`` of this model's confidential fields in a view that leaves it open."""
        for node in arch.xpath("//field[@name][not(ancestor::field)]"):
            field = self._fields.get(node.get("name"))
            if isinstance(field, ConfidentialChar) and not (
                node.get(attribute) or node.get(unless)
            ):
                node.set(attribute, value)

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
