"""Hand-over of papers: listed, judged line by line, returned with a reason, complete."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_branch import BranchCase


@tagged("post_install", "-at_install")
class TestHandover(BranchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sender, cls.checker = cls.near_users["branch_sales"], cls.users["da"]

    def _batch(self, sent=True, user=None, **vals):
        papers = [{"number": f"P{number}", "reference": "豫A0000X"} for number in (1, 2, 3)]
        batch = (
            self.env["ops.handover"]
            .with_user(user or self.sender)
            .create(
                {
                    "subject": "t",
                    "branch_id": self.near.id,
                    "direction": "up",
                    "line_ids": [Command.create(paper) for paper in papers],
                    **vals,
                }
            )
        )
        if sent:
            batch.action_send()
        return batch

    def _return(self, lines, reason="seal missing"):
        dialog = self.env["ops.handover.return"].with_user(self.checker)
        dialog.create({"line_ids": lines.ids, "reason": reason}).action_confirm()

    def test_complete_at_once(self):
        batch = self._batch()
        self.assertEqual((batch.state, batch.left_count), ("sent", 3))
        batch.with_user(self.checker).action_accept_rest()
        self.assertEqual((batch.state, batch.left_count), ("complete", 0))
        self.assertEqual(batch.line_ids.checked_by_id, self.checker)

    def test_returned_corrected_and_complete(self):
        batch = self._batch()
        first, *_rest = batch.line_ids
        self._return(first)
        self.assertEqual(batch.state, "sent")
        batch.with_user(self.checker).action_accept_rest()
        self.assertEqual((batch.state, batch.returned_count), ("returned", 1))
        first.with_user(self.sender).write({"pages": 2})
        batch.with_user(self.sender).action_send()
        self.assertEqual(
            (batch.state, first.state, first.reason), ("sent", "waiting", "seal missing")
        )
        first.with_user(self.checker).action_accept()
        self.assertEqual((batch.state, first.returns, first.reason), ("complete", 1, False))

    def test_sides_are_apart(self):
        batch = self._batch()
        with self.assertRaises(AccessError):
            batch.with_user(self.sender).action_accept_rest()
        with self.assertRaises(AccessError):
            batch.line_ids.with_user(self.sender).action_return()
        with self.assertRaises(AccessError):
            self._batch(user=self.checker)
        for user in (self.far_users["branch_sales"], self.near_users["cashier"]):
            with self.subTest(user.login), self.assertRaises(AccessError):
                batch.with_user(user).read(["subject"])
        down = self._batch(user=self.checker, direction="down")
        down.with_user(self.sender).action_accept_rest()
        self.assertEqual(down.state, "complete")

    def test_what_was_handed_over_stays(self):
        batch = self._batch()
        mine = batch.with_user(self.sender)
        for attempt in (
            lambda: mine.write({"subject": "x"}),
            lambda: mine.line_ids[0].write({"number": "x"}),
            mine.line_ids[0].unlink,
            lambda: mine.write({"line_ids": [Command.create({"number": "x"})]}),
            mine.unlink,
            mine.action_send,
        ):
            with self.assertRaises(UserError):
                attempt()
        with self.assertRaises(AccessError):
            self._batch(sent=False).line_ids.write({"state": "accepted"})

    def test_judged_once(self):
        batch = self._batch()
        line = batch.line_ids[0].with_user(self.checker)
        line.action_accept()
        for attempt in (line.action_accept, lambda: self._return(line)):
            with self.assertRaises(UserError):
                attempt()

    def test_an_empty_batch_is_not_handed_over(self):
        with self.assertRaises(UserError):
            self._batch(line_ids=[])

    def test_late_and_home(self):
        batch = self._batch()
        batch.sudo().due_on = self.env.company._ops_today() - timedelta(days=1)
        self.assertIn(batch, self.env["ops.handover"].search([("is_late", "=", True)]))
        [item] = self._waiting(self.checker)
        self.assertEqual((item["action"]["res_id"], item["state"]), (batch.id, "red"))
        self.assertFalse(self._waiting(self.sender))
        self._return(batch.line_ids)
        self.assertTrue(self._waiting(self.sender))

    def _waiting(self, user):
        """Items of the card on the home page of ``user``."""
        return self.env["ops.home"].with_user(user)._home_handovers()["items"]

    def test_list_on_paper(self):
        paper = self.env["ir.actions.report"].with_user(self.sender)
        html, _kind = paper._render_qweb_html("ops_branch.handover_sheet", self._batch().ids)
        self.assertIn("豫A0000X", html.decode())
