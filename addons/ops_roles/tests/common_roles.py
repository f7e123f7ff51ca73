"""Fixtures: company > centre > two projects, and one person with a login per role card.

``self.people[code]`` is the employee and ``self.users[code]`` the user of the role ``code``; all
hold their card at ``self.project`` except gm and adm, who hold it at ``self.top``. ``self.clerk``
is staff without any role card. Days are those of Asia/Shanghai.
"""

from odoo.fields import Command
from odoo.tests import TransactionCase

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
        *staff, cls.clerk = cls._persons([{"name": f"t_{code}"} for code in (*CODES, "clerk")])
        cls.people = dict(zip(CODES, staff, strict=True))
        cls.users = {code: person.user_id for code, person in cls.people.items()}
        cards = cls._assign_all(
            (person, code, cls.top if code in ("gm", "adm") else cls.project)
            for code, person in cls.people.items()
        )
        cls.cards = dict(zip(CODES, cards, strict=True))

    @classmethod
    def _department(cls, name, parent):
        return cls.env["hr.department"].create(
            {"name": name, "parent_id": parent.id if parent else False}
        )

    @classmethod
    def _person(cls, login, **vals):
        return cls._persons([{"name": login, **vals}])

    @classmethod
    def _persons(cls, vals_list):
        """Make employees, each with a login of his name, all at once.

        They have no password: ``authenticate`` asks for none, and hashing one takes 0.3 s.
        """
        quiet = {"no_reset_password": True, "mail_create_nolog": True, "mail_notrack": True}
        users = cls.env["res.users"].with_context(**quiet)
        users = users.create([cls._login(vals["name"]) for vals in vals_list])
        return cls.env["hr.employee"].create(
            [{**vals, "user_id": user.id} for vals, user in zip(vals_list, users, strict=True)]
        )

    @classmethod
    def _login(cls, login):
        return {
            "name": f"{login} (base.group_user)",
            "login": login,
            "email": f"{login}@example.com",
            "group_ids": [Command.set(cls.env.ref("base.group_user").ids)],
            "lang": "en_US",
            "tz": "Asia/Shanghai",
        }

    @classmethod
    def _assign_all(cls, cards):
        """Give each ``(person, code, department)`` his role card, all at once."""
        return cls.Assignment.create([cls._assignment_vals(*card) for card in cards])

    @classmethod
    def _assign(cls, person, code, department, user=None, **vals):
        cards = cls.Assignment.with_user(user or cls.env.user)
        return cards.create({**cls._assignment_vals(person, code, department), **vals})

    @classmethod
    def _assignment_vals(cls, person, code, department):
        return {
            "employee_id": person.id,
            "role_id": cls.env["ops.role"].search([("code", "=", code)]).id,
            "department_id": department.id,
            "date_from": "2026-01-01",
        }

    def _has(self, person, code):
        return person.user_id.has_group(f"ops_roles.group_{code}")
