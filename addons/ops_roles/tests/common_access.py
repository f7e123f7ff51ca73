"""One way to say, for every addon, what each role may do to each of its models.

An addon has ``tests/access_table.py`` with ``ACCESS = {model: Row(...)}`` and a test class::

    @tagged("post_install", "-at_install")
    class TestAccess(AccessTableMixin, RolesCase):
        module = "ops_x"
        access = ACCESS

A stored model of the addon that is missing there fails its test, and that of ops_roles. A part of
an addon with many models keeps its rows in ``access_table_<part>.py``, united in
``access_table.py``: ``ACCESS = {**ACCESS, **PART}``.
"""

from collections.abc import Callable
from typing import NamedTuple

from .common_roles import CODES

#: Every role, for models that all of them may see.
EVERYONE = " ".join(CODES)
#: Roles whose card the fixtures of ``RolesCase`` put at the top, so that all is in their scope.
TOP = "gm adm"
OPERATIONS = ("read", "write", "create", "unlink")


class Row(NamedTuple):
    """Who may do what to one model; roles are codes separated by spaces.

    ``read`` … ``unlink``: roles that may, to a record of the department where they are in charge.
    ``far``: those of them that also may when the record is of another department; the roles at
    the top unless said otherwise, ``EVERYONE`` for models that belong to no department.
    ``near``: those of them that may when not everybody of the department may, such as the people
    taking part; all of them unless said otherwise.
    ``pair``: function of the test case giving (record of ``case.project``, record of
    ``case.other``); without one only the rights on the model are compared, for models whose
    records belong to no department, or cannot be made but by a wizard.
    """

    read: str = ""
    write: str = ""
    create: str = ""
    unlink: str = ""
    far: str = TOP
    near: str | None = None
    pair: Callable | None = None

    def may(self, operation, among=None):
        """The set of roles that may do ``operation``, among those given; all when None."""
        allowed = set(getattr(self, operation).split())
        return allowed if among is None else allowed & set(among.split())


def stored_models(env, module):
    """Names of the models an addon brings, abstract ones left out."""
    return {
        name
        for name, model in env.registry.items()
        if model._original_module == module and not model._abstract
    }


class AccessTableMixin:
    """Tests of a table over roles, models, operations and departments; see the module's text."""

    allow_inherited_tests_method = True  # else Odoo's own runner leaves these tests out
    module = ""
    access = {}

    def _pairs(self):
        """``{model: (near, far)}`` of the models that have records of departments."""
        return {model: row.pair(self) for model, row in self.access.items() if row.pair}

    def _compare(self, record, operation, allowed, where):
        users = self.users.items()
        found = {code for code, user in users if record.with_user(user).has_access(operation)}
        with self.subTest(model=record._name, operation=operation, where=where):
            self.assertEqual(found, allowed)

    def test_every_model_is_in_the_table(self):
        self.assertEqual(stored_models(self.env, self.module), set(self.access))

    def test_rights_on_each_model(self):
        for model, row in self.access.items():
            for operation in OPERATIONS:
                self._compare(self.env[model], operation, row.may(operation), "model")

    def test_rights_on_records_of_either_department(self):
        for model, (near, far) in self._pairs().items():
            self.assertTrue(near and far, f"No records to try {model} with")
            for operation in OPERATIONS:
                row = self.access[model]
                self._compare(near, operation, row.may(operation, row.near), "own department")
                self._compare(far, operation, row.may(operation, row.far), "other department")

    def test_staff_without_a_role_card_may_do_nothing(self):
        user = self.clerk.user_id
        for model in self.access:
            for operation in OPERATIONS:
                with self.subTest(model=model, operation=operation):
                    self.assertFalse(self.env[model].with_user(user).has_access(operation))
