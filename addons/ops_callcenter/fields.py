"""Field types of tables that are filled set-based and read by everyone."""

from odoo import fields

from odoo.addons.ops_roles.core.masking import mask_text
from odoo.addons.ops_roles.fields import ConfidentialChar


class BulkMany2one(fields.Many2one):
    """A many2one without a foreign key of its own.

    Its ids come out of a join in the statement that writes them, from rows that hold the foreign
    key themselves (the queue, the alias, the project, the source). A key per column costs more
    than all the rest of writing a call.
    """

    def update_db_foreign_key(self, model, column):
        """Leave the column without a constraint."""


class BigInteger(fields.Integer):
    """A 64-bit integer; for keys, never for arithmetic on a screen."""

    _column_type = ("int8", "int8")
    aggregator = None


class ConfidentialText(ConfidentialChar):
    """Free text in which numbers are masked, where times since 1970 and call ids stay."""

    is_prose = True

    def mask(self, value):
        return mask_text(value)


class Ratio(fields.Float):
    """A stored ratio that is blank, not zero, when there was nothing to divide by.

    ``parts`` names the two stored columns it is made of; a group shows the sum of the first
    over the sum of the second (see :class:`RatioMixin` in ``models/ops_ratio_mixin.py``).
    ``agreed`` names columns that say how a row was measured: a group in which they differ shows
    nothing.
    """

    aggregator = "avg"
    parts = ()
    agreed = ()

    def convert_to_record(self, value, record):
        return False if value is None else value

    def convert_to_read(self, value, record, use_display_name=True):
        return value

    def convert_to_export(self, value, record):
        return "" if value is False else value
