"""Opening balances: whole or not at all, once, wrong lines named by their number."""

import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common_cash import CashCase
from .common_stock import StockCase


def workbook(*rows):
    """The base64 text of a workbook with these rows."""
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return base64.b64encode(buffer.getvalue())


class OpeningMixin:
    def _take(self, kind, *rows, user=None, branch=None):
        """Take rows in through the dialog; return it with its result."""
        actor = user or self.users["fin" if kind == "cash" else "dm"]
        dialog = (
            self.env["ops.branch.balance"]
            .with_user(actor)
            .create(
                {
                    "branch_id": (branch or self.near).id,
                    "kind": kind,
                    "filename": "期初.xlsx",
                    "file": workbook(*rows),
                }
            )
        )
        dialog.action_import()
        return dialog


CASH = ("金额", "摘要")
STOCK = ("物料编码或名称", "序列号或批号", "数量")


@tagged("post_install", "-at_install")
class TestOpeningCash(OpeningMixin, CashCase):
    def test_the_first_day_opens_with_it(self):
        self._take("cash", CASH, (1200.5, "备用金"), (300, "未存销售款"))
        self.assertTrue(self.near.opening_cash_on)
        self.assertEqual(self._open(0).opening, 1500.5)

    def test_once(self):
        self._take("cash", CASH, (100, "备用金"))
        with self.assertRaises(UserError):
            self._take("cash", CASH, (200, "备用金"))
        self.assertEqual(self.near._cash_posted(), 100)

    def test_not_beside_a_till_that_is_kept(self):
        self._open(0)
        with self.assertRaises(UserError):
            self._take("cash", CASH, (100, "备用金"))

    def test_whole_or_nothing(self):
        dialog = self._take("cash", CASH, (100, "备用金"), ("一百", "销售款"))
        self.assertIn("3", dialog.result)
        self.assertEqual((self.near._cash_posted(), self.near.opening_cash_on), (0, False))
        self._take("cash", CASH, (100, "备用金"), (100, "销售款"))
        self.assertEqual(self.near._cash_posted(), 200)

    def test_by_finance_only(self):
        with self.assertRaises(AccessError):
            self._take("cash", CASH, (100, "备用金"), user=self.users["dm"])


@tagged("post_install", "-at_install")
class TestOpeningStock(OpeningMixin, StockCase):
    def test_goods_and_serials(self):
        self.cable.default_code = "CB-5"
        self._take(
            "stock", STOCK, ("CB-5", None, 25), ("t terminal", "N1", 1), ("t terminal", "N2")
        )
        self.assertEqual(self._on_hand(self.cable), 35)
        serials = self.env["stock.lot"].search([("name", "in", ("N1", "N2"))])
        self.assertEqual([self._on_hand(self.terminal, lot) for lot in serials], [1, 1])
        moves = self.env["stock.move"].search([("ops_opening_feed_id", "!=", False)])
        self.assertEqual(moves.ops_department_id, self.near.department_id)
        self.assertTrue(all(self.near.name in move.reference for move in moves))

    def test_wrong_lines_are_named_and_nothing_is_taken(self):
        wrong = {
            "unknown": ("nobody", None, 1),
            "serial": ("t terminal", None, 1),
            "stocked": ("t terminal", "T1", 1),
            "untracked": ("t cable", "S", 1),
            "number": ("t cable", None, "many"),
        }
        dialog = self._take("stock", STOCK, ("t cable", None, 5), *wrong.values())
        for number in range(3, 8):
            self.assertIn(str(number), dialog.result)
        rejects = self.env["ops.feed.reject"].search([], order="id desc", limit=len(wrong))
        self.assertEqual(set(rejects.mapped("reason_code")), set(wrong))
        self.assertEqual(self._on_hand(self.cable), 10)
        self.assertFalse(self.near.opening_stock_on)

    def test_once_and_by_the_deputy(self):
        with self.assertRaises(AccessError):
            self._take("stock", STOCK, ("t cable", None, 5), user=self.users["fin"])
        self._take("stock", STOCK, ("t cable", None, 5))
        with self.assertRaises(UserError):
            self._take("stock", STOCK, ("t cable", None, 6))
        self.assertEqual(self._on_hand(self.cable), 15)

    def test_same_line_twice(self):
        row = ("t terminal", "N1", 1)
        dialog = self._take("stock", STOCK, row, row)
        self.assertIn("3", dialog.result)
        self.assertFalse(self.near.opening_stock_on)

    def test_a_damaged_workbook(self):
        vals = {"kind": "stock", "filename": "x.xlsx", "file": base64.b64encode(b"PK\x03\x04x")}
        dialogs = self.env["ops.branch.balance"].with_user(self.users["dm"])
        with self.assertRaises(UserError):
            dialogs.create({"branch_id": self.near.id, **vals}).action_import()


@tagged("post_install", "-at_install")
class TestOpeningTemplate(OpeningMixin, StockCase, HttpCase):
    def test_the_empty_workbook_can_be_filled(self):
        self.authenticate("t_dm", "t_dm")
        answer = self.url_open("/ops/feed/template/branch_opening_stock.xlsx")
        page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        header = [cell.value for cell in page[1]]
        self.assertEqual(header, list(STOCK))
        self._take("stock", header, ("t cable", None, 5))
        self.assertEqual(self._on_hand(self.cable), 15)
        self.assertEqual(self.url_open("/ops/feed/template/nothing.xlsx").status_code, 404)
