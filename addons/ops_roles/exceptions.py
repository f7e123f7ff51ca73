"""Errors of this addon that a caller may want to tell apart."""

from odoo.exceptions import UserError


class FeedDuplicate(UserError):
    """The same content was fed before; ``feed_id`` is the first feed with it."""

    def __init__(self, message, feed_id):
        super().__init__(message)
        self.feed_id = feed_id
