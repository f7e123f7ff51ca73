"""Fixtures of quality, upon the floor of ``FloorCase``.

``self.form`` is an approved form of ``self.project`` with the items A (customer-critical, weight
40), B (compliance-critical, fatal, may not apply, weight 40) and C (not critical, weight 20).
``self.plan`` draws the calls of ``self.client`` by it; the answered calls of the floor have
recordings, and ``self.week`` is the Monday they were made in.
"""

from datetime import date

from odoo.fields import Command

from .common_floor import FloorCase

ITEMS = (
    {"code": "A", "name": "Right answer", "weight": 40, "kind": "customer"},
    {
        "code": "B",
        "name": "Identity checked",
        "weight": 40,
        "kind": "compliance",
        "fatal": True,
        "allow_na": True,
    },
    {"code": "C", "name": "Polite", "weight": 20, "kind": "minor"},
)


def new_form(case, code, place=None, user=None, **vals):
    """A draft with the items, for the client project unless said otherwise."""
    return (
        case.env["ops.qa.form"]
        .with_user(user or case.env.user)
        .create(
            {
                "name": f"Form {code}",
                "code": code,
                "department_id": (place or case.project).id,
                "item_ids": [Command.create(item) for item in ITEMS],
                **vals,
            }
        )
    )


def new_plan(case, client, **vals):
    """The plan of a client project, scored by a form of its own."""
    form = new_form(case, f"plan {client.code}", client.department_id)
    return case.env["ops.qa.plan"].create({"project_id": client.id, "form_id": form.id, **vals})


class QualityCase(FloorCase):
    week = date(2026, 11, 2)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form("F1")
        cls._approve(cls.form)
        cls.plan = cls.env["ops.qa.plan"].create(
            {"project_id": cls.client.id, "form_id": cls.form.id, "quota": 2, "new_quota": 2}
        )
        cls._record(cls.calls)

    @classmethod
    def _record(cls, calls):
        """Give calls that were answered a recording."""
        calls.filtered("answered_at").write({"has_recording": True})
        cls.env.flush_all()

    @classmethod
    def _form(cls, code, **vals):
        return new_form(cls, code, user=cls.users["qa"], **vals)

    @classmethod
    def _approve(cls, form):
        form.with_user(cls.users["qa"]).action_submit()
        form.with_user(cls.users["om"]).action_approve()

    def _item(self, code, form=None):
        return (form or self.form).sudo().item_ids.filtered(lambda one: one.code == code)

    @classmethod
    def _wizard(cls, **vals):
        draws = cls.env["ops.qa.draw"].with_user(cls.users["qa"])
        return draws.create({"plan_id": cls.plan.id, "day": cls.week, **vals})

    @classmethod
    def _draw(cls, seed=1, **vals):
        return cls._wizard(**vals).sudo()._draw(seed)

    @classmethod
    def _begin(cls, line):
        """The score of a drawn call, begun by the inspector and as the inspector."""
        action = line.with_user(cls.users["qa"]).action_score()
        return cls.env["ops.qa.evaluation"].with_user(cls.users["qa"]).browse(action["res_id"])

    @classmethod
    def _begun(cls):
        return cls._begin(cls._draw().line_ids[0])

    @classmethod
    def _judge(cls, evaluation, **verdicts):
        for verdict in evaluation.verdict_ids:
            evaluation.action_judge(verdict.id, verdicts[verdict.item_id.code])
