import io
import time
from dataclasses import dataclass, field

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core.feed import LineReader, Unreadable, copy_row, open_content

#: Bytes psycopg asks for at once when it sends COPY text.
_COPY_BYTES = 1 << 18


@dataclass
class Tally:
    """What became of one content while it was staged."""

    table: str
    staged: int = 0
    rejects: int = 0
    filled: int = 0
    warnings: list = field(default_factory=list)
    reader: LineReader = None
    started: float = field(default_factory=time.monotonic)

    def seconds(self):
        """Time since the content was opened."""
        return time.monotonic() - self.started


class OpsFeedEngine(models.AbstractModel):
    """Bytes → stage table by COPY → set-based merge, all in the transaction of the caller."""

    _name = "ops.feed.engine"
    _description = "Engine of Incoming Files"

    @api.model
    def _process(self, feed, content, progress=None):
        """Stage, check and merge ``content`` (bytes, path or binary stream) for ``feed``.

        The source must be locked. ``progress(bytes_done)`` is called per chunk.
        Raises UserError for content that cannot be read at all.
        """
        stream, _size, ours = open_content(content)
        try:
            tally = self._stage(feed, stream, progress)
        except Unreadable as error:
            raise UserError(self._unreadable_message(feed, error)) from None
        finally:
            if ours:
                stream.close()
        feed._refuse_same(tally.reader.sha256)
        result = self._merge(feed, tally)
        self.env.cr.execute(SQL("DROP TABLE %s", SQL.identifier(tally.table)))
        feed._settle(tally, result)

    @api.model
    def _stage(self, feed, stream, progress):
        profile = feed.profile_id
        handler = profile._find_handler()
        tally = Tally(self._create_stage(feed, handler))
        tally.reader = self._reader(feed, stream)
        parser = handler._feed_parser(profile, feed.source_id)
        for chunk in tally.reader:
            parse = parser.parse_tail if chunk.unterminated else None
            self._stage_chunk(feed, tally, parser, chunk, parse)
            if progress:
                progress(chunk.bytes_done)
        if not tally.filled:
            raise Unreadable("empty")
        self._store(feed, tally, *parser.flush())
        tally.warnings = parser.finish()
        return tally

    @api.model
    def _create_stage(self, feed, handler):
        columns = handler._feed_stage_columns(feed.profile_id, feed.source_id)
        table = f"ops_feed_stage_{feed.id}"
        self.env.cr.execute(
            SQL(
                "CREATE TEMP TABLE %s (line_no integer, %s) ON COMMIT DROP",
                SQL.identifier(table),
                SQL(", ").join(
                    SQL("%s %s", SQL.identifier(name), SQL(sql_type)) for name, sql_type in columns
                ),
            )
        )
        return table

    @api.model
    def _reader(self, feed, stream):
        limits = self.env["ops.feed"]._limits()
        return LineReader(
            stream,
            encoding=feed.profile_id.encoding,
            max_line=limits["max_line_bytes"],
            keep=limits["reject_chars"],
            first_line=feed.line_count + 1,
        )

    @api.model
    def _stage_chunk(self, feed, tally, parser, chunk, parse_tail):
        tally.filled += len(chunk.lines) - chunk.lines.count("") + len(chunk.rejects)
        if parse_tail and chunk.lines[0]:
            text, rejects = parse_tail(chunk.lines[0], chunk.first_line)
        else:
            text, rejects = parser.parse(chunk.lines, chunk.first_line)
        self._store(feed, tally, text, chunk.rejects + list(rejects))

    @api.model
    def _store(self, feed, tally, text, rejects):
        if text:
            statement = SQL("COPY %s FROM STDIN", SQL.identifier(tally.table))
            tally.staged += self._copy(statement, text)
        if rejects:
            tally.rejects += self._copy_rejects(feed, rejects)

    @api.model
    def _copy_rejects(self, feed, rejects):
        keep = self.env["ops.feed"]._limits()["reject_chars"]
        rows = [
            copy_row((feed.id, line_no, raw[:keep], code, (detail or "")[:keep] or None))
            for line_no, raw, code, detail in rejects
        ]
        columns = "feed_id, line_no, raw, reason_code, detail"
        statement = SQL(f"COPY ops_feed_reject ({columns}) FROM STDIN")
        return self._copy(statement, "".join(rows))

    @api.model
    def _copy(self, statement, text):
        """Send COPY text; returns the number of rows."""
        cr = self.env.cr
        cr.copy_expert(statement.code, io.BytesIO(text.encode()), _COPY_BYTES)
        return cr.rowcount

    @api.model
    def _merge(self, feed, tally):
        if not tally.staged:
            return {"accepted": 0, "duplicates": 0}
        self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(tally.table)))
        return feed.profile_id._find_handler()._feed_merge(feed, tally.table)

    @api.model
    def _unreadable_message(self, feed, error):
        messages = {
            "empty": self.env._(
                "“%(file)s” is empty. Check that the other side wrote it to the end, and send it"
                " again."
            ),
            "binary": self.env._(
                "“%(file)s” is not a text file. Choose the log or table as text (UTF-8 or GBK)."
            ),
            "spreadsheet": self.env._(
                "“%(file)s” is an Excel or zip file. In Excel choose Save as → CSV UTF-8, unpack"
                " a zip first, then send the text file."
            ),
            "compressed": self.env._(
                "“%(file)s” is compressed. Unpack it first, then send the text file."
            ),
            "columns": self.env._(
                "“%(file)s” lacks these columns: %(detail)s. Name them in the first line, or add"
                " their names to the columns of the kind of file “%(profile)s”."
            ),
        }
        return messages[error.code] % {
            "file": feed.name,
            "detail": error.detail,
            "profile": feed.profile_id.name,
        }

    @api.model
    def _reasons(self, profile):
        """``{reason_code: message}`` of the engine and the profile's handler."""
        handler = profile._find_handler()
        return {
            "too_long": self.env._(
                "The line is longer than any record. Check whether line ends were lost."
            ),
            "encoding": self.env._(
                "The line is not readable text in the encoding of the file. Save it as UTF-8."
            ),
            "nul": self.env._("The line holds zero bytes, as after a power cut. Delete them."),
            "truncated": self.env._(
                "The last line is cut off. Send the file again once it is written to the end."
            ),
            "missing": self.env._("A required value is empty. Fill it in."),
            "quote": self.env._(
                "A quotation mark is opened and never closed. Close it or double it."
            ),
            **(handler._feed_reasons() if handler is not None else {}),
        }
