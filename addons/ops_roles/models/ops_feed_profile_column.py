from odoo import fields, models

from ..core.feed import Column


class OpsFeedProfileColumn(models.Model):
    """Where one value stands in a delimited file."""

    _name = "ops.feed.profile.column"
    _description = "Column of a Kind of File"
    _order = "sequence, id"

    profile_id = fields.Many2one("ops.feed.profile", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char("Value", required=True, help="Technical name of the value that is read.")
    headers = fields.Char(
        "Column Names", help="Names this column may have in the first line, separated by |."
    )
    position = fields.Integer(
        help="Place of the column counted from 1, used when no name in the first line matches."
    )
    required = fields.Boolean()

    _name_unique = models.UniqueIndex("(profile_id, name)", "Each value can be mapped once.")
    _position_positive = models.Constraint(
        "CHECK(position >= 0)", "The place of a column is counted from 1."
    )

    def _to_core(self):
        headers = tuple(part.strip() for part in (self.headers or "").split("|") if part.strip())
        return Column(self.name, headers, self.position, self.required)
