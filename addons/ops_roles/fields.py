"""Field types of the suite."""

from collections.abc import Set

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL

from .core.masking import (
    PROSE_SQL,
    is_masked,
    mask_html,
    mask_number,
    mask_prose,
    may_guess,
)


def is_trusted(env):
    """Tell whether ``env`` may see confidential values: server code in superuser mode only.

    A condition that Odoo evaluates on a delegated record in superuser mode on behalf of a user
    carries ``filter_function_reset_sudo`` and counts as the user's.
    """
    return env.su and not env.context.get("filter_function_reset_sudo")


class ConfidentialChar(fields.Char):
    """A phone or identity number that nobody sees by looking at a record.

    ``record.field`` is masked (``138****4087``) unless the environment is in superuser mode, so
    every conversion built on it (read, export, onchange, display name, templates) is masked as
    well. Users cannot order, group or aggregate by it; they search it only by the exact and full
    value, and each such search is logged and limited (see ``ops.reveal.log``). The full value is
    shown by ``ops.reveal.log`` only, with a reason. A masked text is never stored.

    Server code that needs the value uses ``record.sudo()``. Text computed from it must itself be
    a ConfidentialChar. It is not copied by default, because the copy would be a masked text.
    """

    copy = False
    is_prose = False  # whether a value may hold other text beside the number

    def _get_attrs(self, model_class, name):
        attrs = super()._get_attrs(model_class, name)
        if attrs.get("translate"):
            raise TypeError(f"{self}: a confidential field is not translated")
        return attrs

    def mask(self, value):
        """Return what everyone may see of ``value``; a field type of free text overrides this."""
        return mask_number(value)

    def _description_sortable(self, env):
        return is_trusted(env)

    def _description_groupable(self, env):
        return is_trusted(env)

    def __get__(self, record, owner=None):
        if record is None or record.env.su or len(record) != 1 or record.id or not record._origin:
            return super().__get__(record, owner)
        # A form's working copy would take over its origin's masked value as its own.
        super().__get__(record._origin, owner)
        return self._shown(super().__get__(record.sudo(), owner), record._origin)

    def convert_to_record(self, value, record):
        return self._shown(super().convert_to_record(value, record), record)

    def _shown(self, value, record):
        """Return ``value`` as the user of ``record`` may see it."""
        if not value or not record or is_trusted(record.env) or record._confidential_open():
            return value  # without a record it is a default, which its own author proposes
        return self.mask(value)

    def convert_to_display_name(self, value, record):
        # Display names are cached for everyone, whoever computed them first.
        return super().convert_to_display_name(self.mask(value), record)

    def convert_to_column_insert(self, value, record, values=None, validate=True):
        if validate:
            self._refuse_masked(value, record.env)
        return super().convert_to_column_insert(value, record, values, validate)

    def write(self, records, value):
        if is_masked(value) and not any(records._ids):
            return None  # a form's working copy is told what it shows: it keeps what it has
        self._refuse_masked(value, records.env)
        return super().write(records, value)

    def _refuse_masked(self, value, env):
        if isinstance(value, str) and is_masked(value):
            raise ValidationError(
                env._(
                    "“%(value)s” is a masked number and cannot be saved in “%(field)s”. "
                    "Enter the full number, or leave the field as it is.",
                    value=value,
                    field=self._description_string(env),
                )
            )

    def _compute_related(self, records):
        # The cache is shared by all users: it holds the full value, reading masks it.
        return super()._compute_related(records.sudo())

    def _inverse_related(self, records):
        values = {record: record.sudo()[self.name] for record in records}
        for record, value in values.items():
            target, field = self.traverse_related(record)
            if target and bool(target.id) == bool(record.id):
                target[field.name] = value

    def determine_domain(self, records, operator, value):
        if not self.related:  # a related field is checked where it leads
            self._check_condition(records, operator, value)
        return super().determine_domain(records, operator, value)

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        self._check_condition(model, operator, value)
        return super().condition_to_sql(field_expr, operator, value, model, alias, query)

    def filter_function(self, records, field_expr, operator, value):
        self._check_condition(records, operator, value)
        if is_trusted(records.env):
            return super().filter_function(records, field_expr, operator, value)
        keep = super().filter_function(records.sudo(), field_expr, operator, value)
        return lambda record: keep(record.sudo().with_context(filter_function_reset_sudo=False))

    def _check_condition(self, model, operator, value):
        """Allow a user's condition if it is set/not set or compares with full numbers.

        :raise AccessError: for every other operator, and beyond the limits of exact search
        """
        env = model.env
        if is_trusted(env):
            return
        if operator in ("=", "!="):
            operator, value = "in", [value]
        if operator not in ("in", "not in") or not isinstance(value, (list, tuple, Set)):
            self._refuse(env)
        if numbers := [number for number in value if number]:
            env["ops.reveal.log"]._log_search(model, self, numbers)

    def _refuse(self, env):
        raise AccessError(
            env._(
                "“%(field)s” is confidential: search it by the full number only; it cannot be "
                "compared in part, sorted, grouped or summed up.",
                field=self._description_string(env),
            )
        )


class MaskedProse:
    """Text people write, in which phone and identity numbers are masked for the reader.

    It may be searched for words and for whole numbers; other digits are looked for in what is
    shown, so that a search tells nothing of a number.
    """

    mask = staticmethod(mask_prose)

    def convert_to_record(self, value, record):
        value = super().convert_to_record(value, record)
        return value if is_trusted(record.env) else self.mask(value)

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        words = operator in ("like", "ilike", "not like", "not ilike")
        harmless = operator in ("in", "not in") or (words and not may_guess(value))
        if harmless or is_trusted(model.env):
            return super().condition_to_sql(field_expr, operator, value, model, alias, query)
        if not words:
            raise AccessError(
                model.env._("“%s” is searched for words.", self._description_string(model.env))
            )
        text = SQL("COALESCE(%s, '')", model._field_to_sql(alias, field_expr, query))
        shown = SQL("regexp_replace(%s, %s, '', 'g')", text, PROSE_SQL)
        comparison = SQL("NOT ILIKE") if operator.startswith("not") else SQL("ILIKE")
        return SQL("%s %s %s", shown, comparison, f"%{value}%")


class MaskedChar(MaskedProse, fields.Char):
    """A line people write."""


class MaskedHtml(MaskedProse, fields.Html):
    """Rich text people write."""

    mask = staticmethod(mask_html)


class ConfidentialProse(ConfidentialChar):
    """A text computed from what people wrote."""

    is_prose = True

    def mask(self, value):
        return mask_prose(value)


class OptionalFloat(fields.Float):
    """A number that may be absent: blank (False) is not zero.

    For figures with nothing to divide by; groups leave the blank ones out.
    """

    def convert_to_column(self, value, record, values=None, validate=True):
        return None if value is None or value is False else float(value)

    def convert_to_cache(self, value, record, validate=True):
        return None if value is None or value is False else float(value)

    def convert_to_record(self, value, record):
        return False if value is None else value

    def convert_to_read(self, value, record, use_display_name=True):
        return value

    def convert_to_export(self, value, record):
        return "" if value is False else value
