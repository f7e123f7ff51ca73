"""Kill the worker or its database at random moments: what was received is taken up again."""

import random
import time

import pytest

# Kills at least, merges struck by them at least, and kills at most to strike those.
MOMENTS, STRUCK, MOST = 8, 2, 32
CALLS = 3000
DAY = 1795449600  # 2026-11-24 00:00 Asia/Shanghai, in epoch seconds
WAIT_S, TALK_S = 7, 90
SOURCE = """
env["ops.feed.source"].create({"name": "Faults", "code": "faults", "tz": "Asia/Shanghai"})
env.cr.commit()
"""
RECOVER = """
env["ops.feed.worker"]._cron_run_received()
env.cr.commit()
"""
FEED = """
from odoo.addons.ops_roles.core.feed import spool
feeds = env["ops.feed"]
profile, source = feeds._resolve("asterisk_queue_log", "faults")
with open({path!r}, "rb") as stream:
    spooled = spool(stream, 1 << 30, feeds._spool_folder())
feeds._receive(profile, source, {name!r}, spooled, wake=False)
env.cr.commit()
print("READY", flush=True)
env["ops.feed.worker"]._cron_run_received()
env.cr.commit()
print("MERGED", flush=True)
"""
FIGURES = """
SELECT count(*), count(DISTINCT callid), sum(wait_s), sum(talk_s) FROM ops_call
"""
HALF_HOURS = "SELECT sum(offered), sum(answered) FROM ops_call_interval"
INTERRUPTED = "SELECT count(*) FROM ops_feed WHERE attempt_count > 1"


def queue_log(number):
    """A file of CALLS answered calls, one a second, with ids no other file has."""
    lines = []
    for call in range(CALLS):
        at, callid = DAY + number * CALLS + call, f"{DAY}.{number}{call:06}"
        answered, over = at + WAIT_S, at + WAIT_S + TALK_S
        lines += [
            (at, f"{callid}|care|NONE|ENTERQUEUE||1380000{call:04}|1"),
            (answered, f"{callid}|care|Agent/1001|CONNECT|{WAIT_S}|{callid}9|2"),
            (over, f"{callid}|care|Agent/1001|COMPLETECALLER|{WAIT_S}|{TALK_S}|1"),
        ]
    return "".join(f"{at}|{rest}\n" for at, rest in sorted(lines))


class Floor:
    """A floor whose servers can be killed, with one file per moment."""

    def __init__(self, site, server, database, folder):
        self.site, self.server, self.database, self.folder = site, server, database, folder
        self.run(SOURCE)

    def run(self, code):
        """Runs code to its end."""
        return self.site.run(self.database, code, self.server)

    def begin(self, number):
        """A process that finishes what is waiting, takes file `number` in, and merges it."""
        path = self.folder / f"queue_log.{number}"
        path.write_text(queue_log(number))
        code = RECOVER + FEED.format(path=str(path), name=path.name)
        process = self.site.start(self.database, code, self.server)
        for line in process.stdout:
            if "READY" in line:
                return process
        raise AssertionError(process.stderr.read())

    def kill_server(self, process):
        """Ends the process that merges, without a word of warning."""
        process.kill()
        process.communicate()

    def kill_database(self, process):
        """Crashes the database server under it, and starts it again."""
        self.server.crash()
        process.communicate(timeout=60)
        self.server.start()

    def struck(self):
        """How many merges were interrupted and taken up again so far."""
        return int(self.server.sql(INTERRUPTED, self.database)[0][0])


@pytest.fixture
def floor(site, tmp_path):
    """A floor on a crashable server."""
    with site.crashable(site.plain) as (server, database):
        yield Floor(site, server, database, tmp_path)


def test_nothing_is_lost_and_nothing_is_twice(floor):
    """After each kill the next process takes up what waits; the sums are those of clean runs."""
    process, started = floor.begin(0), time.monotonic()
    assert "MERGED" in process.stdout.readline()
    whole = time.monotonic() - started
    process.communicate()
    chance = random.Random(20)
    number = 0
    while number < MOMENTS or (floor.struck() < STRUCK and number < MOST):
        number += 1
        process = floor.begin(number)
        time.sleep(chance.uniform(0, whole))
        kill = floor.kill_server if number % 2 else floor.kill_database
        kill(process)
    floor.run(RECOVER)
    calls = (number + 1) * CALLS
    states = floor.server.sql("SELECT DISTINCT state FROM ops_feed", floor.database)
    assert states == [["done"]]
    figures = floor.server.sql(FIGURES, floor.database)
    assert figures == [[str(n) for n in (calls, calls, calls * WAIT_S, calls * TALK_S)]]
    assert floor.server.sql(HALF_HOURS, floor.database) == [[str(calls)] * 2]
    assert floor.struck() >= STRUCK, "too few kills struck a merge to prove anything"
