"""What each role may do to the models of quality."""

from odoo.addons.ops_roles.tests.common_access import Row

from .common_quality import new_form, new_plan

FLOOR = "gm om pm sv qa tr cs"
#: Agents see no drafts of forms.
LEADERS = "gm om pm sv qa tr"
PLANS = "gm om pm sv qa"
DRAWS = "gm om pm qa"


def _forms(case, prefix="form"):
    """A draft in either department, so that only the department decides."""
    return tuple(
        new_form(case, f"{prefix} {place.name}", place) for place in (case.project, case.other)
    )


def _items(case):
    return tuple(form.item_ids[0] for form in _forms(case, "items"))


def _plans(case):
    """The plan of either client project, made once."""
    found = case.env["ops.qa.plan"]
    return tuple(
        found.search([("project_id", "=", client.id)]) or new_plan(case, client)
        for client in (case.client, case.stranger)
    )


def _strata(case):
    return tuple(
        case.env["ops.qa.stratum"].create({"plan_id": plan.id, "kind": "rated"})
        for plan in _plans(case)
    )


def _samples(case):
    return tuple(
        case.env["ops.qa.sample"].search([("plan_id", "=", plan.id)])
        or case.env["ops.qa.sample"].create(
            {
                "plan_id": plan.id,
                "form_id": plan.form_id.id,
                "week": "2026-11-02",
                "seed": 1,
                "drawn_by_id": case.env.uid,
            }
        )
        for plan in _plans(case)
    )


def _answered(case):
    """A call of the agent with the role card, and one of the stranger."""
    return tuple(
        case.calls.filtered(lambda call, who=who: call.employee_id == who)[0]
        for who in (case.people["cs"], case.outsider)
    )


def _lines(case):
    return tuple(
        case.env["ops.qa.sample.line"].create(
            {
                "sample_id": sample.id,
                "department_id": sample.department_id.id,
                "company_id": sample.company_id.id,
                "call_id": call.id,
            }
        )
        for sample, call in zip(_samples(case), _answered(case), strict=True)
    )


def _evaluations(case):
    """A submitted score of either call, made once."""
    found = case.env["ops.qa.evaluation"]
    pairs = zip(_samples(case), _answered(case), strict=True)
    scores = [
        found.search([("call_id", "=", call.id)]) or found._begin(call, sample)
        for sample, call in pairs
    ]
    for score in scores:
        if not score.mark_ids:
            case.env["ops.qa.mark"].create({"evaluation_id": score.id, "second": 1})
            score._submit()
    return tuple(scores)


QUALITY = {
    "ops.qa.form": Row(
        read=FLOOR, write="qa", create="qa", unlink="qa", near=LEADERS, far="gm", pair=_forms
    ),
    "ops.qa.item": Row(
        read=FLOOR, write="qa", create="qa", unlink="qa", near=LEADERS, far="gm", pair=_items
    ),
    "ops.qa.plan": Row(
        read=PLANS, write="om qa", create="om qa", unlink="om qa", far="gm", pair=_plans
    ),
    "ops.qa.stratum": Row(
        read=PLANS, write="om qa", create="om qa", unlink="om qa", far="gm", pair=_strata
    ),
    "ops.qa.sample": Row(read=DRAWS, far="gm", pair=_samples),
    "ops.qa.sample.line": Row(read=DRAWS, far="gm", pair=_lines),
    "ops.qa.evaluation": Row(read=FLOOR, far="gm", pair=_evaluations),
    "ops.qa.verdict": Row(
        read=FLOOR, far="gm", pair=lambda case: [one.verdict_ids[0] for one in _evaluations(case)]
    ),
    "ops.qa.mark": Row(
        read=FLOOR, far="gm", pair=lambda case: [one.mark_ids[0] for one in _evaluations(case)]
    ),
    "ops.qa.draw": Row(read="qa", write="qa", create="qa"),
}
