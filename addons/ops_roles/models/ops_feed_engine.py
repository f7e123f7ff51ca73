import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
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


class _Texts:
    """Pieces of COPY text as a file: a thread makes one while the database takes in the last.

    ``pieces``: ``(text, bytes done)``. What goes wrong in making them is raised by ``finish``.
    """

    def __init__(self, pieces, progress=None):
        self._pieces, self._progress, self._error = iter(pieces), progress, None
        self._maker = ThreadPoolExecutor(1, "feed")
        self._next = self._maker.submit(self._make)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self._maker.shutdown(cancel_futures=True)

    def _make(self):
        return next(((text.encode(), done) for text, done in self._pieces if text), (b"", 0))

    def read(self, _size):
        """The next piece, however long it is; empty at the end."""
        try:
            text, done = self._next.result()
        except Exception as error:  # the database ends the COPY first, then everyone hears of it
            self._error = error
            return b""
        if text:
            self._next = self._maker.submit(self._make)
            if self._progress:
                self._progress(done)
        return text

    def finish(self):
        """Raise what ended the pieces too early."""
        if self._error:
            raise self._error


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
        with tempfile.SpooledTemporaryFile(_COPY_BYTES) as rejects:
            pieces = self._parse(tally, parser, rejects, self._reject_row(feed))
            into = SQL("COPY %s FROM STDIN", SQL.identifier(tally.table))
            with _Texts(pieces, progress) as texts:
                tally.staged = self._copy(into, texts)
                texts.finish()
            rejects.seek(0)
            tally.rejects = self._copy(
                SQL("COPY ops_feed_reject (feed_id, line_no, raw, reason_code, detail) FROM STDIN"),
                rejects,
            )
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
    def _parse(self, tally, parser, rejects, row):
        """Generate COPY text for the stage table; what is rejected goes to a file of its own.

        This runs in a thread of its own while the database takes in what was made before, so
        nothing here may query it.

        :param row: makes bytes of a rejected line
        :return: generator of ``(text, bytes of the content done)``
        """
        for chunk in tally.reader:
            tally.filled += len(chunk.lines) - chunk.lines.count("") + len(chunk.rejects)
            if chunk.unterminated and chunk.lines[0]:
                text, found = parser.parse_tail(chunk.lines[0], chunk.first_line)
            else:
                text, found = parser.parse(chunk.lines, chunk.first_line)
            rejects.writelines(map(row, [*chunk.rejects, *found]))
            yield text, chunk.bytes_done
        if not tally.filled:
            raise Unreadable("empty")
        text, found = parser.flush()
        rejects.writelines(map(row, found))
        yield text, tally.reader.bytes_done

    @api.model
    def _reject_row(self, feed):
        """A function that gives a rejected line as a row of COPY text."""
        keep = self.env["ops.feed"]._limits()["reject_chars"]

        def row(reject):
            line_no, raw, code, detail = reject
            detail = (detail or "")[:keep] or None
            return copy_row((feed.id, line_no, raw[:keep], code, detail)).encode()

        return row

    @api.model
    def _copy(self, statement, file):
        """Send COPY text; returns the number of rows."""
        cr = self.env.cr
        cr.copy_expert(statement.code, file, _COPY_BYTES)
        return cr.rowcount

    @api.model
    def _merge(self, feed, tally):
        if not tally.staged:
            return {"accepted": 0, "duplicates": 0}
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
