"""Approvals on the home page: once, in place, within its budget of queries."""

from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common_approval import ApprovalCase
from .common_roles import CODES


@tagged("post_install", "-at_install")
class TestApprovalHome(ApprovalCase):
    def shown(self, code):
        home = self.env["ops.home"].with_user(self.users[code]).get_home()
        return {card["key"]: card for section in home["sections"] for card in section["cards"]}

    def labels(self, card):
        return [item["label"] for item in card["items"]]

    def test_each_approval_is_there_once(self):
        note = self.pending()
        self.assertEqual(self.todo(note), ["t_pm"])
        labels = [label for card in self.shown("pm").values() for label in self.labels(card)]
        self.assertEqual([label for label in labels if note.name in str(label)], [note.name])

    def test_late_ones_are_red(self):
        note = self.pending()
        note.sudo().approval_flow_id.due_at = datetime.now() - timedelta(hours=1)
        cards = self.shown("pm")
        self.assertEqual(self.labels(cards["approvals"]), [])
        self.assertEqual(self.labels(cards["approvals_late"]), [note.name])
        self.assertEqual(cards["approvals_late"]["items"][0]["state"], "red")

    def test_the_button_opens_the_dialog_that_approves(self):
        note = self.pending()
        button = self.shown("pm")["approvals"]["items"][0]["button"]
        flows = self.env[button["model"]].with_user(self.users["pm"]).browse(*button["args"])
        action = getattr(flows, button["method"])()
        wizard = self.env[action["res_model"]].with_user(self.users["pm"])
        wizard.with_context(**action["context"]).create({}).action_confirm()
        self.assertEqual(self.waiting(note), {"t_om"})
        self.assertEqual(self.labels(self.shown("pm")["approvals"]), [])

    def test_few_queries_for_every_role(self):
        users = [self.users[code].id for code in CODES]
        self.only(resolver="person", mode="all", user_ids=[Command.set(users)])
        for _number in range(12):
            self.note(self._asker()).action_submit()
        for code in CODES:
            with self.subTest(code):
                self.shown(code)
                self.env.flush_all()
                self.env.invalidate_all()
                start = self.env.cr.sql_log_count
                cards = self.shown(code)
                self.assertLess(self.env.cr.sql_log_count - start, 25)
                self.assertTrue(cards["approvals"]["items"])

    def _asker(self):
        if not hasattr(self, "asker"):
            self.asker = self._person("t_asker")
            self._assign(self.asker, "cs", self.project)
        return self.asker.user_id
