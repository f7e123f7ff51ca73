"""A million lines of a queue log: to calls and figures, and what the screens make of them."""

import gzip
from pathlib import Path

from tests.bench import Figure

# Read as a file: the addon's test package needs libraries that only the tests install.
_RUN_A = Path(__file__).parents[2] / "addons/ops_callcenter/tests/data/run_a/queue_log.gz"

#: Seconds from the first to the last line of run A, and a pause.
_SPAN_S = 1281
_START = -120 * 86400
_LOADED_ROWS = 1000


def _tile(path, events, shift=_START):
    """Write run A again and again, each time later, until there are that many lines."""
    with gzip.open(_RUN_A, "rt", encoding="utf-8") as log:
        lines = [line.rstrip("\n").split("|", 2) for line in log]
    written, turn = 0, 0
    with open(path, "w", encoding="utf-8") as log:
        while written < events:
            later = shift + turn * _SPAN_S
            for epoch, callid, rest in lines[: events - written]:
                stem, dot, number = callid.partition(".")
                moved = f"{int(stem) + later}.{number}" if dot else callid
                log.write(f"{int(epoch) + later}|{moved}|{rest}\n")
            written += min(len(lines), events - written)
            turn += 1
    return path


def _source(env, code):
    return env["ops.feed.source"].create({"name": code, "code": code, "tz": "Asia/Shanghai"})


def _feeding(bench, path, code):
    """A call that feeds a file to a PBX that has no log yet; nothing of it stays."""

    def feed():
        _source(bench.env, code)
        bench.env["ops.feed"].ingest("asterisk_queue_log", code, path, source=code)

    return feed


def _copying(bench, path):
    def copy():
        cr = bench.env.cr
        cr.execute("CREATE TABLE ops_bench_raw (line text)")
        with open(path, "rb") as log:
            cr.copy_expert("COPY ops_bench_raw FROM STDIN", log, 1 << 18)

    return copy


def bench_feed(bench):
    """From file to calls, sessions and half hours, against a raw COPY and against ``load()``."""
    events = 100_000 if bench.quick else 1_000_000
    path = _tile(bench.folder / "queue_log", events)
    bench.env.cr.commit()
    turns = []
    for _turn in range(bench.runs):
        raw = bench.seconds(_copying(bench, path))
        bench.env.cr.rollback()
        fed = bench.seconds(_feeding(bench, path, "bench"))
        bench.env.cr.rollback()
        bench.env.invalidate_all(flush=False)
        turns.append((fed / raw, fed, raw))
    ratio, fed, raw = sorted(turns)[len(turns) // 2]
    yield Figure("queue log, raw COPY", raw, "s")
    yield Figure("queue log, to calls and figures", fed, "s")
    yield Figure("queue log against raw COPY", ratio, "x", limit=20)
    loaded = bench.median(lambda: _load(bench), before=bench.env.cr.rollback)
    bench.env.cr.rollback()
    per_event = (loaded / _LOADED_ROWS) / (fed / events)
    yield Figure("load() per row against an event", per_event, "x", limit=100, at_least=True)
    tenth = _tile(bench.folder / "tenth", events // 10)
    small = bench.median(_feeding(bench, tenth, "tenth"), before=bench.env.cr.rollback)
    bench.env.cr.rollback()
    yield Figure("ten times the events", fed / small, "x", limit=11)


#: A whole row as an import file has it, people and queues by their names.
_IMPORTED = {
    "callid": "1795461009.{n}", "visit": "1", "direction": "Inbound", "queue": "q",
    "source_id": "load", "queue_id": "q", "company_id": "{company}", "caller": "13800004087",
    "caller_key": "13800004087", "enter_at": "2026-11-24 00:00:00",
    "answered_at": "2026-11-24 00:00:05", "end_at": "2026-11-24 00:01:05", "day": "2026-11-24",
    "interval_at": "2026-11-24 00:00:00", "position": "1", "ring_s": "2", "wait_s": "5",
    "talk_s": "60", "ring_count": "0", "agent_name": "Agent/1001", "employee_id": "Agent 1001",
    "outcome": "Answered", "ended_by": "Agent", "is_short": "0", "is_repeat": "0",
}  # fmt: skip


def _load(bench):
    """Calls by Odoo's own import."""
    env = bench.env(context={**bench.env.context, "lang": "en_US"})
    source = _source(env, "load")
    env["ops.call.queue"].create({"name": "q", "label": "q", "source_id": source.id})
    env["hr.employee"].create({"name": "Agent 1001"})
    rows = [
        [text.format(n=n, company=env.company.name) for text in _IMPORTED.values()]
        for n in range(_LOADED_ROWS)
    ]
    result = env["ops.call"].load(list(_IMPORTED), rows)
    if not result["ids"]:
        raise ValueError(result["messages"])
    env.flush_all()


_FEED = """
env["ops.feed.source"].create({{"name": {code!r}, "code": {code!r}, "tz": "Asia/Shanghai"}})
env["ops.feed"].ingest("asterisk_queue_log", {code!r}, {path!r}, source={code!r})
"""


def bench_memory(bench):
    """Peak memory of a fresh process above the idle shell; the rows stay for the lists."""
    sizes = {"100,000": 100_000, "1,000,000": 100_000 if bench.quick else 1_000_000}
    peaks = []
    for label, events in sizes.items():
        path = _tile(bench.folder / f"log{events}{len(peaks)}", events, _START * (len(peaks) + 2))
        run = bench.child(_FEED.format(code=f"memory{len(peaks)}", path=str(path)))
        peaks.append(run.growth_mb)
        yield Figure(f"memory of {label} events", run.growth_mb, "MB", limit=150)
    yield Figure("memory, ten times the events", peaks[1] / peaks[0], "x", limit=1.25)
