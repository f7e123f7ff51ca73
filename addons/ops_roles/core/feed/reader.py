"""Bytes of any origin as numbered lines of text, in memory that does not grow with the file."""

import codecs
import hashlib
import io
from pathlib import Path
from typing import NamedTuple

from .sniff import SAMPLE_BYTES, best_codec, can_decode, sniff

#: Bytes read, decoded and split at once: large enough that Python's cost per line vanishes.
BLOCK_BYTES = 1 << 20
#: A line longer than this is no record of any log; it is rejected and its middle never kept.
MAX_LINE_BYTES = 1 << 20
#: Characters kept of a line that is rejected here.
KEEP_CHARS = 2000

_WIDE = ("utf-16", "utf-32")
#: So many zeros in a row are no data: a file system puts blocks of them where writing broke off.
_PADDING = "\0" * 8


class Chunk(NamedTuple):
    """Consecutive lines; one that was rejected here stands as an empty string in its place."""

    first_line: int
    lines: list
    rejects: list  # (line_no, raw, reason_code, detail)
    unterminated: bool  # the last line of the file, and it has no line end
    bytes_done: int


class HashingReader:
    """A binary stream that counts and hashes what is read, and fills every read."""

    def __init__(self, stream):
        self._stream = stream
        self.digest = hashlib.sha256()
        self.count = 0

    def take(self, size):
        """Exactly ``size`` bytes, fewer only at the end."""
        pieces, missing = [], size
        while missing:
            piece = self._stream.read(missing)
            if not piece:
                break
            pieces.append(piece)
            missing -= len(piece)
        data = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        self.digest.update(data)
        self.count += len(data)
        return data


class _Prefixed:
    """The sample already read, then the rest of the stream."""

    def __init__(self, head, stream):
        self._head = head
        self._stream = stream

    def take(self, size):
        if not self._head:
            return self._stream.take(size)
        data, self._head = self._head[:size], self._head[size:]
        return data


class _Transcoder:
    """UTF-16 or UTF-32 as UTF-8, so that line ends can be looked for in bytes."""

    def __init__(self, stream, codec):
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(codec)("replace")
        self._ready = b""
        self._ended = False

    def take(self, size):
        while len(self._ready) < size and not self._ended:
            data = self._stream.take(max(size, 4))
            self._ended = not data
            self._ready += self._decoder.decode(data, self._ended).encode()
        data, self._ready = self._ready[:size], self._ready[size:]
        return data


def open_content(content):
    """``(binary stream, size in bytes or None, whether we opened it)``.

    ``content`` is bytes, a path (``str`` or ``Path``) or a binary stream.
    Raises OSError when the path cannot be opened, TypeError for anything else.
    """
    if isinstance(content, (bytes, bytearray, memoryview)):
        return io.BytesIO(content), len(content), True
    if isinstance(content, (str, Path)):
        path = Path(content)
        stream = path.open("rb")
        return stream, path.stat().st_size, True
    if hasattr(content, "read"):
        return content, None, False
    raise TypeError(f"bytes, a path or a binary stream is needed, not {type(content).__name__}")


class LineReader:
    """Iterate over the :class:`Chunk` s of a binary stream.

    ``encoding``: ``auto``, ``utf-8``, ``gb18030``, ``utf-16`` (the byte order told by its mark,
    else little endian). Lines end with LF, CRLF or CR, in any mixture. After the iteration
    ``sha256`` and ``bytes_done`` tell about the raw bytes and ``encoding`` what they were.

    Raises :class:`Unreadable` before the first chunk for empty, packed and binary content.
    Rejects: ``too_long``, ``encoding``, ``nul``.

    >>> reader = LineReader(io.BytesIO(b"a\\r\\nb\\rc"))
    >>> [(chunk.first_line, chunk.lines, chunk.unterminated) for chunk in reader]
    [(1, ['a', 'b'], False), (3, ['c'], True)]
    """

    def __init__(
        self,
        stream,
        encoding="auto",
        max_line=MAX_LINE_BYTES,
        block=BLOCK_BYTES,
        keep=KEEP_CHARS,
        first_line=1,
    ):
        self._raw = HashingReader(stream)
        self.encoding = encoding
        self._max_line = max_line
        self._block = block
        self._keep = keep
        self._line_no = first_line
        self._certain = True

    @property
    def sha256(self):
        """Hex digest of the raw bytes read so far."""
        return self._raw.digest.hexdigest()

    @property
    def bytes_done(self):
        """Raw bytes read so far."""
        return self._raw.count

    @property
    def next_line(self):
        """Number of the line that would come next."""
        return self._line_no

    def __iter__(self):
        stream = self._open()
        tail, skipping = b"", False
        while data := self._read_block(stream):
            if skipping:
                data = _after_line_end(data)
                if data is None:
                    continue
                skipping = False
                self._line_no += 1
            data = tail + data
            cut = max(data.rfind(b"\n"), data.rfind(b"\r")) + 1
            if cut:
                yield self._chunk(data[:cut])
            tail = data[cut:]
            if len(tail) > self._max_line:
                yield self._gigantic(tail)
                tail, skipping = b"", True
        self._line_no += skipping
        if tail:
            yield self._chunk(tail)._replace(unterminated=True)

    def _open(self):
        sample = self._raw.take(SAMPLE_BYTES)
        codec, bom, certain = sniff(sample)
        if self.encoding == "auto":
            self.encoding, self._certain = codec, certain
        elif self.encoding == "utf-16":
            self.encoding = codec if codec.startswith("utf-16") else "utf-16-le"
        stream = _Prefixed(sample[bom:], self._raw)
        if self.encoding.startswith(_WIDE):
            stream = _Transcoder(stream, self.encoding)
        return stream

    def _read_block(self, stream):
        """A block that never ends between CR and LF."""
        data = stream.take(self._block)
        while data.endswith(b"\r"):
            more = stream.take(1)
            if not more:
                break
            data += more
        return data

    def _gigantic(self, tail):
        raw = tail[: self._keep * 4].decode(self._codec, "replace")[: self._keep]
        reject = (self._line_no, raw, "too_long", f"{self._max_line:,}")
        return Chunk(self._line_no, [], [reject], False, self.bytes_done)

    @property
    def _codec(self):
        return "utf-8" if self.encoding.startswith(_WIDE) else self.encoding

    def _chunk(self, body):
        if b"\r" in body:
            body = body.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        first, rejects = self._line_no, []
        lines = self._decode(body, rejects)
        self._check(lines, rejects)
        self._line_no += len(lines)
        return Chunk(first, lines, rejects, False, self.bytes_done)

    def _decode(self, body, rejects):
        if not self._certain and not body.isascii():
            self._decide(body)
        try:
            lines = body.decode(self._codec).split("\n")
        except UnicodeDecodeError:
            lines = self._decode_each(body.split(b"\n"), rejects)
        if not lines[-1] and body.endswith(b"\n"):
            lines.pop()
        return lines

    def _decide(self, body):
        """Bytes up to here were ASCII: the first line that is not tells the encoding."""
        foreign = next(line for line in body.split(b"\n") if not line.isascii())
        self.encoding, _readable = best_codec([foreign])
        self._certain = True

    def _decode_each(self, raw_lines, rejects):
        lines = []
        for offset, raw in enumerate(raw_lines):
            if can_decode(raw, self._codec):
                lines.append(raw.decode(self._codec))
                continue
            text = raw.decode(self._codec, "backslashreplace")[: self._keep]
            rejects.append((self._line_no + offset, text, "encoding", self.encoding))
            lines.append("")
        return lines

    def _check(self, lines, rejects):
        """Reject what no text column can hold; cheap tests over all lines come first."""
        if max(map(len, lines)) * 4 > self._max_line:
            self._blank(lines, rejects, self._is_too_long, "too_long", f"{self._max_line:,}")
        if any("\0" in line for line in lines):
            self._drop_padding(lines, rejects)
            self._blank(lines, rejects, lambda line: "\0" in line, "nul", "")
        if self.encoding.startswith(_WIDE) and any("\ufffd" in line for line in lines):
            self._blank(lines, rejects, lambda line: "\ufffd" in line, "encoding", self.encoding)

    def _drop_padding(self, lines, rejects):
        """Keep what stands behind a block of zeros: a power cut leaves one where it broke off."""
        for offset, line in enumerate(lines):
            head, padding, rest = line.rpartition(_PADDING)
            if padding and rest:
                raw = (head + padding)[: self._keep].replace("\0", "\\x00")
                rejects.append((self._line_no + offset, raw, "nul", ""))
                lines[offset] = rest

    def _is_too_long(self, line):
        return len(line.encode()) > self._max_line

    def _blank(self, lines, rejects, is_bad, code, detail):
        for offset, line in enumerate(lines):
            if is_bad(line):
                raw = line[: self._keep].replace("\0", "\\x00")
                rejects.append((self._line_no + offset, raw, code, detail))
                lines[offset] = ""


def _after_line_end(data):
    """What follows the first line end, or None when there is none."""
    ends = [place for place in (data.find(b"\n"), data.find(b"\r")) if place >= 0]
    if not ends:
        return None
    place = min(ends)
    return data[place + 2 :] if data[place : place + 2] == b"\r\n" else data[place + 1 :]
