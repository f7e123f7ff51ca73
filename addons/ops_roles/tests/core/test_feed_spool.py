"""Uploads on their way to disk."""

import hashlib
import io

import pytest

from odoo.addons.ops_roles.core.feed import TooLarge, spool


def test_content_and_hashes(tmp_path):
    content = b"line\n" * 300000
    spooled = spool(io.BytesIO(content), len(content), tmp_path)
    with open(spooled.path, "rb") as stream:
        assert stream.read() == content
    assert spooled.size == len(content)
    assert spooled.sha256 == hashlib.sha256(content).hexdigest()


def test_nothing_stays_of_what_is_too_large(tmp_path):
    with pytest.raises(TooLarge):
        spool(io.BytesIO(b"x" * 11), 10, tmp_path)
    assert not list(tmp_path.iterdir())


def test_nothing_stays_when_the_sender_breaks_off(tmp_path):
    class Broken(io.RawIOBase):
        def read(self, _size=-1):
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        spool(Broken(), 10, tmp_path)
    assert not list(tmp_path.iterdir())
