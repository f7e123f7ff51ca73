"""The reader against hostile bytes; hypothesis looks for blocks and chunkings that differ."""

import gc
import hashlib
import io
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.ops_roles.core.feed import LineReader, Unreadable, copy_field, copy_unescape

LINES = "1700000000|c1|客服|Agent/1001|CONNECT|12\n1700000001|c2|客服|NONE|ABANDON|1\n"


class Dripping(io.RawIOBase):
    """A stream that gives fewer bytes than asked, as a socket does."""

    def __init__(self, content, size):
        super().__init__()
        self._stream = io.BytesIO(content)
        self._size = size

    def read(self, size=-1):
        return self._stream.read(min(size, self._size))


class Endless(io.RawIOBase):
    """So many bytes without a line end, made while they are read."""

    def __init__(self, size):
        super().__init__()
        self._left = size

    def read(self, size=-1):
        size = min(size, self._left)
        self._left -= size
        return b"x" * size


def read(content, **options):
    """Lines, rejects as (line, code), and the reader."""
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    reader = LineReader(stream, **options)
    lines, rejects = [], []
    for chunk in reader:
        lines += chunk.lines
        rejects += [(line_no, code) for line_no, _raw, code, _detail in chunk.rejects]
    return lines, rejects, reader


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
    ],
)
def test_encodings_are_found_out(encoding, found):
    lines, rejects, reader = read(LINES.encode(encoding))
    assert lines == LINES.splitlines()
    assert (rejects, reader.encoding) == ([], found)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0rest", "spreadsheet"),
        (b"\x1f\x8brest", "compressed"),
        (b"%PDF-1.7\n", "binary"),
        (b"\x00\x01\x02\x03\xff", "binary"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x7fELF" + b"\x01\x00\x02" * 500, "binary"),
    ],
)
def test_what_is_no_text_is_refused(content, code):
    with pytest.raises(Unreadable) as caught:
        read(content)
    assert caught.value.code == code


def test_line_ends_in_any_mixture():
    lines, rejects, _reader = read(b"a\r\nb\rc\n\nd\r\r\ne")
    assert lines == ["a", "b", "c", "", "d", "", "e"]
    assert rejects == []


def test_only_line_feeds_and_carriage_returns_end_a_line():
    text = "a\x0bb\x0cc\x85d\u2028e"
    assert read(text.encode())[0] == [text]


def test_last_line_without_end_is_told():
    chunks = list(LineReader(io.BytesIO(b"a\nb")))
    assert [(chunk.lines, chunk.unterminated) for chunk in chunks] == [
        (["a"], False),
        (["b"], True),
    ]


def test_one_broken_line_does_not_spoil_the_others():
    lines, rejects, reader = read("甲\n乙\n丙\n".encode() + b"\xff\xfe\n" + "丁\n".encode())
    assert lines == ["甲", "乙", "丙", "", "丁"]
    assert (rejects, reader.encoding) == ([(4, "encoding")], "utf-8")


def test_gbk_far_behind_the_sample_is_still_found():
    content = b"plain ascii line\n" * 10000 + "客服\n".encode("gbk")
    lines, rejects, reader = read(content)
    assert (lines[-1], rejects, reader.encoding) == ("客服", [], "gb18030")


def test_zero_bytes_of_a_power_cut_cost_one_line():
    lines, rejects, _reader = read(b"a|1\n" * 5 + b"\0" * 300 + b"\n" + b"b|2\n" * 5)
    assert rejects == [(6, "nul")]
    assert [line for line in lines if line] == ["a|1"] * 5 + ["b|2"] * 5


def test_what_was_written_behind_the_zeros_is_kept():
    lines, rejects, _reader = read(b"a|1\n" * 5 + b"a|" + b"\0" * 300 + b"b|2\nx\0y\n")
    assert rejects == [(6, "nul"), (7, "nul")]
    assert [line for line in lines if line] == ["a|1"] * 5 + ["b|2"]


@pytest.mark.parametrize("block", [64, 100, 1 << 20])
def test_a_gigantic_line_is_one_reject(block):
    content = b"a\n" + b"x" * 5000 + b"\r\nb\n" + b"y" * 200 + b"\nc"
    lines, rejects, reader = read(content, max_line=100, block=block)
    assert [line for line in lines if line] == ["a", "b", "c"]
    assert rejects == [(2, "too_long"), (4, "too_long")]
    assert reader.next_line == 6


def test_memory_stays_flat_for_a_line_without_end():
    gc.collect()
    tracemalloc.start()
    lines, rejects, reader = read(Endless(200 << 20))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (lines, rejects, reader.bytes_done) == ([], [(1, "too_long")], 200 << 20)
    assert peak < 16 << 20


def test_hash_and_count_are_of_the_raw_bytes():
    content = LINES.encode("utf-16")
    reader = read(content)[2]
    assert (reader.sha256, reader.bytes_done) == (hashlib.sha256(content).hexdigest(), len(content))


SCRAPS = st.lists(
    st.sampled_from(
        [b"a", b"\n", b"\r", b"\r\n", "客".encode(), "客".encode("gbk"), b"\xff", b"\0"]
    )
    | st.binary(max_size=3),
    max_size=40,
).map(b"".join)


@settings(deadline=None)
@given(content=SCRAPS, block=st.integers(1, 70), drip=st.integers(1, 9))
def test_any_chunking_gives_the_same_lines(content, block, drip):
    def outcome(stream, **options):
        try:
            return read(stream, max_line=30, **options)[:2]
        except Unreadable as error:
            return error.code

    whole = outcome(io.BytesIO(content))
    assert outcome(Dripping(content, drip), block=block) == whole


@settings(deadline=None)
@given(lines=st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]))))
def test_text_comes_back_as_it_was(lines):
    content = "".join(f"{line}\n" for line in ["开头", *lines]).encode()
    got, rejects, _reader = read(content)
    assert (got, rejects) == (["开头", *lines], [])


@given(value=st.text(st.characters(exclude_characters="\0", codec="utf-8")) | st.none())
def test_copy_text_comes_back_as_it_was(value):
    text = copy_field(value)
    assert copy_unescape(text) == value
    assert not set(text) & set("\t\n\r")
