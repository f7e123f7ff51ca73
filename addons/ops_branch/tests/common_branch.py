"""Fixtures: two branches with everything that is theirs, and staff of each, one per function.

``self.near`` hangs below ``self.project``, where ``RolesCase`` puts all roles but gm and adm;
``self.far`` hangs below ``self.other``, where nobody is. ``self.staff["near"]["cashier"]`` is the
employee, ``self.near_users["cashier"]`` and ``self.far_users["cashier"]`` the users; codes are
``BRANCH_CODES``. The near staff other than bm are in ``self.users`` too, for the access table.
"""

from odoo.addons.ops_roles.tests.common_roles import CODES, RolesCase

#: Functions of branch staff that have a role card of this add-on.
STAFF = ("cashier", "technician", "storekeeper", "branch_sales")
BRANCH_CODES = ("bm", *STAFF)
#: Every role of the access tables of this add-on.
ALL = " ".join((*CODES, *STAFF))


class BranchCase(RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.near = cls._branch("Near", "NEAR", cls.project)
        cls.far = cls._branch("Far", "FAR", cls.other)
        cls.staff = {"near": cls._members("near", cls.near), "far": cls._members("far", cls.far)}
        cls.near_users, cls.far_users = (
            {code: person.user_id for code, person in cls.staff[name].items()}
            for name in ("near", "far")
        )
        cls.users |= {code: cls.near_users[code] for code in STAFF}
        cls.people |= {code: cls.staff["near"][code] for code in STAFF}

    @classmethod
    def _branch(cls, name, code, above, **vals):
        return cls.env["ops.branch"].create(
            {
                "name": name,
                "code": code,
                "region_code": "410100",
                "department_id": cls._department(name, above).id,
                **vals,
            }
        )

    @classmethod
    def _members(cls, name, branch):
        """One person per function of a branch, ``{code: employee}``."""
        place = branch.department_id
        people = cls._persons(
            [{"name": f"t_{name}_{code}", "department_id": place.id} for code in BRANCH_CODES]
        )
        staff = dict(zip(BRANCH_CODES, people, strict=True))
        cls._assign_all((person, code, place) for code, person in staff.items())
        return staff

    @classmethod
    def _cash_line(cls, branch, amount, **vals):
        """A posted line in the till of a branch; hashed ones name their final counterpart."""
        income = cls.env["account.account"].search([("account_type", "=", "income")], limit=1)
        return cls.env["account.bank.statement.line"].create(
            {
                "journal_id": branch.cash_journal_id.id,
                "amount": amount,
                "date": "2026-11-02",
                "payment_ref": f"Sale {branch.code}",
                "counterpart_account_id": income.id,
                **vals,
            }
        )
