"""Terminals to their makers: warranty by hand, transfers, answers, the chain of serials."""

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_repair import RepairCase
from .common_telematics import day


@tagged("post_install", "-at_install")
class TestRma(RepairCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maker = cls.env["res.partner"].create({"name": "t maker", "is_company": True})
        cls.model.product_tmpl_id.write({"ops_warranty_months": 24})
        cls.today = cls.env.company._ops_today()

    def _broken(self, serial, **vals):
        """A terminal on the shelf of the near branch, purchased three months ago."""
        lot = self._stock(serial, self.near)
        vals = {"purchased_on": self.today - relativedelta(months=3), **vals}
        return self._terminal(serial, self.near, lot_id=lot.id, **vals)

    def _rma(self, *terminals, user=None, **vals):
        rma = (
            self.env["ops.rma"]
            .with_user(user or self.bm)
            .create({"partner_id": self.maker.id, "branch_id": self.near.id})
        )
        rma.line_ids = [
            (0, 0, {"terminal_id": one.id, "fault": "不开机", **vals}) for one in terminals
        ]
        return rma

    def _answer(self, line, answer, **vals):
        dialogs = self.env["ops.rma.answer"].with_user(self.da)
        dialogs = dialogs.with_context(**line.with_user(self.da).action_answer()["context"])
        dialogs.create({"answer": answer, **vals}).action_confirm()

    def test_warranty(self):
        """24 months from 15 January 2026 end on 14 January 2028; from the fitting on 1 October
        2026 they end on 30 September 2028."""
        terminal = self.terminal
        self.assertFalse(terminal.warranty_until)
        terminal.purchased_on = day("01-15")
        self.assertEqual(str(terminal.warranty_until), "2028-01-14")
        self.model.product_tmpl_id.ops_warranty_basis = "fitting"
        self.assertEqual(str(terminal.warranty_until), "2028-09-30")
        self.model.product_tmpl_id.ops_warranty_months = 0
        self.assertFalse(terminal.warranty_until)

    def test_purchased_when_it_came_from_the_supplier(self):
        lot = self.env["stock.lot"].create({"name": "R-1", "product_id": self.model.id})
        rma = self._rma().sudo()
        supplier = self.maker.property_stock_supplier
        rma._transfer(lot, supplier, self.near.warehouse_id.lot_stock_id)
        terminal = self._terminal("R-1", self.near, lot_id=lot.id)
        self.assertTrue(terminal.purchased_on)

    def test_sent_and_repaired(self):
        terminal = self._broken("R-2")
        rma = self._rma(terminal)
        rma.action_send()
        self.assertEqual((rma.state, rma.due_on), ("sent", self.today + relativedelta(days=30)))
        self.assertEqual(self._usage(terminal.lot_id), "supplier")
        self.assertEqual(rma.sudo().picking_id.ops_department_id, self.near.department_id)
        with self.assertRaises(UserError):
            rma.action_send()
        self._answer(rma.line_ids, "repaired", note="换主板")
        self.assertEqual((rma.state, self._usage(terminal.lot_id)), ("answered", "internal"))
        with self.assertRaises(UserError):
            rma.line_ids.with_user(self.da).answer_with("refused")

    def test_replaced_and_the_chain(self):
        old = self._broken("R-3")
        rma = self._rma(old)
        rma.action_send()
        for serial in ("", "T-near"):
            with self.assertRaises(UserError):
                self._answer(rma.line_ids, "replaced", new_serial=serial)
        self._answer(rma.line_ids, "replaced", new_serial="r-3b")
        new = rma.line_ids.new_terminal_id
        self.assertEqual((new.serial, new.replaces_id, old.active), ("R-3B", old, False))
        self.assertEqual(
            (self._usage(new.lot_id), self._usage(old.lot_id)), ("internal", "supplier")
        )
        self.assertEqual(new.warranty_until, old.warranty_until)
        events = self.env["ops.serial.event"].with_user(self.bm)
        for one in (old, new):
            action = one.with_user(self.bm).action_open_chain()
            kinds = events.search(action["domain"]).mapped("kind")
            self.assertEqual(sorted(kinds), ["answer", "new", "purchase", "purchase", "rma"])
            self.assertEqual(one.lot_id.action_ops_chain()["domain"], action["domain"])

    def test_credited(self):
        """A draft credit note with the analytic account of the branch, which finance posts."""
        first, second = self._broken("R-4"), self._broken("R-5")
        rma = self._rma(first, second)
        rma.action_send()
        with self.assertRaises(UserError):
            self._answer(rma.line_ids[0], "credited")
        self._answer(rma.line_ids[0], "credited", amount=320)
        self.assertEqual(rma.state, "sent")
        self._answer(rma.line_ids[1], "credited", amount=80)
        credit = rma.sudo().credit_ids
        self.assertEqual((credit.move_type, credit.state), ("in_refund", "draft"))
        self.assertEqual((credit.amount_untaxed, credit.partner_id), (400, self.maker))
        lines = credit.invoice_line_ids
        self.assertEqual(
            lines.mapped("analytic_distribution"),
            [{str(self.near.analytic_account_id.id): 100}] * 2,
        )
        self.assertEqual((rma.state, first.active), ("answered", False))
        credit.with_user(self.users["fin"]).action_post()
        action = credit.with_user(self.users["fin"]).action_open_ops_rma()
        self.assertEqual(action["res_id"], rma.id)

    def test_refused(self):
        terminal = self._broken("R-6")
        rma = self._rma(terminal)
        rma.action_send()
        self._answer(rma.line_ids, "refused", note="进水，人为损坏")
        self.assertEqual(
            (rma.line_ids.answer, self._usage(terminal.lot_id)), ("refused", "internal")
        )

    def test_what_is_not_sent(self):
        with self.assertRaises(UserError):
            self._rma().action_send()
        over = self._broken("R-7", purchased_on=self.today - relativedelta(months=25))
        with self.assertRaises(UserError):
            self._rma(over).action_send()
        rma = self._rma(self._broken("R-8"), reason="t")
        rma.line_ids.terminal_id = over
        rma.action_send()
        fitted = self._rma(self.terminal, reason="t")
        with self.assertRaises(UserError):
            fitted.action_send()
        fitted.action_cancel()
        self.assertEqual(fitted.state, "cancelled")

    def test_from_the_list_of_terminals(self):
        """One return for the maker and branch; what is wrong is known from the last repair."""
        repair = self._repair()
        self._stock("R-21", self.near)
        context = repair.action_ops_swap()["context"]
        forms = self.env["ops.refit"].with_user(self.technician).with_context(**context)
        forms.create({"operation": "terminal", "new_serial": "R-21"}).action_confirm()
        both = self.terminal | self._broken("R-22")
        with self.assertRaises(UserError):
            both.with_user(self.bm).action_to_maker()
        self.model.product_tmpl_id.ops_maker_id = self.maker
        action = both.with_user(self.bm).action_to_maker()
        rma = self.env["ops.rma"].browse(action["res_id"])
        self.assertEqual((rma.partner_id, rma.branch_id), (self.maker, self.near))
        self.assertEqual(rma.line_ids.terminal_id, both)
        self.assertIn("终端离线", rma.line_ids.mapped("fault"))
        with self.assertRaises(AccessError):
            both.with_user(self.technician).action_to_maker()

    def test_who_may(self):
        rma = self._rma(self._broken("R-9"))
        with self.assertRaises(AccessError):
            rma.with_user(self.technician).action_send()
        with self.assertRaises(AccessError):
            rma.write({"state": "answered"})
        with self.assertRaises(AccessError):
            rma.with_user(self.far_users["bm"]).action_send()
        with self.assertRaises(AccessError):
            rma.line_ids.write({"answer": "repaired"})
        rma.with_user(self.da).action_send()
        with self.assertRaises(UserError):
            rma.line_ids.fault = "t"

    def test_late(self):
        rma = self._rma(self._broken("R-10"))
        rma.action_send()
        rma.sudo().due_on = self.today - relativedelta(days=1)
        late = self.env["ops.rma"].with_user(self.bm).search([("is_late", "=", True)])
        self.assertIn(rma, late)
        cards = self.env["ops.home"].with_user(self.bm)._home_cards()
        card = next(one for one in cards if one["key"] == "rmas_late")
        self.assertIn(rma.name, " ".join(one["label"] for one in card["items"]))
