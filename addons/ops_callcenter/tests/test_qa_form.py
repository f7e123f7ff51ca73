from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_quality import ITEMS, QualityCase


@tagged("post_install", "-at_install")
class TestQaForm(QualityCase):
    """Scoring forms: approved by the operations manager, then never changed again."""

    def test_approval_puts_the_form_into_use(self):
        form = self._form("NEW")
        self.assertEqual((form.state, form.number, form.total_weight), ("draft", 1, 100))
        form.action_submit()
        with self.assertRaises(UserError):
            form.action_approve()
        form.with_user(self.users["om"]).action_approve()
        self.assertEqual(form.state, "in_use")

    def test_nobody_but_the_operations_manager_approves(self):
        form = self._form("NEW")
        form.action_submit()
        self.assertEqual(form.sudo().approval_waiting_user_ids, self.users["om"])

    def test_an_approved_form_stays_as_it_is(self):
        form = self.form.with_user(self.users["qa"])
        item = form.item_ids[0]
        for attempt in (
            lambda: form.write({"pass_score": 10}),
            lambda: item.write({"weight": 1}),
            lambda: form.write({"item_ids": [Command.create({**ITEMS[0], "code": "Z"})]}),
            item.unlink,
            form.unlink,
            lambda: form.write({"state": "draft"}),
        ):
            # A forged state is an AccessError, which is a UserError too.
            with self.assertRaises(UserError):
                attempt()
        self.assertEqual(len(form.item_ids), len(ITEMS))

    def test_a_new_version_supersedes_the_one_in_use(self):
        action = self.form.with_user(self.users["qa"]).action_new_version()
        draft = self.env["ops.qa.form"].browse(action["res_id"]).with_user(self.users["qa"])
        self.assertEqual((draft.state, draft.number, draft.code), ("draft", 2, self.form.code))
        self.assertEqual(draft.item_ids.mapped("code"), self.form.item_ids.mapped("code"))
        again = self.form.with_user(self.users["qa"]).action_new_version()
        self.assertEqual(again["res_id"], draft.id)
        with self.assertRaises(UserError):
            draft.action_submit()
        draft.change_note = "C weighs more"
        draft.item_ids.filtered(lambda item: item.code == "C").weight = 30
        self._approve(draft)
        self.assertEqual((self.form.state, draft.state), ("superseded", "in_use"))
        self.assertEqual(self._item("C").weight, 20)

    def test_an_edit_while_pending_voids_the_submission(self):
        form = self._form("NEW")
        form.action_submit()
        form.item_ids[0].weight = 99
        self.assertEqual(form.approval_state, "draft")

    def test_an_empty_form_is_not_submitted(self):
        form = self._form("NEW", item_ids=[])
        with self.assertRaises(UserError):
            form.action_submit()

    def test_only_critical_items_are_fatal(self):
        with self.assertRaises(ValidationError):
            self._form("NEW", item_ids=[Command.create({**ITEMS[2], "fatal": True})])

    def test_numbers_of_items_are_unique_in_a_form(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._form("NEW", item_ids=[Command.create(ITEMS[0]), Command.create(ITEMS[0])])

    def test_agents_read_the_form_in_use_and_no_draft(self):
        mine = self.form.with_user(self.users["cs"])
        self.assertTrue(mine.item_ids.mapped("name"))
        with self.assertRaises(AccessError):
            self._form("NEW").with_user(self.users["cs"]).read(["name"])
