"""What each role may do to the models of this addon; how to read it stands in ops_roles."""

from odoo.addons.ops_roles.tests.common_access import Row

from .access_table_quality import QUALITY

#: Who sees the floor's figures, and who also sees single calls.
FIGURES = "gm om pm sv qa"
CALLS = f"{FIGURES} tr cs"


def _of_projects(model):
    """A record of the client project in charge, and one of the stranger's."""

    def pair(case):
        found = case.env[model]
        return tuple(
            found.search([("project_id", "=", client.id)], limit=1)
            for client in (case.client, case.stranger)
        )

    return pair


def _of_agents(model):
    """A record of the agent with the role card, and one of the stranger."""

    def pair(case):
        found = case.env[model]
        return tuple(
            found.search([("employee_id", "=", person.id)], limit=1)
            for person in (case.people["cs"], case.outsider)
        )

    return pair


def _calls(case):
    """Calls of the agent with the role card, for agents see their own."""
    return _of_agents("ops.call")(case)


def _outbound(case):
    calls = case.env["ops.outbound.call"]
    return tuple(
        calls.create(
            {
                "source_id": case.source.id,
                "callid": f"9.{person.id}",
                "start_at": "2026-11-02 02:00:00",
                "employee_id": person.id,
                "department_id": place.id,
                "company_id": case.env.company.id,
            }
        )
        for person, place in ((case.people["cs"], case.project), (case.outsider, case.other))
    )


def _contracts(case):
    return case.contract, case._contract(case.stranger)


def _marks(case):
    calls = case.calls.filtered(lambda call: call.callid in ("1.6", "2.2")).sorted("callid")
    return tuple(case.env["ops.call.back"].create(vals) for vals in calls._call_back_vals())


def _of_sources(model, vals):
    """A record of a PBX of the department in charge, and one of another department's PBX."""

    def pair(case):
        sources = case.env["ops.feed.source"]
        found = []
        for place in (case.project, case.other):
            code = f"t_pbx{place.id}"
            source = sources.search([("code", "=", code)]) or sources.create(
                {"name": code, "code": code, "department_id": place.id}
            )
            found.append(case.env[model].create({"source_id": source.id, **vals}))
        return tuple(found)

    return pair


_EVENT = {"at": "2026-11-02 02:00:00", "callid": "9.1", "event": "INFO"}
_SIGN = {
    "agent": "Agent/1",
    "run_at": "2026-11-02 02:00:00",
    "first_at": "2026-11-02 02:00:00",
}

ACCESS = {
    "ops.call": Row(read=CALLS, pair=_calls),
    "ops.outbound.call": Row(read=CALLS, pair=_outbound),
    "ops.agent.session": Row(read=f"{FIGURES} cs", pair=_of_agents("ops.agent.session")),
    "ops.agent.day": Row(read=f"{FIGURES} cs", pair=_of_agents("ops.agent.day")),
    "ops.call.interval": Row(read=FIGURES, pair=_of_projects("ops.call.interval")),
    "ops.project.day": Row(read=FIGURES, pair=_of_projects("ops.project.day")),
    "ops.call.queue": Row(read=f"{FIGURES} tr cs", write="om", pair=_of_projects("ops.call.queue")),
    "ops.pbx.code": Row(read=f"{FIGURES} tr cs", write="om", create="om", unlink="om"),
    "ops.client.project": Row(
        read=f"{FIGURES} tr cs",
        write="om pm",
        create="om",
        unlink="om",
        pair=lambda case: (case.client, case.stranger),
    ),
    "ops.kpi.contract": Row(
        read=FIGURES, write="om pm", create="om pm", unlink="om", pair=_contracts
    ),
    "ops.agent.alias": Row(read=FIGURES, write="om", create="om", unlink="om"),
    "ops.call.back": Row(read="om pm sv", pair=_marks),
    "ops.queue.event": Row(read="om", pair=_of_sources("ops.queue.event", _EVENT)),
    "ops.agent.sign": Row(read="om", pair=_of_sources("ops.agent.sign", _SIGN)),
    "ops.recording.scan": Row(read="om adm", pair=_of_sources("ops.recording.scan", {})),
    "ops.call.link": Row(
        read="om", pair=_of_sources("ops.call.link", {"callid": "9.1", "linkedid": "9.0"})
    ),
    **QUALITY,
}
