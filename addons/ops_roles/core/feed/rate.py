"""How often somebody may do something."""

import time
from collections import deque


class RateLimit:
    """At most ``limit`` events per key in any ``seconds``; kept in memory of this process.

    >>> limit = RateLimit(seconds=60)
    >>> [limit.allows("a", 2, now=at) for at in (0, 1, 2, 61)]
    [True, True, False, True]
    """

    def __init__(self, seconds):
        self._seconds = seconds
        self._events = {}

    def allows(self, key, limit, now=None):
        """Count one event and tell whether it is within the limit."""
        now = time.monotonic() if now is None else now
        self._forget(now)
        events = self._events.setdefault(key, deque())
        if len(events) >= limit:
            return False
        events.append(now)
        return True

    def _forget(self, now):
        """Drop what is older than the window, keys without events included."""
        for key in list(self._events):
            events = self._events[key]
            while events and events[0] <= now - self._seconds:
                events.popleft()
            if not events:
                del self._events[key]
