"""Two ./ops commands at once take turns in setup and share the database server."""

import fcntl
from contextlib import contextmanager

from .say import note


@contextmanager
def exclusive(path):
    """Holds a lock file alone; says so while it waits for another command."""
    with open(path, "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            note("    another ./ops command is at work here; waiting for it")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


class Users:
    """Counts the users of a shared thing by shared locks, which the kernel drops at any death."""

    def __init__(self, path):
        self._handle = open(path, "w")

    def join(self):
        """Counts this process in."""
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def leave(self):
        """Counts it out and tells whether it was the last."""
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self):
        """Drops the lock file."""
        self._handle.close()
