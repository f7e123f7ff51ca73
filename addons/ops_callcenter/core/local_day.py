"""Local days of many moments; the zone is asked once per quarter of an hour, not per moment."""

from datetime import datetime
from zoneinfo import ZoneInfo

_QUARTER_S = 900  # no zone changes its offset, and no day begins, in between
_KEPT = 4096


class LocalDays:
    """Days on the wall clock of one zone.

    >>> days = LocalDays("Asia/Shanghai")
    >>> days.of(1795461434.0), days.of(1795449599.9), days.of(1795449600.0)
    ('2026-11-24', '2026-11-23', '2026-11-24')
    """

    def __init__(self, zone):
        self._zone, self._known = ZoneInfo(zone), {}

    def of(self, epoch):
        """The local day of epoch seconds, as ``2026-11-24``."""
        quarter = epoch // _QUARTER_S
        day = self._known.get(quarter)
        if day is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            day = datetime.fromtimestamp(quarter * _QUARTER_S, self._zone).strftime("%Y-%m-%d")
            self._known[quarter] = day
        return day
