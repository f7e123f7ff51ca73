"""The till at fifty thousand entries: the page of a day beside a window query by hand."""

from tests.bench import Figure

DAYS, EACH = 250, 200
#: What a page shows of an entry.
_LINES = {name: {} for name in ("number", "name", "signed", "balance")}
_PAGE = {"opening": {}, "book": {}, "entry_ids": {"fields": _LINES, "limit": EACH}}
#: The same balances by hand, from the first entry of the branch on.
BY_HAND = """
SELECT number, name, signed, balance FROM (
    SELECT entry.day_id, entry.number, entry.name, entry.signed,
           sum(entry.signed) OVER (ORDER BY entry.date, entry.number) AS balance
      FROM ops_cash_entry entry WHERE entry.branch_id = %s) ledger
 WHERE day_id = %s ORDER BY number DESC
"""


def _ledger(env, branch, kind, days):
    """Days that chain with 200 entries of one yuan each, all accepted but the last."""
    env.cr.execute(
        """
        INSERT INTO ops_cash_day (branch_id, department_id, company_id, date, state, opening,
                                  counted, last_number)
        SELECT %(branch)s, %(place)s, %(company)s, date '2025-01-01' + n, 'accepted',
               n * %(each)s, (n + 1) * %(each)s, %(each)s
          FROM generate_series(0, %(days)s - 1) n;
        INSERT INTO ops_cash_entry (day_id, branch_id, department_id, company_id, date, number,
                                    category_id, direction, amount, signed, name)
        SELECT day.id, day.branch_id, day.department_id, day.company_id, day.date, n,
               %(kind)s, 'in', 1, 1, 'bench ' || n
          FROM ops_cash_day day, generate_series(1, %(each)s) n WHERE day.branch_id = %(branch)s;
        ANALYZE ops_cash_day; ANALYZE ops_cash_entry;
        """,
        {
            "branch": branch.id,
            "place": branch.department_id.id,
            "company": branch.company_id.id,
            "kind": kind.id,
            "days": days,
            "each": EACH,
        },
    )
    return env["ops.cash.day"].search([("branch_id", "=", branch.id)], order="date desc", limit=1)


def bench_running_balance(bench):
    """Opening the last day with its running balance, at 50,000 entries and at 1,000."""
    env = bench.env
    kind = env["ops.cash.category"].create({"name": "bench"})
    branches = env["ops.branch"].create(
        [{"name": code, "code": code, "region_code": "410100"} for code in ("BIG", "SML")]
    )
    big, small = (
        _ledger(env, branch, kind, days) for branch, days in zip(branches, (DAYS, 5), strict=True)
    )

    def page(day):
        lines = day.web_read(_PAGE)[0]["entry_ids"]
        assert (len(lines), lines[0]["balance"]) == (EACH, day.opening + EACH)

    opening = bench.median(lambda: page(big), runs=15, before=env.invalidate_all)
    little = bench.median(lambda: page(small), runs=15, before=env.invalidate_all)
    hand = bench.median(lambda: bench.rows(BY_HAND, big.branch_id.id, big.id), runs=15)
    entries = DAYS * EACH
    yield Figure(f"day opened, {entries} entries", opening * 1000, "ms")
    yield Figure("window query by hand", hand * 1000, "ms")
    yield Figure("day opened against the window query", opening / hand, "x", 1.3)
    yield Figure(f"day opened, {entries} entries against 1000", opening / little, "x", 1.3)
