"""The expense report of a branch: collected, reviewed line by line, settled by finance."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common_expense import TODAY, ExpenseCase


@tagged("post_install", "-at_install")
class TestExpenseReport(ExpenseCase):
    def _handed_in(self, user="dm"):
        self.report.action_submit()
        return self.report.line_ids.with_user(self.users[user])

    def _returned(self, line, reason):
        wizard = self.env["ops.expense.return"].with_user(self.users["dm"])
        wizard.create({"line_ids": line.ids, "reason": reason}).action_confirm()

    def test_collected_from_expenses_and_books(self):
        self.assertEqual(str(self.report.month), "2026-10-01")
        found = {line.kind: (line.amount, line.submitter_id) for line in self.report.line_ids}
        technician = self.near_users["technician"]
        self.assertEqual(
            found, {"expense": (50, technician), "booked": (300, self.bill.create_uid)}
        )
        self.report.action_collect()
        self.assertEqual(len(self.report.line_ids), 2)

    def test_what_is_not_handed_in_is_counted(self):
        self.assertEqual(self.report.not_handed_in, 0)
        self.env["hr.expense"].create(
            {
                "name": "Draft",
                "employee_id": self.staff["near"]["cashier"].id,
                "date": "2026-10-02",
                "total_amount_currency": 9,
            }
        )
        self.report.invalidate_recordset()
        self.assertEqual(self.report.not_handed_in, 1)

    def test_accepting_approves_the_native_expense(self):
        lines = self._handed_in()
        expense_line = lines.filtered(lambda line: line.kind == "expense")
        expense_line.action_accept()
        self.assertEqual(self.taxi.state, "approved")
        self.assertEqual(self.report.state, "review")
        self.report.with_user(self.users["dm"]).action_accept_all()
        self.assertEqual((self.report.state, self.report.accepted), ("reviewed", 350))

    def test_returned_lines_go_back(self):
        lines = self._handed_in()
        self._returned(lines.filtered(lambda line: line.kind == "expense"), "No receipt")
        self.assertEqual(self.taxi.state, "draft")
        todo = self.taxi.activity_ids.filtered(
            lambda one: one.user_id == self.near_users["technician"]
        )
        self.assertIn("No receipt", todo.note)
        lines.filtered(lambda line: line.kind == "booked").action_accept()
        self.assertEqual((self.report.state, self.report.returned), ("reviewed", 50))
        # Handed in anew it is collected by the next report.
        self.taxi.with_user(self.near_users["technician"]).action_submit()
        later = self.report.create({"branch_id": self.near.id, "month": "2026-11-01"})
        later.action_collect()
        self.assertEqual(later.line_ids.expense_id, self.taxi)

    def test_who_may_do_what(self):
        with self.assertRaises(AccessError):
            self.report.with_user(self.users["dm"]).action_collect()
        lines = self._handed_in()
        for role in ("da", "bm", "fin"):
            with self.subTest(role), self.assertRaises(AccessError):
                lines.with_user(self.users[role]).action_accept()
        with self.assertRaises(UserError):
            self.report.with_user(self.users["fin"]).action_settle()
        lines.action_accept()
        with self.assertRaises(AccessError):
            self.report.with_user(self.users["dm"]).action_settle()
        with self.assertRaises(AccessError):
            self.report.with_user(self.users["da"]).write({"state": "settled"})

    def test_nobody_reviews_his_own(self):
        lines = self._handed_in()
        lines.sudo().write({"submitter_id": self.users["dm"].id})
        with self.assertRaises(AccessError):
            lines.action_accept()
        with self.assertRaises(AccessError):
            self._returned(lines, "x")

    def test_collected_lines_are_not_typed_over(self):
        with self.assertRaises(AccessError):
            self._line("expense").write({"amount": 5000})
        other = self._other()
        other.amount = 25
        with self.assertRaises(AccessError):
            other.write({"verdict": "accepted"})
        self._handed_in()
        with self.assertRaises(UserError):
            other.write({"amount": 30})
        with self.assertRaises(UserError):
            self._other()

    def test_settled_into_native_entries(self):
        other = self._other()
        self._handed_in().action_accept()
        self.report.with_user(self.users["fin"]).action_settle()
        self.assertEqual(self.report.state, "settled")
        share = {str(self.near.analytic_account_id.id): 100}
        for move, amount in ((self.taxi.account_move_id, 50), (other.sudo().move_id, 20)):
            self.assertEqual((move.state, move.amount_total), ("posted", amount))
            cost = move.line_ids.filtered(lambda line: line.account_id == self.account)
            self.assertEqual(cost.analytic_distribution, share)
        self.assertFalse(self._line("booked").sudo().move_id)
        action = self.report.with_user(self.users["fin"]).action_open_entries()
        self.assertEqual(
            set(action["domain"][0][2]), {self.taxi.account_move_id.id, other.sudo().move_id.id}
        )
        with self.assertRaises(UserError):
            self.report.with_user(self.users["fin"]).action_settle()
        # What a report settled is never collected as a cost of its own.
        again = self.report.create({"branch_id": self.near.id, "month": "2026-11-01"})
        again.action_collect()
        self.assertFalse(again.line_ids)

    def test_settlement_is_all_or_nothing(self):
        other = self._other()
        other.sudo().category_id.account_id = False
        self._handed_in().action_accept()
        with self.assertRaisesRegex(UserError, "Water"):
            self.report.with_user(self.users["fin"]).action_settle()
        self.assertFalse(self.taxi.account_move_id)
        self.assertEqual(self.report.state, "reviewed")

    @freeze_time(TODAY)
    def test_last_month_of_all_branches_in_one_step(self):
        self.env["ops.expense.report"].with_user(self.users["da"]).action_prepare_month()
        reports = self.env["ops.expense.report"].search([("month", "=", "2026-10-01")])
        self.assertIn(self.near, reports.branch_id)
        self.assertNotIn(self.far, reports.filtered("create_uid").branch_id)

    def test_summary_over_regions(self):
        lines = self._handed_in()
        self._returned(lines.filtered(lambda line: line.kind == "expense"), "No receipt")
        builder = self.env["ops.report.builder"].sudo()
        first, last = self.report.month, self.report.month.replace(day=31)
        summary, detail = builder._build("branch_expenses", self.project, first, last)
        row = next(one for one in summary.rows if one["name"] == self.near.name)
        self.assertEqual((row["booked"], row["total"], row["returned"]), (300, 300, 50))
        opened = self.env["ops.expense.report.line"].search(row["_domains"]["returned"])
        self.assertEqual(opened.expense_id, self.taxi)
        self.assertEqual(len(detail.rows), 2)


@tagged("post_install", "-at_install")
class TestExpenseTour(ExpenseCase, HttpCase):
    def test_from_collection_to_settlement(self):
        self.start_tour("/odoo", "ops_expense_hand_in", login="t_da")
        self.assertEqual(self.report.state, "review")
        self.start_tour("/odoo", "ops_expense_review", login="t_dm")
        self.assertEqual(self.report.state, "reviewed")
        self.start_tour("/odoo", "ops_expense_settle", login="t_fin")
        self.assertEqual(self.report.state, "settled")
        self.assertEqual(self.taxi.account_move_id.state, "posted")
