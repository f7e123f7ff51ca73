from odoo.fields import Domain
from odoo.tests import tagged

from .common_roles import RolesCase

PATH = "department_id.ops_user_ids"


@tagged("post_install", "-at_install")
class TestScope(RolesCase):
    """A rule by the departments in charge: the same records as by its path, and an index serves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.clerk.user_id
        cls.model = cls.env["ops.document"]
        cls.ours, cls.theirs = cls.model.create(
            [
                {"name": place.name, "department_id": place.id, "owner_id": cls.env.uid}
                for place in (cls.project, cls.other)
            ]
        )

    def _found(self, users=None):
        return self.model.search([(PATH, "in", (users or self.user).ids)])

    def _by_path(self):
        """Odoo's own look at each record, which knows nothing of the statement."""
        return self.model.search([]).filtered_domain([(PATH, "in", self.user.ids)])

    def test_the_same_as_by_its_path(self):
        self._assign(self.clerk, "qa", self.project)
        self.assertIn(self.ours, self._found())
        self.assertNotIn(self.theirs, self._found())
        self.assertEqual(self._found(), self._by_path())
        rest = self.model.search(~Domain(PATH, "in", self.user.ids))
        self.assertEqual(rest, self.model.search([]) - self._found())

    def test_a_card_counts_at_once_and_so_does_its_loss(self):
        self.assertFalse(self._found())
        card = self._assign(self.clerk, "qa", self.project)
        self.assertTrue(self._found())
        card.action_end()
        self.assertFalse(self._found())

    def test_what_is_rolled_back_is_forgotten(self):
        class Undone(Exception):
            pass

        with self.assertRaises(Undone), self.env.cr.savepoint():
            self._assign(self.clerk, "qa", self.project)
            self.assertTrue(self._found())
            raise Undone
        self.assertFalse(self._found())

    def test_any_of_several_users(self):
        self._assign(self.clerk, "qa", self.project)
        both = self.user | self.users["adm"]
        self.assertLessEqual(self._found(), self._found(both))

    def test_the_statement_names_the_departments(self):
        self._assign(self.clerk, "qa", self.project)
        statement = self.model._search([(PATH, "in", self.user.ids)]).select().code
        self.assertNotIn("ops_department_user_rel", statement)
        self.assertNotIn("JOIN", statement)

    def test_a_search_of_the_users_own_obeys_the_rules_of_departments(self):
        self._assign(self.clerk, "qa", self.project)
        own = self.model.with_user(self.users["gm"])
        statement = own._search([(PATH, "in", self.user.ids)]).select().code
        self.assertIn("ops_department_user_rel", statement)
