import base64

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.ops_roles.core.feed import ZIP, Unreadable, as_csv

SHOWN = 50


class OpsWorkbookMixin(models.AbstractModel):
    """A dialog that takes in a filled workbook by a feed and says what is wrong with which line."""

    _name = "ops.workbook.mixin"
    _description = "Takes in a workbook"

    file = fields.Binary(attachment=False)
    filename = fields.Char()
    result = fields.Text(readonly=True)

    def _take_in(self, profile, source):
        """Feed the file and show what came of it (the actor was checked).

        :return: the feed
        """
        feeds = self.env["ops.feed"].sudo()
        feed = feeds.ingest(profile, self.filename or "", self._content(), source)
        self.result = "\n".join([feed.message or "", *self._wrong_lines(feed)])
        return feed

    def _content(self) -> bytes:
        """Return the file as the text feeds read.

        :raise UserError: no file, or one that is damaged
        """
        content = base64.b64decode(self.file or b"")
        if not content or not self.filename:
            raise UserError(self.env._("Choose the filled workbook first."))
        if not content.startswith(ZIP):
            return content
        try:
            return as_csv(content).encode()
        except Unreadable as error:
            raise UserError(
                self.env._(
                    "%s is no workbook Excel can read. Save it again as XLSX.", self.filename
                )
            ) from error

    def _wrong_lines(self, feed) -> list:
        rejects = (
            self.env["ops.feed.reject"].sudo().search([("feed_id", "=", feed.id)], limit=SHOWN)
        )
        return [
            self.env._("Line %(number)s: %(reason)s", number=one.line_no, reason=one.reason)
            for one in rejects
        ]

    def _again(self, title):
        """Return the action that shows the dialog again, with its result."""
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
        }
