"""Service fees invoiced by two at once, and killed at random moments: each period once."""

import random
import time

KILLS = 6
RUN = """
from odoo.exceptions import UserError
from odoo.service.model import retrying
runs = env["ops.service.run"].with_user(env.ref("ops_roles.demo_user_fin"))
def run():
    runs.action_run_due()
    env.flush_all()
print("READY", flush=True)
try:
    retrying(run, env)
    env.cr.commit()
    print("INVOICED")
except UserError:
    print("NOTHING")
"""
#: Periods without a posted invoice, and invoices whose periods do not come to their lines.
BROKEN = """
SELECT 'period', period.id FROM ops_service_period period
  LEFT JOIN account_move move ON move.id = period.move_id
 WHERE move.state IS DISTINCT FROM 'posted'
UNION ALL
SELECT 'invoice', move.id FROM account_move move WHERE move.ops_service_run_id IS NOT NULL
   AND move.amount_untaxed <> (SELECT COALESCE(sum(amount), 0) FROM ops_service_period period
                                WHERE period.move_id = move.id)
UNION ALL
SELECT 'twice', charge_id FROM ops_service_period WHERE state <> 'void'
 GROUP BY charge_id, date_from HAVING count(*) > 1
"""
DUE = (
    "SELECT count(*) FROM ops_service_charge WHERE state = 'running' AND next_on <= now() + '29 d'"
)
COUNT = "SELECT count(*) FROM ops_service_period"


def test_each_period_once(site, fresh):
    database, chance = fresh(site.template), random.Random(74)
    [(due,)], [(before,)] = site.sql(database, DUE), site.sql(database, COUNT)
    assert int(due)
    for _number in range(KILLS):
        process = site.start(database, RUN)
        while "READY" not in process.stdout.readline():
            assert process.poll() is None
        time.sleep(chance.uniform(0, 1.5))
        process.kill()
        process.communicate()
        assert site.sql(database, BROKEN) == []
    running = [site.start(database, RUN) for _number in range(2)]
    said = [process.communicate(timeout=300)[0] for process in running]
    assert sum("INVOICED" in text for text in said) <= 1
    assert site.sql(database, BROKEN) == []
    assert int(site.sql(database, COUNT)[0][0]) >= int(before) + int(due)
