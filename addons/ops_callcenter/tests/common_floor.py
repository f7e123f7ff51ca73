"""Fixtures of the call floor, upon the people of ``RolesCase``.

``self.source`` is a PBX of the centre in Asia/Shanghai; ``self.care`` a queue of the client
project ``self.client`` (department ``self.project``, where every role but gm and adm is), and
``self.far`` a queue of ``self.stranger`` in another department. Extension 1001 is the agent
``cs``, 1002 a stranger. ``self.contract`` holds from 2026-01-01: F1, T = 20 s, s = 5 s, 80 %.
``LOG`` is the half hour from 10:00 on 2026-11-02, local, worked out by hand in ``HAND``.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from odoo.addons.ops_roles.tests.common_roles import RolesCase

TZ = ZoneInfo("Asia/Shanghai")
DAY = "2026-11-02"
#: Outcomes of ``LOG`` on the queue care: waits 5, 25, 20 answered; 3, 15, 40 abandoned; 60 timeout.
HAND = {
    "F1": (2 + 2, 3 + 3),
    "F2": (2, 3),
    "F3": (2, 3 + 3),
    "F4": (2, 3 + 2),
}


def at(hour, minute=0, second=0, day=DAY):
    """Epoch seconds of a local time."""
    moment = datetime.fromisoformat(day).replace(hour=hour, minute=minute, second=second, tzinfo=TZ)
    return int(moment.timestamp())


def answered(callid, queue, enter, wait, talk, agent=1001, number="13800001001"):
    """Lines of a visit answered after ``wait`` seconds."""
    start = enter + wait
    return [
        (enter, f"{callid}|{queue}|NONE|ENTERQUEUE||{number}|1"),
        (start, f"{callid}|{queue}|Agent/{agent}|CONNECT|{wait}|{callid}9|2"),
        (start + talk, f"{callid}|{queue}|Agent/{agent}|COMPLETECALLER|{wait}|{talk}|1"),
    ]


def left(callid, queue, enter, wait, event="ABANDON", number="13800001002"):
    """Lines of a visit that ended while waiting."""
    return [
        (enter, f"{callid}|{queue}|NONE|ENTERQUEUE||{number}|1"),
        (enter + wait, f"{callid}|{queue}|NONE|{event}|1|1|{wait}"),
    ]


def session(agent, queue, start, end):
    """Lines of a log-in."""
    return [
        (start, f"MANAGER|{queue}|Local/{agent}@agents/n|ADDMEMBER|"),
        (end, f"MANAGER|{queue}|Local/{agent}@agents/n|REMOVEMEMBER|"),
    ]


LOG = [
    *session(1001, "care", at(9), at(12)),
    *session(1002, "far", at(9), at(12)),
    *answered("1.1", "care", at(10, 0, 10), 5, 100, number="13800001001"),
    *answered("1.2", "care", at(10, 2), 25, 200, number="13800001002"),
    *answered("1.3", "care", at(10, 10), 20, 60, number="13800001003"),
    *left("1.4", "care", at(10, 5), 3, number="13800001004"),
    *left("1.5", "care", at(10, 6), 15, number="13800001005"),
    *left("1.6", "care", at(10, 7), 40, number="13800001006"),
    *left("1.7", "care", at(10, 8), 60, event="EXITWITHTIMEOUT", number="13800001007"),
    *answered("2.1", "far", at(10, 1), 4, 50, agent=1002, number="13800002001"),
    *left("2.2", "far", at(10, 3), 33, number="13800002002"),
]


def as_bytes(lines):
    """A queue_log file of (epoch, rest of the line) pairs."""
    return "".join(f"{moment}|{rest}\n" for moment, rest in sorted(lines)).encode()


class FloorCase(RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls.env["ops.feed.source"].create(
            {
                "name": "PBX of tests",
                "code": "floor_test",
                "tz": "Asia/Shanghai",
                "department_id": cls.centre.id,
            }
        )
        cls.client = cls._client("Client", cls.project)
        cls.stranger = cls._client("Stranger", cls.other)
        cls.care = cls._queue("care", cls.client)
        cls.far = cls._queue("far", cls.stranger)
        cls.outsider = cls._person("t_outsider", department_id=cls.other.id)
        cls.people["cs"].department_id = cls.project
        for name, person in (("1001", cls.people["cs"]), ("1002", cls.outsider)):
            cls.env["ops.agent.alias"].create(
                {
                    "name": name,
                    "source_id": cls.source.id,
                    "employee_id": person.id,
                    "date_from": "2026-01-01",
                }
            )
        cls.contract = cls._contract(cls.client)
        cls._feed(LOG)
        cls.calls = cls.env["ops.call"].search([("source_id", "=", cls.source.id)])
        cls.interval = cls.env["ops.call.interval"].search([("queue_id", "=", cls.care.id)])

    @classmethod
    def _client(cls, name, department):
        return cls.env["ops.client.project"].create(
            {"name": name, "code": name, "department_id": department.id}
        )

    @classmethod
    def _queue(cls, name, project):
        return cls.env["ops.call.queue"].create(
            {
                "name": name,
                "label": name,
                "source_id": cls.source.id,
                "project_id": project.id,
            }
        )

    @classmethod
    def _contract(cls, project, **vals):
        return cls.env["ops.kpi.contract"].create(
            {
                "project_id": project.id,
                "date_from": "2026-01-01",
                "formula": "F1",
                "threshold_s": 20,
                "short_s": 5,
                "target": 0.8,
                "abandon_target": 0.1,
                **vals,
            }
        )

    @classmethod
    def _feed(cls, lines, name="queue_log"):
        return cls.env["ops.feed"].ingest(
            "asterisk_queue_log", name, as_bytes(lines), source="floor_test"
        )

    def _as(self, code, model):
        return self.env[model].with_user(self.users[code])
