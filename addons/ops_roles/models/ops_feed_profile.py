from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.feed import template


class OpsFeedProfile(models.Model):
    """A kind of file: who reads it and how it is laid out. A variant is a row, not code."""

    _name = "ops.feed.profile"
    _description = "Kind of File"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name used in scripts and web addresses.")
    handler = fields.Char(
        required=True, help="Technical name of the model that reads and merges this kind of file."
    )
    encoding = fields.Selection(
        [
            ("auto", "Find out"),
            ("utf-8", "UTF-8"),
            ("gb18030", "GBK / GB18030"),
            ("utf-16", "UTF-16"),
        ],
        required=True,
        default="auto",
    )
    has_header = fields.Boolean("First line names the columns", default=True)
    delimiter = fields.Selection(
        [("auto", "Find out"), (",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Bar")],
        required=True,
        default="auto",
    )
    column_ids = fields.One2many("ops.feed.profile.column", "profile_id", "Columns", copy=True)
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint("UNIQUE(code)", "Another kind of file has this code.")

    @api.constrains("handler")
    def _check_handler(self):
        for profile in self:
            if profile._find_handler() is None:
                raise ValidationError(
                    self.env._(
                        "“%(handler)s” cannot read files: name a model made for it.",
                        handler=profile.handler,
                    )
                )

    def _find_handler(self):
        """The handler model, or None when there is none of this name."""
        handler = self.env.get(self.handler)
        base = self.env.registry["ops.feed.handler"]
        if handler is None or not isinstance(handler, base):
            return None
        return handler if all(hasattr(handler, name) for name in handler._feed_contract) else None

    def _columns(self):
        """The column mapping as core objects."""
        return [column._to_core() for column in self.column_ids]

    def _csv_delimiter(self):
        """The delimiter as one character, None when the file tells it."""
        self.ensure_one()
        return None if self.delimiter == "auto" else self.delimiter

    def _csv_parser(self, parser, *more):
        """Make a core parser of this layout: a subclass of ``CsvParser``."""
        return parser(self._columns(), self._csv_delimiter(), self.has_header, *more)

    def action_template(self):
        """Download an empty workbook with the columns of this kind of file."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": f"/ops/feed/template/{self.code}.xlsx"}

    def _template_book(self) -> bytes:
        """Return the bytes of that workbook."""
        self.ensure_one()
        return template(self._columns(), self.name)
