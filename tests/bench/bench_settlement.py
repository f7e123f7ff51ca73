"""A month of 100,000 cards: files in, checked, booked; beside the same joins by hand in SQL.

The SQL by hand does the same work on the same files, as one would write it for this one bill: it
trusts the files (COPY as they are, a bad line ends it), knows three reasons of the fifteen that
matter here, and has none of pools, replacements, credits, taxes, tolerances and earlier disputes.
What it keeps is kept as ours is: the traffic (3,000,000 plain rows with an index; ours are arrays
of days), the lines of the bill, and a result row each that is tied to the bill, the card and the
branch by foreign keys, with the indexes that ours has. ``bare`` is the same without any key, for
whoever wants to know; it has no limit.
"""

from tests.bench import Figure

CARDS, DAYS, BRANCHES = 100_000, 30, 8
PLANS = {"B-30M": (2.0, 30, 0.1, "full_month"), "B-100M": (4.0, 100, 0.1, "daily")}
#: Both files as they are. ``%s``: the key to the bill, whose rows must be told from other months'.
TABLES = """
CREATE TABLE hand_run (id integer PRIMARY KEY);
INSERT INTO hand_run VALUES (1);
CREATE TABLE hand_usage (iccid text, day date, mb numeric);
CREATE TABLE hand_bill (line_no integer, iccid text, plan text, charge text, amount numeric,
                        run_id integer DEFAULT 1 %s)
"""
#: Sums per card, joins, classes in CASE, result rows.
BY_HAND = """
CREATE INDEX ON hand_usage (iccid, day);
CREATE INDEX ON hand_bill (run_id, iccid);
CREATE TEMP TABLE hand_sum ON COMMIT DROP AS
SELECT iccid, date_trunc('month', day)::date AS month, sum(mb) AS mb
  FROM hand_usage GROUP BY 1, 2;
ALTER TABLE hand_sum ADD PRIMARY KEY (iccid, month);
CREATE TABLE hand_result (line_no integer, iccid text, charge text, billed numeric,
                          expected numeric, dispute numeric, status text, department_id integer,
                          sim_id integer, run_id integer DEFAULT 1);
{keys}
INSERT INTO hand_result
WITH state AS (
    SELECT sim_id, max(state) AS state,
           sum(LEAST(COALESCE(date_to, '2026-11-01'), '2026-11-01')
               - GREATEST(date_from, '2026-10-01')) AS days
      FROM ops_sim_state WHERE date_from < '2026-11-01'
       AND COALESCE(date_to, '2026-11-01') > '2026-10-01' GROUP BY sim_id),
due AS (
    SELECT sim.id, sim.iccid, sim.department_id, plan.code, state.state, usage.mb,
           CASE WHEN state.state <> 'active' THEN 0
                WHEN tariff.proration = 'daily'
                THEN round(tariff.monthly_fee::numeric * state.days / 31, 2)
                ELSE tariff.monthly_fee END AS fee,
           round(GREATEST(usage.mb - tariff.included_mb, 0) * tariff.overage_per_mb, 2) AS overage
      FROM ops_sim sim
      LEFT JOIN state ON state.sim_id = sim.id
      LEFT JOIN ops_sim_subscription held ON held.sim_id = sim.id AND held.date_to IS NULL
      LEFT JOIN ops_sim_plan plan ON plan.id = held.plan_id
      LEFT JOIN ops_sim_tariff tariff ON tariff.plan_id = plan.id
      LEFT JOIN hand_sum usage ON usage.iccid = sim.iccid AND usage.month = '2026-10-01'
     WHERE sim.account_id = %(account)s),
line AS (
    SELECT *, row_number() OVER (PARTITION BY iccid, charge ORDER BY line_no) AS turn
      FROM hand_bill),
judged AS (
    SELECT line.line_no, line.iccid, line.charge, line.amount, due.department_id, due.id, due.state,
           due.code, line.plan, line.turn,
           CASE WHEN due.iccid IS NULL OR line.turn > 1 THEN 0
                WHEN line.charge = '超量费' THEN due.overage ELSE due.fee END AS expected
      FROM line LEFT JOIN due ON due.iccid = line.iccid)
SELECT line_no, iccid, charge, amount, expected, GREATEST(amount - expected, 0),
       CASE WHEN department_id IS NULL THEN 'unknown_iccid' WHEN turn > 1 THEN 'double_billed'
            WHEN abs(amount - expected) <= 0.01 THEN 'matched'
            WHEN state = 'cancelled' THEN 'billed_after_cancel'
            WHEN state = 'silent' THEN 'billed_in_silent_period'
            WHEN state = 'stopped' THEN 'billed_while_suspended'
            WHEN plan <> code THEN 'plan_mismatch' ELSE 'proration_error' END, department_id,
       id
  FROM judged
UNION ALL
SELECT NULL, due.iccid, '套餐费', 0, due.fee, 0, 'active_not_billed', due.department_id, due.id
  FROM due WHERE due.fee > 0
   AND NOT EXISTS (SELECT FROM hand_bill bill WHERE bill.iccid = due.iccid);
{indexes}
CREATE TABLE hand_post AS SELECT charge, department_id, sum(billed) AS billed, sum(dispute)
  FROM hand_result GROUP BY 1, 2;
"""
#: What rows that stay are tied by, and found by: as those of ``ops.settlement.line``.
KEYS = """
ALTER TABLE hand_result ADD COLUMN id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    ADD FOREIGN KEY (run_id) REFERENCES hand_run, ADD FOREIGN KEY (sim_id) REFERENCES ops_sim,
    ADD FOREIGN KEY (department_id) REFERENCES hr_department;
"""
INDEXES = """
CREATE INDEX ON hand_result (run_id, line_no);
CREATE INDEX ON hand_result (sim_id, run_id);
CREATE INDEX ON hand_result (run_id, status) WHERE status <> 'matched';
CREATE INDEX ON hand_result (iccid) WHERE dispute > 0;
"""
BARE = "CREATE INDEX ON hand_result (line_no); CREATE INDEX ON hand_result (iccid);"


def _plans(env, account):
    for code, (fee, volume, rate, proration) in PLANS.items():
        tariff = {
            "date_from": "2024-01-01",
            "monthly_fee": fee,
            "included_mb": volume,
            "overage_per_mb": rate,
            "proration": proration,
        }
        plan = {"account_id": account.id, "code": code, "name": code}
        env["ops.sim.plan"].create({**plan, "tariff_ids": [(0, 0, tariff)]})


def _register(env, cards):
    """An account with cards, their states and plans; by SQL, as the register is not measured."""
    vendor = env["res.partner"].create({"name": "bench", "is_company": True})
    branches = env["ops.branch"].create(
        [
            {"name": f"bench {no}", "code": f"BN{no}", "region_code": "410100"}
            for no in range(BRANCHES)
        ]
    )
    account = env["ops.operator.account"].create(
        {
            "name": "bench",
            "code": "BENCH",
            "operator": "telecom",
            "platform": "onelink_ct",
            "partner_id": vendor.id,
            "department_id": branches[0].department_id.id,
        }
    )
    _plans(env, account)
    env.flush_all()
    env.cr.execute(
        """
        INSERT INTO stock_lot (name, product_id, company_id)
        SELECT '8986039000' || lpad(n::text, 9, '0'), %(product)s, %(company)s
          FROM generate_series(1, %(cards)s) n;
        INSERT INTO ops_sim (iccid, lot_id, account_id, department_id, company_id, state, active)
        SELECT name, id, %(account)s,
               (%(places)s::integer[])[1 + right(name, 5)::integer %% %(branches)s], %(company)s,
               'active', TRUE
          FROM stock_lot WHERE name LIKE '8986039000%%';
        INSERT INTO ops_sim_state (sim_id, state, date_from)
        SELECT id, CASE WHEN id %% 50 = 0 THEN 'stopped' WHEN id %% 97 = 0 THEN 'cancelled'
                        ELSE 'active' END, date '2024-01-01' + (id %% 500)::integer
          FROM ops_sim WHERE account_id = %(account)s;
        INSERT INTO ops_sim_subscription (sim_id, plan_id, date_from)
        SELECT sim.id, (SELECT id FROM ops_sim_plan WHERE account_id = %(account)s
                         ORDER BY id OFFSET sim.id %% 2 LIMIT 1), '2024-01-01'
          FROM ops_sim sim WHERE sim.account_id = %(account)s;
        ANALYZE ops_sim; ANALYZE ops_sim_state; ANALYZE ops_sim_subscription;
        """,
        {
            "product": env.ref("ops_telematics.product_sim").id,
            "cards": cards,
            "company": env.company.id,
            "account": account.id,
            "branches": BRANCHES,
            "places": branches.department_id.ids,
        },
    )
    env.invalidate_all(flush=False)
    return account


def _files(bench, account, cards, days):
    """Writes a bill of a line per card and the traffic of its days; gives their paths."""
    bill, usage = (bench.folder / f"{name}_2026-10_{cards}.csv" for name in ("bill", "usage"))
    plans = dict(
        bench.rows(
            "SELECT sim.iccid, plan.code FROM ops_sim sim"
            " JOIN ops_sim_subscription held ON held.sim_id = sim.id"
            " JOIN ops_sim_plan plan ON plan.id = held.plan_id WHERE sim.account_id = %s"
            " ORDER BY sim.iccid",
            account.id,
        )
    )
    with open(bill, "w", encoding="utf-8") as file:
        file.write("line,iccid,plan,charge_type,amount\n")
        for number, (iccid, plan) in enumerate(plans.items(), 1):
            wrong = "9.99" if number % 200 == 0 else f"{PLANS[plan][0]:.2f}"
            card = "8986039999999999999" if number % 1000 == 0 else iccid
            file.write(f"{number},{card},{plan},套餐费,{wrong}\n")
    with open(usage, "w", encoding="utf-8") as file:
        file.write("iccid,date,usage_mb\n")
        for iccid in plans:
            tail = int(iccid[-3:])
            file.writelines(
                f"{iccid},2026-10-{day:02},{(tail + day) % 13 / 10:.3f}\n"
                for day in range(1, days + 1)
            )
    return bill, usage


def _by_hand(bench, account, bill, usage, bare=False):
    sql = BY_HAND.format(keys="" if bare else KEYS, indexes=BARE if bare else INDEXES)

    def work():
        cr = bench.env.cr
        cr.execute(TABLES % ("" if bare else "REFERENCES hand_run"))
        bill_row = "hand_bill (line_no, iccid, plan, charge, amount)"
        for table, path in ((bill_row, bill), ("hand_usage", usage)):
            with open(path, "rb") as file:
                cr.copy_expert(f"COPY {table} FROM STDIN (FORMAT csv, HEADER)", file, 1 << 18)
        cr.execute(sql, {"account": account.id})

    return work


def _settle(bench, account, bill, usage):
    """A call that takes the files in, checks and books; gives the settlement."""
    env, source = bench.env, account.source_id.code

    def work():
        env["ops.feed"].ingest("sim_usage", usage.name, usage, source=source)
        env["ops.feed"].ingest("operator_invoice", bill.name, bill, source=source)
        settlement = env["ops.settlement"].search([("operator_account_id", "=", account.id)])
        settlement.run()
        settlement.sudo().step = "approved"
        settlement.action_post()
        env.flush_all()
        work.settlement = settlement

    return work


def bench_settlement(bench):
    """Import, match, classify and post against the hand-written SQL; then once more."""
    cards = CARDS // 20 if bench.quick else CARDS
    account = _register(bench.env, cards)
    bill, usage = _files(bench, account, cards, DAYS)
    bench.env.cr.commit()
    turns = []
    for _turn in range(1 if bench.quick else 3):
        bare = bench.seconds(_by_hand(bench, account, bill, usage, bare=True))
        bench.env.cr.rollback()
        hand = bench.seconds(_by_hand(bench, account, bill, usage))
        bench.env.cr.rollback()
        ours = _settle(bench, account, bill, usage)
        turns.append((bench.seconds(ours) / hand, hand, bare))
        lines = len(ours.settlement.bill_id.line_ids)
        digest = ours.settlement.result_digest
        ours.settlement.sudo().write({"step": "checked", "bill_id": False})
        again = bench.seconds(ours.settlement.run)
        assert ours.settlement.result_digest == digest
        bench.env.cr.rollback()
        bench.env.invalidate_all(flush=False)
    ratio, hand, bare = sorted(turns)[len(turns) // 2]
    yield Figure(f"{cards} cards, {cards * DAYS} days by hand in SQL", hand, "s")
    yield Figure("imported, checked and booked", ratio * hand, "s")
    yield Figure("against the SQL by hand", ratio, "x", 3)
    yield Figure("against the SQL by hand, bare", ratio * hand / bare, "x")
    yield Figure("checked again", again, "s")
    yield Figure("lines of the bill", lines, "", 200)


_CHILD = """
account = env["ops.operator.account"].search([("code", "=", "BENCH")])
source = account.source_id.code
env["ops.feed"].ingest("sim_usage", "usage_2026-10.csv", {usage!r}, source=source)
env["ops.feed"].ingest("operator_invoice", "bill_2026-10.csv", {bill!r}, source=source)
env["ops.settlement"].search([("operator_account_id", "=", account.id)]).run()
env.cr.rollback()
"""


def bench_memory(bench):
    """Peak memory above the idle shell, at a tenth of the lines and at all of them."""
    cards = CARDS // 20 if bench.quick else CARDS
    account = bench.env["ops.operator.account"].search([("code", "=", "BENCH")])
    peaks = []
    for days in (DAYS // 10, DAYS):
        bill, usage = _files(bench, account, cards, days)
        run = bench.child(_CHILD.format(bill=str(bill), usage=str(usage)))
        peaks.append(run.growth_mb)
        yield Figure(f"memory, {cards * days} days", run.growth_mb, "MB", limit=200)
    yield Figure("memory, ten times the days", peaks[1] / peaks[0], "x", limit=1.25)
