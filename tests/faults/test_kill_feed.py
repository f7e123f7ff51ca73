"""The importing process, or the database, killed at any moment of a feed: all of it or nothing."""

import gzip
import random
import signal
import time
from pathlib import Path

LOG = Path(__file__).parents[2] / "addons/ops_callcenter/tests/data/run_a/queue_log.gz"

KILLS, CRASHES = 14, 6
#: Seconds within which a feed of the log below is over.
SPAN_S = 2.5
SEED = 20261123
TILES, LATER_S = 4, 1281

FEED = """
Source = env["ops.feed.source"]
source = Source.search([("code", "=", {code!r})])
if not source:
    source = Source.create({{"name": {code!r}, "code": {code!r}, "tz": "Asia/Shanghai"}})
env.cr.commit()
print("ready", flush=True)
if not env["ops.queue.event"].search_count([("source_id", "=", source.id)], limit=1):
    env["ops.feed"].ingest("asterisk_queue_log", "log", {path!r}, source={code!r})
env.cr.commit()
print("done", flush=True)
"""
COUNTS = """
SELECT (SELECT count(*) FROM ops_queue_event WHERE source_id = s.id),
       (SELECT count(*) FROM ops_call WHERE source_id = s.id),
       (SELECT sum(talk_s) FROM ops_call WHERE source_id = s.id),
       (SELECT count(*) FROM ops_agent_session WHERE source_id = s.id),
       (SELECT sum(offered) FROM ops_call_interval WHERE source_id = s.id),
       (SELECT sum(login_s) FROM ops_agent_day WHERE source_id = s.id),
       (SELECT count(*) FROM ops_feed WHERE source_id = s.id AND state = 'done')
  FROM ops_feed_source s WHERE code = '{code}'
"""


def _log(folder):
    """Run A several times over, each later than the one before."""
    path = folder / "queue_log"
    with gzip.open(LOG, "rt", encoding="utf-8") as run:
        lines = run.readlines()
    with open(path, "w", encoding="utf-8") as log:
        for turn in range(TILES):
            for line in lines:
                epoch, callid, rest = line.split("|", 2)
                stem, dot, number = callid.partition(".")
                moved = f"{int(stem) + turn * LATER_S}.{number}" if dot else callid
                log.write(f"{int(epoch) + turn * LATER_S}|{moved}|{rest}")
    return str(path)


def _counts(server, database, code):
    rows = server.sql(COUNTS.format(code=code), database)
    return list(rows[0]) if rows else []


def _interrupted(site, server, database, code, path, moment, crash):
    """Start a feed and end it by force ``moment`` seconds after it began."""
    command = FEED.format(code=code, path=path)
    process = site.start(database, command, server)
    assert process.stdout.readline().strip() == "ready", process.stderr.read()
    time.sleep(moment)
    if crash:
        server.crash()
        process.wait(60)
        server.start()
    else:
        process.send_signal(signal.SIGKILL)
        process.wait(60)


def test_nothing_lost_nothing_twice(site, tmp_path):
    draw, path = random.Random(SEED), _log(tmp_path)
    with site.crashable(site.plain) as (server, database):
        site.run(database, FEED.format(code="clean", path=path), server)
        clean = _counts(server, database, "clean")
        nothing = ["0", "0", "", "0", "", "", "0"]
        for number in range(KILLS + CRASHES):
            code, moment = f"kill{number}", draw.uniform(0, SPAN_S)
            _interrupted(site, server, database, code, path, moment, number >= KILLS)
            left = [str(value or "") for value in _counts(server, database, code)]
            left = [value or blank for value, blank in zip(left, nothing, strict=True)]
            assert left in (nothing, list(map(str, clean))), (number, moment, left)
            site.run(database, FEED.format(code=code, path=path), server)
            assert _counts(server, database, code) == clean, (number, moment)
