"""Cash days under stress: two cashiers at once, a double click, a process killed while it posts."""

import random
import time

import pytest

TOGETHER, EACH, KILLS = 3, 12, 3
#: A branch of the demo whose till has no day yet, and its cashier; finance accepts.
OPEN = """
from datetime import timedelta
branch = env.ref("ops_branch.demo_branch_zmd")
day = env["ops.cash.day"].create({"branch_id": branch.id, "date": env.company._ops_today()})
kind = env.ref("ops_branch.cash_category_fee")
for number in range(40):
    env["ops.cash.entry"].create(
        {"day_id": day.id, "category_id": kind.id, "amount": 1.1, "name": str(number)}
    )
env.cr.commit()
print("DAY", day.id)
"""
ENTER = """
from odoo.service.model import retrying
entries = env["ops.cash.entry"].with_user(env.ref("ops_branch.demo_user_zmd_ca"))
kind = env.ref("ops_branch.cash_category_fee")
def enter():
    entries.create({{"day_id": {day}, "category_id": kind.id, "amount": 2.5, "name": "x"}})
    env.flush_all()
print("READY", flush=True)
for number in range({each}):
    retrying(enter, env)
    env.cr.commit()
print("DONE")
"""
CLOSE = """
day = env["ops.cash.day"].browse({day}).with_user(env.ref("ops_branch.demo_user_zmd_ca"))
day._close({{1: round(day.book * 100)}}, None)
env.cr.commit()
"""
ACCEPT = """
from odoo.exceptions import UserError
from odoo.service.model import retrying
day = env["ops.cash.day"].browse({day}).with_user(env.ref("ops_roles.demo_user_fin"))
def accept():
    day.action_accept()
    env.flush_all()
print("READY", flush=True)
try:
    retrying(accept, env)
    env.cr.commit()
    print("ACCEPTED")
except UserError:
    print("REFUSED")
"""
NUMBERS = "SELECT number FROM ops_cash_entry WHERE day_id = {day} ORDER BY number"
POSTED = """
SELECT count(statement_line_id), count(DISTINCT statement_line_id) FROM ops_cash_entry
 WHERE day_id = {day}
"""
LINES = """
SELECT count(*), sum(line.amount) FROM account_bank_statement_line line
  JOIN ops_branch branch ON branch.cash_journal_id = line.journal_id WHERE branch.code = 'ZMD'
"""
STATE = "SELECT state, counted FROM ops_cash_day WHERE id = {day}"


@pytest.fixture
def till(site, fresh):
    """A copy of the demo with an open day of 40 entries: (database, id of the day)."""
    database = fresh(site.template)
    done = site.run(database, OPEN)
    return database, int(done.stdout.rpartition("DAY ")[2])


def together(site, database, codes):
    """Runs codes at once, each in a process of its own; gives what they printed."""
    running = [site.start(database, code) for code in codes]
    return [process.communicate(timeout=300)[0] for process in running]


def test_nothing_lost_or_doubled(site, till):
    """Entries of several at once, acceptance pressed twice, killed while it posts."""
    database, day = till
    said = together(site, database, [ENTER.format(day=day, each=EACH)] * TOGETHER)
    assert all("DONE" in text for text in said)
    entries = 40 + TOGETHER * EACH
    numbers = [int(row[0]) for row in site.sql(database, NUMBERS.format(day=day))]
    assert numbers == list(range(1, entries + 1))
    site.run(database, CLOSE.format(day=day))
    strike(site, database, day)
    said = together(site, database, [ACCEPT.format(day=day)] * 2)
    assert sum("ACCEPTED" in text for text in said) <= 1
    whole_or_nothing(site, database, day, entries)
    assert site.sql(database, STATE.format(day=day))[0][0] == "accepted"


def strike(site, database, day):
    """Kills processes at random moments of their acceptance; after each, all or nothing."""
    chance = random.Random(44)
    for _number in range(KILLS):
        process = site.start(database, ACCEPT.format(day=day))
        while "READY" not in process.stdout.readline():
            assert process.poll() is None
        time.sleep(chance.uniform(0, 1.5))
        process.kill()
        process.communicate()
        whole_or_nothing(site, database, day, 40 + TOGETHER * EACH)


def whole_or_nothing(site, database, day, entries):
    """Every entry posted once and the sum is what was counted, or nothing posted at all."""
    [(state, counted)] = site.sql(database, STATE.format(day=day))
    [(posted, different)] = site.sql(database, POSTED.format(day=day))
    [(lines, total)] = site.sql(database, LINES)
    if state == "accepted":
        assert (int(posted), int(different), int(lines)) == (entries, entries, entries)
        assert float(total) == float(counted)
    else:
        assert (state, int(posted), int(lines)) == ("closed", 0, 0)
