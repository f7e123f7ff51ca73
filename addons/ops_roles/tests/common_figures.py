"""Fixtures of figures, upon the people of ``RolesCase``.

The measured records are native expenses (``hr.expense``): each has a day, a person and an amount.
``self.spent`` sums them (additive), ``self.average`` is Σ amount ÷ number. People of the role
codes ``pm``, ``sv``, ``cs`` and ``qa`` work in ``self.project`` and report upwards in that order:
cs → sv → pm → om → gm.
"""

from .common_roles import RolesCase


class FiguresCase(RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls._department("Team", cls.project)
        for code, superior, place in (
            ("om", "gm", cls.centre),
            ("pm", "om", cls.project),
            ("sv", "pm", cls.team),
            ("cs", "sv", cls.team),
            ("qa", "om", cls.project),
        ):
            cls.people[code].write(
                {"parent_id": cls.people[superior].id, "department_id": place.id}
            )
        cls._assign(cls.people["om"], "om", cls.centre)
        cls.stranger = cls._person("t_stranger", department_id=cls.other.id)
        cls._assign(cls.stranger, "cs", cls.other)
        cls.spent = cls._indicator("spent", measure="sum", field_name="total_amount")
        cls.average = cls._indicator(
            "average",
            kind="ratio",
            measure="sum",
            field_name="total_amount",
            den_measure="count",
        )

    @classmethod
    def _indicator(cls, code, **vals):
        return cls.env["ops.indicator"].create(
            {
                "name": code,
                "code": f"t_{code}",
                "model": "hr.expense",
                "date_field": "date",
                "employee_path": "employee_id",
                **vals,
            }
        )

    @classmethod
    def _expense(cls, person, day, amount):
        """An expense of 1 company currency unit × ``amount``."""
        return cls.env["hr.expense"].create(
            {
                "name": "t",
                "employee_id": person.id,
                "date": day,
                "total_amount_currency": amount,
                "currency_id": cls.env.company.currency_id.id,
            }
        )
