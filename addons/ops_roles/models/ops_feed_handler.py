from odoo import api, models


class OpsFeedHandler(models.AbstractModel):
    """What reads and merges one kind of file; a profile names a model that inherits this.

    Such a model gives three methods of the model:

    ``_feed_stage_columns(profile, source)``
        → ``[(column, sql_type)]`` of the stage table; ``line_no integer`` comes before them.

    ``_feed_parser(profile, source)``
        → a :class:`~odoo.addons.ops_roles.core.feed.LineParser` or its like, used once.
        ``parse(lines, first_line)`` → ``(copy_text, rejects)`` is called once per chunk of some
        ten thousand lines, ``parse_tail(line, line_no)`` for a last line without a line end,
        ``flush()`` after all lines, ``finish()`` → ``[(reason_code, detail)]`` warnings.

    ``_feed_merge(feed, table)``
        merges the stage table ``table`` (temporary, analyzed) set-based, so that the same lines
        twice change nothing; ``feed.source_id`` is part of every key. → dict with ``accepted``
        and ``duplicates`` (counts of lines), and optionally ``message`` and
        ``first_at``/``last_at`` (naive UTC times of what was merged) and ``rejected``: how many
        lines it has put among the rejects itself beside those taken. A file that is taken whole
        or not at all gives ``refused``: how many lines it has put among the rejects itself, with
        a ``message``; it has merged nothing then, and the feed has failed.
    """

    _name = "ops.feed.handler"
    _description = "Reader of a Kind of File"

    #: Methods without which a model reads no files.
    _feed_contract = ("_feed_stage_columns", "_feed_parser", "_feed_merge")

    @api.model
    def _feed_reasons(self):
        """``{reason_code: message}`` of rejects and warnings, each naming what to do."""
        return {}
