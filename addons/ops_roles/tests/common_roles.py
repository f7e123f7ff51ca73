"""Fixtures: company > centre > two projects, and one person with a login per role card.

``self.people[code]`` is the employee and ``self.users[code]`` the user of the role ``code``; all
hold their card at ``self.project`` except gm and adm, who hold it at ``self.top``. ``self.clerk``
is staff without any role card. Days are those of Asia/Shanghai.
"""

from odoo.tests import TransactionCase, new_test_user

CODES = (
    *("gm", "om", "pm", "sv", "cs", "qa", "tr"),
    *("mm", "dm", "sd", "bm", "sa", "da"),
    *("fin", "adm"),
)


class RolesCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.Assignment = cls.env["ops.role.assignment"]
        cls.top = cls._department("Top", None)
        cls.centre = cls._department("Centre", cls.top)
        cls.project = cls._department("Project", cls.centre)
        cls.other = cls._department("Other project", cls.centre)
        cls.roles = {code: cls.env.ref(f"ops_roles.role_{code}") for code in CODES}
        cls.people, cls.users, cls.cards = {}, {}, {}
        for code in CODES:
            cls.people[code] = cls._person(f"t_{code}")
            cls.users[code] = cls.people[code].user_id
            place = cls.top if code in ("gm", "adm") else cls.project
            cls.cards[code] = cls._assign(cls.people[code], code, place)
        cls.clerk = cls._person("t_clerk")

    @classmethod
    def _department(cls, name, parent):
        return cls.env["hr.department"].create(
            {"name": name, "parent_id": parent.id if parent else False}
        )

    @classmethod
    def _person(cls, login, **vals):
        user = new_test_user(cls.env, login, "base.group_user", lang="en_US", tz="Asia/Shanghai")
        return cls.env["hr.employee"].create({"name": login, "user_id": user.id, **vals})

    @classmethod
    def _assign(cls, person, code, department, user=None, **vals):
        return cls.Assignment.with_user(user or cls.env.user).create(
            {
                "employee_id": person.id,
                "role_id": cls.env["ops.role"].search([("code", "=", code)]).id,
                "department_id": department.id,
                "date_from": "2026-01-01",
                **vals,
            }
        )

    def _has(self, person, code):
        return person.user_id.has_group(f"ops_roles.group_{code}")
