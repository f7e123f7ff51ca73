"""The protocol of a benchmark file: what `./ops bench [NAME]` finds and how it judges.

A benchmark is `tests/bench/bench_<name>.py`. Every function in it whose name starts with
`bench_` takes one `Bench` and yields `Figure`s::

    from tests.bench import Figure

    def bench_feed(bench):
        feed = bench.median(lambda: ingest(bench.env, path))
        raw = bench.median(lambda: copy(bench.env.cr, path))
        yield Figure("feed against raw COPY", feed / raw, "x", limit=20)
        yield Figure("feed against load()", slow / feed, "x", limit=100, at_least=True)

Functions run in the order they are written, on a database of their file's own, cloned from
the prepared test database (the suite with zh_CN and l10n_cn, no demo) and dropped afterwards.
So they may commit, and data made by one function is there for the next. `NAME` on the command
line keeps the files or functions whose name contains it.

Limits are ratios within one run wherever possible, so that a slow machine changes nothing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured value with its limit.

    `value` and `limit` are in `unit` (s, ms, MB, x for a ratio, or a count). The figure is ok
    when value <= limit, or value >= limit with `at_least`. A `limit` of None only informs.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    at_least: bool = False

    @property
    def ok(self):
        """Whether the value is within its limit.

        >>> Figure("copy", 14.5, "x", 20).ok, Figure("copy", 21, "x", 20).ok
        (True, False)
        >>> Figure("gain", 120, "x", 100, at_least=True).ok, Figure("rows", 7, "rows").ok
        (True, True)
        """
        if self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def line(self):
        """The line `./ops bench` prints: name, value, unit, limit, verdict (tab separated).

        >>> Figure("copy", 14.5, "x", 20).line()
        'copy\\t14.5\\tx\\t<= 20\\tok'
        """
        sign = ">=" if self.at_least else "<="
        limit = "-" if self.limit is None else f"{sign} {self.limit:g}"
        verdict = "ok" if self.ok else "short"
        return "\t".join((self.name, f"{self.value:.4g}", self.unit, limit, verdict))
