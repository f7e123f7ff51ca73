from odoo import api, models


class OpsFeedHandler(models.AbstractModel):
    """What reads and merges one kind of file; a profile names a model that inherits this."""

    _name = "ops.feed.handler"
    _description = "Reader of a Kind of File"

    @api.model
    def _feed_stage_columns(self, profile, source):
        """``[(column, sql_type)]`` of the stage table; ``line_no integer`` comes before them."""
        raise NotImplementedError

    @api.model
    def _feed_parser(self, profile, source):
        """A :class:`~odoo.addons.ops_roles.core.feed.LineParser` or its like, used once.

        ``parse(lines, first_line)`` → ``(copy_text, rejects)`` is called once per chunk of some
        ten thousand lines, ``parse_tail(line, line_no)`` for a last line without a line end,
        ``flush()`` after all lines, ``finish()`` → ``[(reason_code, detail)]`` warnings.
        """
        raise NotImplementedError

    @api.model
    def _feed_reasons(self):
        """``{reason_code: message}`` of rejects and warnings, each naming what to do."""
        return {}

    @api.model
    def _feed_merge(self, feed, table):
        """Merge the stage table set-based, so that the same lines twice change nothing.

        :param feed: the ``ops.feed`` record; its ``source_id`` is part of every key
        :param str table: name of the temporary stage table, analyzed
        :return: dict with ``accepted`` and ``duplicates`` (counts of lines), and optionally
            ``message`` and ``first_at``/``last_at`` (naive UTC times of what was merged)
        """
        raise NotImplementedError
