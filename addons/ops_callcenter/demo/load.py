"""Feed the demo logs, through the same door as any PBX's."""

import gzip
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from .generator import QueuePlan, Surge, make_days, shift_cdr, shift_log
from .quality import load_demo_scores

HERE = Path(__file__).parent / "asterisk"
#: The same folder as a path below the add-ons, for what is stored must not name this machine.
ROOT = "ops_callcenter/demo/asterisk"
#: Local day and time at which the real log began, and the hour it is moved to.
REAL_START = datetime(2026, 11, 24, 3, 17, 14)
REAL_HOUR = time(9, 47, 14)
MONTH_DAYS = 31
HOUR = 3600
PLANS = (
    QueuePlan(
        "q_telecom_care",
        1,
        volume=560,
        talk_s=215,
        agents=tuple(range(1001, 1020)),
        dispositions=("BILL", "FAULT", "PACKAGE", "COMPLAINT", "OTHER"),
        night_volume=26,
        peak_days=(1, 2, 3),
    ),
    QueuePlan(
        "q_bank_card",
        2,
        volume=380,
        talk_s=270,
        agents=tuple(range(1026, 1040)),
        dispositions=("LOSTCARD", "LIMIT", "REPAY", "ACTIVATE", "COMPLAINT"),
        peak_days=(8, 9, 10),
    ),
    QueuePlan(
        "q_logistics",
        3,
        volume=480,
        talk_s=170,
        agents=tuple(range(1040, 1053)),
        dispositions=("TRACK", "DELAY", "DAMAGE", "ADDRESS", "OTHER"),
        peak_days=(11, 12, 13, 14),
    ),
)
#: What went wrong yesterday: a flood of calls, and a meeting at a busy hour.
YESTERDAY = {
    "q_telecom_care": [Surge(int(10.5 * HOUR), 11 * HOUR, volume=2.4)],
    "q_logistics": [Surge(14 * HOUR, int(14.7 * HOUR), volume=1.2, away=0.75)],
}


def load_demo_floor(env):
    """Feed the real log, moved to last week, and a month made of its patterns, where there is
    the demo floor to feed it to; does nothing in a database without demo data."""
    source = env.ref("ops_callcenter.demo_source_pbx", raise_if_not_found=False)
    if not source:
        return
    now = datetime.now(ZoneInfo(source.tz))
    seconds = real_shift(now)
    feed = env["ops.feed"].ingest
    log = _read("queue_log.gz").splitlines()
    feed("asterisk_queue_log", "queue_log", _bytes(shift_log(log, seconds)), "demo_pbx")
    cdr = shift_cdr(_read("cdr_custom.csv.gz"), seconds)
    feed("asterisk_cdr_custom", "Master_custom.csv", cdr.encode(), "demo_pbx")
    feed("asterisk_queue_log", "queue_log", _bytes(month_log(now)), "demo_pbx_month")
    _tie_recordings(env, source)
    load_demo_scores(env)
    env["ops.target"]._cron_refresh()
    for period in ("day", "week", "month"):
        env.ref(f"ops_callcenter.report_floor_{period}").action_draw_missing()
    env.ref("ops_callcenter.demo_cycle_telecom").sudo().action_measure()


def real_shift(now):
    """Seconds from the real log to the Wednesday of last week at a busy hour.

    >>> real_shift(datetime(2026, 11, 24, 12, 0)) == -6 * 86400 + 6 * 3600 + 1800
    True
    """
    monday = now.date() - timedelta(days=now.weekday() + 7)
    target = datetime.combine(monday + timedelta(days=2), REAL_HOUR)
    return int((target - REAL_START).total_seconds())


def month_log(now):
    """The made month up to ``now`` (aware), without the day the real log is moved to."""
    real_day = (REAL_START + timedelta(seconds=real_shift(now))).date()
    days = [now.date() - timedelta(days=back) for back in range(MONTH_DAYS, -1, -1)]
    midnights = [
        (_midnight(day, now.tzinfo), day.toordinal() - 1) for day in days if day != real_day
    ]
    surges = {(queue, midnights[-2][0]): upsets for queue, upsets in YESTERDAY.items()}
    return make_days(PLANS, midnights, surges, until=int(now.timestamp()))


def _tie_recordings(env, source):
    """Play the demo's recordings from beside this file, unless others are configured."""
    parameters = env["ir.config_parameter"]
    if not parameters.get_param("ops_callcenter.recording_root"):
        parameters.set_param("ops_callcenter.recording_root", ROOT)
        env["ops.recording"]._scan(source)


def _midnight(day, tz):
    return int(datetime.combine(day, time(), tzinfo=tz).timestamp())


def _read(name):
    return gzip.decompress((HERE / name).read_bytes()).decode()


def _bytes(lines):
    return ("\n".join(lines) + "\n").encode()
