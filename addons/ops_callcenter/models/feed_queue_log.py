from odoo import api, models
from odoo.exceptions import UserError

from ..core.queue_log import COLUMNS, FileParser, TableParser
from .ops_queue_event import LINE_HASH


class FeedQueueLog(models.AbstractModel):
    """Reads the queue log file of an Asterisk PBX."""

    _name = "ops.feed.queue.log"
    _description = "Reader of the Queue Log File"
    _inherit = ["ops.feed.handler"]

    #: Which of the two forms of the log this reads.
    _queue_log_form = "file"

    @api.model
    def _feed_stage_columns(self, profile, source):
        return [*COLUMNS, LINE_HASH]

    @api.model
    def _feed_parser(self, profile, source):
        self._claim_form(source)
        return FileParser()

    @api.model
    def _claim_form(self, source):
        """One PBX is fed by its file or by its table: both together would count calls twice.

        :raise UserError: when the source is fed by the other form
        """
        if not source.queue_log_form:
            source.sudo().queue_log_form = self._queue_log_form
        elif source.queue_log_form != self._queue_log_form:
            forms = dict(source._fields["queue_log_form"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "“%(pbx)s” is fed by its %(form)s. Feeding the other form too would count"
                    " each call twice: send the same form, or create another source.",
                    pbx=source.name,
                    form=forms[source.queue_log_form],
                )
            )

    @api.model
    def _feed_reasons(self):
        return {
            "fields": self.env._(
                "The line has too few fields for time|call|queue|agent|event. Check that the file"
                " is a queue log and the line was not broken in two."
            ),
            "time": self.env._(
                "The time is not readable. The file has seconds since 1970, the table has"
                " 2026-11-24 03:17:14. Correct it and send the line again."
            ),
            "range": self.env._(
                "The time lies outside the years 2000 to 2099. Check the clock of the PBX."
            ),
            "control": self.env._("The line holds control characters. Delete them."),
            "long": self.env._(
                "A field is longer than any name. Check whether lines ran together."
            ),
            "callid": self.env._("The call id is empty. The PBX writes NONE when there is none."),
            "event": self.env._("The event is missing. Check that the line was not broken in two."),
            "clock": self.env._(
                "The clock of the PBX ran backwards (times, at most, first line). Durations come"
                " from the log and are right; check the time service of the PBX."
            ),
        }

    @api.model
    def _feed_merge(self, feed, table):
        return self.env["ops.queue.merge"]._merge(feed.source_id, table)


class FeedQueueLogTable(models.AbstractModel):
    """Reads the realtime table ``queue_log`` as exported to text."""

    _name = "ops.feed.queue.log.db"
    _description = "Reader of the Queue Log Table"
    _inherit = ["ops.feed.queue.log"]

    _queue_log_form = "table"

    @api.model
    def _feed_parser(self, profile, source):
        self._claim_form(source)
        return TableParser("UTC" if source.realtime_gmt else source.tz)
