"""A stream of unknown length kept on disk while its hashes are taken."""

import hashlib
import os
import tempfile
from typing import NamedTuple

_PIECE = 1 << 20


class TooLarge(ValueError):
    """The stream is longer than allowed; nothing of it is kept."""


class Spooled(NamedTuple):
    """A file on disk; the caller removes it."""

    path: str
    size: int
    sha256: str
    sha1: str


def spool(stream, max_bytes, folder=None):
    """Copy a binary stream to a new file in ``folder``, in bounded memory.

    Raises :class:`TooLarge` beyond ``max_bytes``, and passes on what the stream raises;
    in both cases the file is removed.
    """
    handle, path = tempfile.mkstemp(prefix="feed-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as target:
            return Spooled(path, *_copy(stream, target, max_bytes))
    except BaseException:
        os.unlink(path)
        raise


def _copy(stream, target, max_bytes):
    sha256, sha1, size = hashlib.sha256(), hashlib.sha1(usedforsecurity=False), 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        if size > max_bytes:
            raise TooLarge(size)
        sha256.update(piece)
        sha1.update(piece)
        target.write(piece)
    return size, sha256.hexdigest(), sha1.hexdigest()
