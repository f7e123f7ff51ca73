"""A PBX of its own, its log fed in any pieces, and what came of it as plain rows."""

from odoo.tests import TransactionCase

CALL_FIELDS = (
    "callid, queue, visit, caller, caller_key, enter_at, answered_at, end_at, day, interval_at,"
    " position, ring_s, wait_s, talk_s, ring_count, agent_name, outcome, ended_by,"
    " transfer_target, disposition, rating, is_short, is_repeat, called_back_at, to_call_back,"
    " direction, (SELECT p.callid FROM ops_call p WHERE p.id = c.parent_call_id)"
)
SESSION_FIELDS = (
    "agent_key, agent_name, kind, reason, queue, start_at, end_at, until_at, seconds, ended_by, day"
)
INTERVAL_FIELDS = (
    "(SELECT q.name FROM ops_call_queue q WHERE q.id = c.queue_id), interval_at, day, time_of_day,"
    " offered, answered, abandoned, abandoned_short, answered_in_t, abandoned_in_t, timeout_count,"
    " key_count, empty_count, withdrawn_count, cut_count, open_count, wait_answered_s, talk_s,"
    " acw_s, handle_s, max_wait_s, sl_num, sl_den, abandon_num, abandon_den, service_level"
)
DAY_FIELDS = (
    "agent_key, day, first_login_at, last_logout_at, login_s, pause_s, productive_pause_s, wrap_s,"
    " ring_s, talk_s, handle_s, busy_or_free_s, calls, rna"
)
DERIVED = (
    ("ops_call", CALL_FIELDS),
    ("ops_agent_session", SESSION_FIELDS),
    ("ops_call_interval", INTERVAL_FIELDS),
    ("ops_agent_day", DAY_FIELDS),
)


class QueueLogCase(TransactionCase):
    """``source(code)`` makes a PBX, ``feed(source, lines)`` feeds it, ``derived`` compares."""

    def source(self, code, **values):
        return self.env["ops.feed.source"].create(
            {"name": code, "code": code, "tz": "Asia/Shanghai", **values}
        )

    def feed(self, source, lines, profile="asterisk_queue_log"):
        """Feed lines (with their ends) or bytes; returns the feed."""
        content = lines if isinstance(lines, bytes) else "".join(lines).encode()
        number = self.env["ops.feed"].search_count([])
        return self.env["ops.feed"].ingest(profile, f"part-{number}", content, source=source.code)

    def derived(self, source):
        """Everything built from the log of a source, without ids, as sorted rows by table."""
        self.env.flush_all()
        found = {}
        for table, columns in DERIVED:
            self.env.cr.execute(
                f"SELECT {columns} FROM {table} c WHERE source_id = %s",
                [source.id],
            )
            found[table] = sorted(map(repr, self.env.cr.fetchall()))
        return found

    def assertSameDerived(self, source, expected):
        for table, rows in self.derived(source).items():
            self.assertEqual(rows, expected[table], table)
