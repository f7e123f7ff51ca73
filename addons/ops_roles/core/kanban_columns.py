"""Columns of a kanban grouped by a selection, in the order of its values."""


def in_order(field_name):
    """Return a ``group_expand`` that shows the columns that hold something, first state first.

    Without one Odoo sorts columns by their technical values; ``group_expand=True`` would show
    every empty column too.
    """

    def expand(records, values, _domain):
        return [key for key in records._fields[field_name].get_values(records.env) if key in values]

    return expand
