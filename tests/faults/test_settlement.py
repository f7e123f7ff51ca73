"""An operator's bill under stress: booked by two at once, killed at twenty moments."""

import random
import time

import pytest

KILLS = 20
#: Last month's bill of the demo account, approved; nothing of it is booked.
OPEN = """
settlement = env["ops.settlement"].search(
    [("operator_account_id.code", "=", "IOT"), ("step", "=", "approved")], limit=1)
print("ID", settlement.id)
"""
RUN = """
from odoo.service.model import retrying
one = env["ops.settlement"].search(
    [("operator_account_id.code", "=", "IOT"), ("approval_state", "=", "pending")], limit=1)
one.approval_flow_id  # loaded before the clock runs
print("READY", flush=True)
one.sudo()._run()
env.cr.commit()
print("DONE")
"""
POST = """
from odoo.exceptions import UserError
from odoo.service.model import retrying
one = env["ops.settlement"].browse({one}).with_user(env.ref("ops_roles.demo_user_fin"))
def post():
    one.action_post()
    env.flush_all()
print("READY", flush=True)
try:
    retrying(post, env)
    env.cr.commit()
    print("POSTED")
except UserError:
    print("REFUSED")
"""
BILLS = """
SELECT move.id, move.state, move.amount_total, count(line.id), sum(line.balance)
  FROM account_move move LEFT JOIN account_move_line line ON line.move_id = move.id
 WHERE move.ops_settlement_id = {one} AND move.move_type = 'in_invoice'
 GROUP BY move.id
"""
STEP = "SELECT step, bill_id, billed_total FROM ops_settlement WHERE id = {one}"
RESULT = """
SELECT settlement.step, settlement.result_digest, count(line.id)
  FROM ops_settlement settlement
  LEFT JOIN ops_settlement_line line ON line.settlement_id = settlement.id
  JOIN ops_operator_account account ON account.id = settlement.operator_account_id
 WHERE account.code = 'IOT' AND settlement.approval_state = 'pending' GROUP BY settlement.id
"""


@pytest.fixture
def bill(site, fresh):
    """A copy of the demo and the id of an approved settlement in it."""
    database = fresh(site.template)
    done = site.run(database, OPEN)
    return database, int(done.stdout.rpartition("ID ")[2])


def strike(site, database, code, seconds, chance):
    """Kills a process at a random moment after it is ready."""
    process = site.start(database, code)
    while "READY" not in process.stdout.readline():
        assert process.poll() is None
    time.sleep(chance.uniform(0, seconds))
    process.kill()
    process.communicate()


def whole_or_nothing(site, database, one):
    """There is no bill, or one that is whole and balanced."""
    [(step, bill_id, billed)] = site.sql(database, STEP.format(one=one))
    bills = site.sql(database, BILLS.format(one=one))
    if step == "posted":
        [(move, state, total, lines, balance)] = bills
        assert (move, state, float(balance)) == (bill_id, "posted", 0)
        assert (float(total), int(lines) <= 200) == (float(billed), True)
    else:
        assert (step, bills) == ("approved", [])


def test_never_two_bills_nor_half_a_bill(site, bill):
    database, one = bill
    chance = random.Random(45)
    before = site.sql(database, RESULT)
    for _number in range(KILLS // 2):
        strike(site, database, RUN, 0.6, chance)
        assert site.sql(database, RESULT) == before
    for _number in range(KILLS // 2):
        strike(site, database, POST.format(one=one), 1.2, chance)
        whole_or_nothing(site, database, one)
    running = [site.start(database, POST.format(one=one)) for _number in range(2)]
    said = [process.communicate(timeout=300)[0] for process in running]
    assert sum("POSTED" in text for text in said) <= 1
    whole_or_nothing(site, database, one)
    assert site.sql(database, STEP.format(one=one))[0][0] == "posted"
