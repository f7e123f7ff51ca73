"""Run A: a log a real Asterisk wrote, beside what the callers' side recorded. Numbers invented.

Every allowed difference between the two is one of the named quirks below; nothing else is.
"""

import csv
import gzip
from collections import Counter
from pathlib import Path

DATA = Path(__file__).parent / "data" / "run_a"
#: How the truth's end kinds appear in ``ops.call``.
EXPECTED = {
    "agent_hangup": ("answered", "agent"),
    "caller_hangup": ("answered", "caller"),
    "abandoned": ("abandoned", "caller"),
    "blind_transfer": ("answered", "blind_transfer"),
    "attended_transfer_done": ("answered", "attended_transfer"),
    "timeout": ("timeout", ""),
    "exit_key_0": ("key", ""),
    "exit_key_9": ("key", ""),
    "leave_empty": ("empty", ""),
}
#: Differences a quirk of the log explains: name -> (truth's end kind, what the log makes of it).
QUIRKS = {
    "consultation channel ended while waiting": ("consult_end", {("abandoned", "caller")}),
    "restart hung every call up first": (
        "cut_by_restart",
        {("abandoned", "pbx"), ("answered", "pbx")},
    ),
    "caller gave up in the second the key was taken": ("abandoned", {("key", "")}),
}
#: Whole seconds of the log against milliseconds of the truth, which stamps its events on arrival.
WHOLE_SECONDS = 1.05


def lines():
    """The lines of the queue log, with their line ends."""
    with gzip.open(DATA / "queue_log.gz", "rt", encoding="utf-8") as log:
        return log.readlines()


def rows(name):
    """The rows of one csv file of the run, as dicts."""
    with gzip.open(DATA / f"{name}.gz", "rt", encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def content(name):
    """The bytes of one file of the run."""
    return gzip.decompress((DATA / f"{name}.gz").read_bytes())


def truth_visits():
    """{(call id, queue, n-th visit): row} of all visits to a queue."""
    found, counts = {}, Counter()
    visits = [row for row in rows("truth.csv") if row["direction"] == "in" and row["leg"] != "0"]
    for row in sorted(visits, key=lambda row: float(row["t_enter"])):
        place = (row["uniqueid"], row["queue_or_campaign"])
        counts[place] += 1
        found[(*place, counts[place])] = row
    return found


def quirk(row, outcome, ended_by):
    """Name of the quirk that explains an end, "" when none is needed, None when none fits."""
    if EXPECTED.get(row["end_kind"]) == (outcome, ended_by):
        return ""
    for name, (kind, ends) in QUIRKS.items():
        if row["end_kind"] == kind and (outcome, ended_by) in ends:
            return name
    return None


def differs(logged, true):
    """Whether seconds of the log differ from the truth by more than whole seconds explain."""
    return logged is None or abs(logged - float(true)) > WHOLE_SECONDS
