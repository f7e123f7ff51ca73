"""Archives of vehicles: what has to be there, what is missing, who is reminded."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common_telematics import TelematicsCase


@tagged("post_install", "-at_install")
class TestArchive(TelematicsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ops.archive.kind"].search([]).write({"active": False})
        kinds = cls.env["ops.archive.kind"]
        cls.licence, cls.contract = kinds.create([{"name": "Licence"}, {"name": "Contract"}])
        cls.permit = kinds.create({"name": "Permit", "vehicle_kind": "danger"})
        cls.archive = cls.fleet["near"][0].archive_ids

    def _put(self, kind, user=None):
        items = self.env["ops.archive.item"].with_user(user or self.near_users["technician"])
        return items.create(
            {"archive_id": self.archive.id, "kind_id": kind.id, "file": b"dA==", "filename": "t"}
        )

    def test_complete_when_all_is_there(self):
        self.assertEqual((self.archive.wanted_count, self.archive.completeness), (2, 0))
        self.assertEqual(self.archive.missing_ids, self.licence + self.contract)
        self._put(self.licence)
        self._put(self.licence)
        self.assertEqual((self.archive.held_count, self.archive.completeness), (1, 50))
        self._put(self.contract)
        self.assertTrue(self.archive.is_complete)
        self.assertFalse(self.archive.missing)

    def test_what_has_to_be_there_follows_the_kind_of_vehicle(self):
        self.archive.vehicle_id.kind = "danger"
        self.assertEqual(self.archive.wanted_count, 3)

    def test_rules_changed_for_all(self):
        self._put(self.licence)
        self.contract.required = False
        self.assertTrue(self.archive.is_complete)
        self.env["ops.archive.kind"].create({"name": "Photo"})
        self.assertFalse(self.archive.is_complete)

    def test_papers_of_others(self):
        item = self._put(self.licence, self.near_users["branch_sales"])
        with self.assertRaises(AccessError):
            item.with_user(self.near_users["technician"]).unlink()
        item.with_user(self.da).unlink()
        self.assertEqual(self.archive.held_count, 0)

    def test_figures_are_not_typed_in(self):
        with self.assertRaises(AccessError):
            self.archive.with_user(self.da).is_complete = True
        self.archive.with_user(self.da).item_ids = [
            Command.create({"kind_id": self.licence.id, "file": b"dA=="})
        ]

    def test_the_branch_is_reminded_once(self):
        self.near.manager_id = self.staff["near"]["bm"]
        self.archive.due_on = self.env.company._ops_today() - timedelta(days=1)
        archives = self.env["ops.archive"]
        archives._remind_branches()
        archives._remind_branches()
        kind = self.env.ref("ops_telematics.activity_archive")
        todos = self.near.activity_ids.filtered(lambda one: one.activity_type_id == kind)
        self.assertEqual(todos.user_id, self.near_users["bm"])
        self.assertEqual(len(todos), 1)
        self._put(self.licence)
        self._put(self.contract)
        archives._remind_branches()
        self.assertFalse(todos.exists())
