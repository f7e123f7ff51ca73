"""What kind of bytes is this? Decided on the first piece of a file only."""

import codecs

from .errors import Unreadable

#: Bytes looked at before deciding; enough for a few hundred lines.
SAMPLE_BYTES = 65536

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"PK\x03\x04", "spreadsheet"),
    (b"\xd0\xcf\x11\xe0", "spreadsheet"),
    (b"\x1f\x8b", "compressed"),
    (b"BZh", "compressed"),
    (b"\xfd7zXZ", "compressed"),
    (b"7z\xbc\xaf", "compressed"),
    (b"Rar!", "compressed"),
    (b"%PDF-", "binary"),
)
#: Control characters no text log holds: all of C0 but tab, line ends, form feed and escape.
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b"))
#: At least this share of the low (or high) bytes is zero in UTF-16 text of logs and tables.
_UTF16_ZERO_SHARE = 0.3


def sniff(sample):
    """``(codec, bom_length, certain)`` of a file that starts with ``sample``.

    ``certain`` is False while every byte seen is ASCII: the first line that is not decides.
    Raises :class:`Unreadable` for empty, packed and binary content.

    >>> sniff(b"a|b\\n"), sniff("电话".encode("gbk")), sniff("电话\\n".encode("utf-16"))
    (('utf-8', 0, False), ('gb18030', 0, True), ('utf-16-le', 2, True))
    """
    if not sample:
        raise Unreadable("empty")
    for bom, codec in _BOMS:
        if sample.startswith(bom):
            return codec, len(bom), True
    for magic, code in _MAGIC:
        if sample.startswith(magic):
            raise Unreadable(code)
    wide = _wide_codec(sample)
    if wide:
        return wide, 0, True
    return _narrow_codec(sample)


def _wide_codec(sample):
    """UTF-16 without a byte order mark, told by where the zero bytes stand."""
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) <= _UTF16_ZERO_SHARE * half:
        return None
    codec = "utf-16-le" if odd > even else "utf-16-be"
    return codec if _is_text(sample.decode(codec, "replace")) else None


def _is_text(text):
    """Whether nearly all of it could be shown on a screen."""
    shown = sum(char.isprintable() or char in "\t\r\n" for char in text if char != "\ufffd")
    return shown * 10 > len(text) * 9


def _narrow_codec(sample):
    lines = _whole_lines(sample)
    dirty = sum(len(line) != len(line.translate(None, _CONTROL)) for line in lines)
    if dirty * 2 > len(lines):
        raise Unreadable("binary")
    foreign = [line for line in lines if not line.isascii()]
    if not foreign:
        return "utf-8", 0, False
    codec, readable = best_codec(foreign)
    if readable * 2 < len(foreign):
        raise Unreadable("binary")
    return codec, 0, True


def _whole_lines(sample):
    """Lines of the sample with something in them, without the last one when it may be cut."""
    lines = sample.replace(b"\r", b"\n").split(b"\n")
    if len(sample) >= SAMPLE_BYTES and len(lines) > 1:
        lines.pop()
    return [line for line in lines if line] or [sample[:SAMPLE_BYTES]]


def best_codec(lines):
    """``(codec, lines it can read)``: UTF-8 unless GB18030 reads more of these byte lines.

    Chinese text in GBK is very rarely valid UTF-8 by chance, while GB18030 reads almost
    anything: UTF-8 wins as soon as it reads half of the lines.
    """
    utf8 = _readable(lines, "utf-8")
    if utf8 * 2 >= len(lines):
        return "utf-8", utf8
    return "gb18030", _readable(lines, "gb18030")


def _readable(lines, codec):
    return sum(can_decode(line, codec) for line in lines)


def can_decode(line, codec):
    """Whether these bytes are text in this codec, without any replacement."""
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
