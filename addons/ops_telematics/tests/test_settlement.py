"""Operators' bills: the worked case in the database, approval, booking, disputes, payment."""

from collections import defaultdict

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_settlement import SettlementCase, answer
from .common_telematics import day


@tagged("post_install", "-at_install")
class TestSettlement(SettlementCase):
    def test_worked_case(self):
        """Line by line what the answer says."""
        settlement, told = self._bill(), answer()
        settlement.with_user(self.da).run()
        lines = {line.line_no: line for line in settlement.line_ids if line.line_no}
        for one in told["lines"]:
            line = lines.pop(one["line"])
            found = (line.status, f"{line.expected:.2f}", f"{line.dispute:.2f}")
            self.assertEqual(found, (one["status"], one["expected"], one.get("dispute", "0.00")))
            self.assertIn(one.get("flag", ""), line.flags or "")
        self.assertFalse(lines)
        unbilled = settlement.line_ids.filtered(lambda line: not line.line_no)
        found = [(one.iccid, one.status, f"{one.expected:.2f}") for one in unbilled]
        self.assertEqual(found, [tuple(one.values()) for one in told["unbilled"]])
        totals = (settlement.billed_total, settlement.approved_total, settlement.dispute_total)
        self.assertEqual(totals, (32.14, 18.08, 14.06))
        branches = defaultdict(float)
        for line in settlement.line_ids:
            branches[line.department_id] += line.approved
        expected = {self.places[k]: float(v) for k, v in told["by_branch_approved"].items()}
        self.assertEqual({k: round(v, 2) for k, v in branches.items() if v}, expected)
        ghost = settlement.line_ids.filtered(
            lambda line: "usage_on_suspended" in (line.flags or "")
        )
        self.assertEqual(ghost.mapped("line_no"), [5])

    def test_checked_again_it_is_the_same(self):
        settlement = self._bill()
        settlement.run()
        first = (settlement.result_digest, settlement.line_ids.mapped("status"))
        settlement.run()
        self.assertEqual((settlement.result_digest, settlement.line_ids.mapped("status")), first)

    def test_cards_alike_keep_what_is_their_own(self):
        """Three within their volume, one of them billed twice, and one that went 2 MB beyond."""
        cards = [f"898603264299000000{no}" for no in range(1, 5)]
        places = [self.near.department_id, self.far.department_id] * 2
        for card, place in zip(cards, places, strict=True):
            vals = {"iccid": card, "account_id": self.account.id, "department_id": place.id}
            sim = self.env["ops.sim"].create(vals).sudo()
            sim._change_plan(self.plans["TEL-30M"], "2025-01-01")
            sim._change_state("active", "2025-01-01")
        usage = zip(cards, ("1.5", "29.9", "30", "32"), strict=True)
        lines = "".join(f"{card},2026-09-01,{megabytes}\n" for card, megabytes in usage)
        self._feed("sim_usage", "usage_2026-09.csv", f"iccid,date,usage_mb\n{lines}")
        bill = [(7, 2), (5, 0), (6, 1), (9, 3), (8, 2)]
        lines = "".join(f"{no},{cards[place]},TEL-30M,套餐费,2.00\n" for no, place in bill)
        self._feed(
            "operator_invoice", "bill_2026-09.csv", f"line,iccid,plan,费用类型,amount\n{lines}"
        )
        settlement = self._settlement("2026-09")
        settlement.run()
        found = {
            (line.line_no, line.iccid, line.department_id, line.usage_mb): (
                *(line.charge_type, line.status, line.expected, line.dispute),
            )
            for line in settlement.line_ids.filtered(lambda line: line.iccid in cards)
        }
        near, far = places[:2]
        matched = ("plan", "matched", 2.0, 0.0)
        self.assertEqual(
            found,
            {
                (5, cards[0], near, 1.5): matched,
                (6, cards[1], far, 29.9): matched,
                (7, cards[2], near, 30.0): matched,
                (8, cards[2], near, 30.0): ("plan", "double_billed", 0.0, 2.0),
                (9, cards[3], far, 32.0): matched,
                (0, cards[3], far, 32.0): ("overage", "active_not_billed", 0.2, 0.0),
            },
        )

    def test_who_brought_it_in_never_approves_it(self):
        settlement = self._bill()
        with self.assertRaises(UserError):
            settlement.with_user(self.da).action_submit()
        settlement.with_user(self.da).run()
        self.assertEqual(settlement.importer_id, self.da)
        with self.assertRaises(UserError):
            settlement.with_user(self.dm).action_submit()
        settlement.with_user(self.da).action_submit()
        with self.assertRaises(UserError):
            settlement.with_user(self.da).action_approve()
        with self.assertRaises(UserError):
            settlement.with_user(self.da).run()
        settlement.with_user(self.dm).action_approve()
        self.assertEqual(settlement.state, "approved")

    def test_states_and_sums_are_not_typed(self):
        settlement = self._bill()
        for vals in ({"state": "paid"}, {"step": "approved"}, {"approved_total": 1}):
            with self.assertRaises(AccessError):
                settlement.with_user(self.da).write(vals)
        with self.assertRaises(AccessError):
            settlement.with_user(self.users["bm"]).run()

    def test_a_closed_month_stays(self):
        settlement = self._approved()
        with self.assertRaises(UserError):
            settlement.with_user(self.da).run()
        again = "line,iccid,plan,charge_type,amount\n1,8986032642000000001,TEL-30M,套餐费,1.00\n"
        with self.assertRaises(UserError):
            self._feed("operator_invoice", "corrected_2026-10.csv", again)
        with self.assertRaises(UserError):
            settlement.with_user(self.da).unlink()

    def test_booked_to_the_cent(self):
        """One bill of 32.14: costs of each branch with its analytic account, and the claim."""
        settlement = self._approved()
        with self.assertRaises(AccessError):
            settlement.with_user(self.da).action_post()
        action = settlement.with_user(self.fin).action_post()
        bill = settlement.bill_id
        self.assertEqual((action["res_id"], bill.state), (bill.id, "posted"))
        self.assertEqual((bill.amount_total, bill.partner_id), (32.14, self.account.partner_id))
        branches = defaultdict(float)
        for line in bill.invoice_line_ids.filtered(lambda one: one.ops_settlement_kind == "cost"):
            branches[line.ops_branch_department_id] += line.price_subtotal
        told = answer()["by_branch_approved"]
        self.assertEqual(
            {branch: round(amount, 2) for branch, amount in branches.items()},
            {self.places[name]: float(amount) for name, amount in told.items()},
        )
        near = bill.invoice_line_ids.filtered(
            lambda one: one.ops_branch_department_id == self.near.department_id
        )
        self.assertEqual(
            near.mapped("analytic_distribution"), [{str(self.near.analytic_account_id.id): 100}]
        )
        self.assertEqual(settlement.dispute_ids.amount, 14.06)
        accrual = settlement.accrual_id
        self.assertEqual((accrual.state, accrual.amount_total), ("posted", 2.0))
        with self.assertRaises(UserError):
            settlement.with_user(self.fin).action_post()
        with self.assertRaises(UserError):
            bill.button_draft()

    def test_from_a_line_of_the_bill_to_its_cards(self):
        bill = self._posted().bill_id
        lines = self.env["ops.settlement.line"]
        for line in bill.invoice_line_ids.with_user(self.fin):
            cards = lines.search(line.action_open_ops_cards()["domain"])
            kind = line.ops_settlement_kind
            amount = sum(cards.mapped("dispute" if kind == "claim" else "approved"))
            self.assertAlmostEqual(amount, line.price_subtotal, msg=line.name)
        cost = (
            self.env["account.move.line"]
            .with_user(self.fin)
            .search([("move_id", "=", bill.ops_settlement_id.accrual_id.id), ("debit", ">", 0)])
        )
        cards = lines.with_user(self.fin).search(cost.action_open_ops_cards()["domain"])
        self.assertEqual(cards.iccid, "8986032642000000012")

    def _pay(self, bill, amount):
        wizard = self.env["account.payment.register"].with_user(self.fin)
        wizard = wizard.with_context(active_model="account.move", active_ids=bill.ids)
        wizard.create({"amount": amount})._create_payments()

    def test_paid_when_the_payment_is_reconciled(self):
        settlement = self._posted()
        self._pay(settlement.bill_id, 10)
        self.assertEqual(
            (settlement.bill_id.payment_state, settlement.state), ("partial", "posted")
        )
        self._pay(settlement.bill_id, 22.14)
        settlement.invalidate_recordset()
        self.assertIn(settlement.bill_id.payment_state, ("paid", "in_payment"))
        self.assertEqual(settlement.state, "paid")
        owed = settlement.bill_id.line_ids.filtered(
            lambda line: line.account_id.account_type == "liability_payable"
        )
        owed.remove_move_reconcile()
        self.assertEqual(settlement.state, "posted")

    def test_a_credit_note_closes_the_dispute(self):
        dispute = self._posted().dispute_ids
        self.assertEqual((dispute.state, dispute.open_amount), ("open", 14.06))
        self.assertTrue(dispute.evidence_id)
        for amount, state in ((4.06, "partial"), (10, "closed")):
            wizard = self.env["ops.settlement.credit"].with_user(self.fin)
            wizard = wizard.create(
                {"dispute_id": dispute.id, "amount": amount, "number": f"C{amount}"}
            )
            wizard.action_book()
            self.assertEqual(dispute.state, state)
        with self.assertRaises(UserError):
            wizard.action_book()
        with self.assertRaises(AccessError):
            dispute.with_user(self.da).action_credit()

    def test_a_claim_given_up_becomes_cost_of_its_branches(self):
        """4.06 come back, 10.00 are given up: by what was disputed, to the cent."""
        settlement = self._posted()
        dispute = settlement.dispute_ids
        dispute.sudo()._credit(4.06, dispute.opened_on, "C1")
        with self.assertRaises(AccessError):
            dispute.with_user(self.da).action_give_up()
        wizard = self.env["ops.settlement.loss"].with_user(self.fin)
        wizard = wizard.with_context(**dispute.with_user(self.fin).action_give_up()["context"])
        action = wizard.create({"reason": "usage proved"}).action_book()
        self.assertEqual((dispute.state, dispute.open_amount), ("closed", 0))
        costs = self.env["account.move"].browse(action["res_id"]).line_ids.filtered("debit")
        self.assertAlmostEqual(sum(costs.mapped("debit")), 10)
        near = costs.filtered(lambda line: line.ops_branch_department_id == self.near.department_id)
        # Of 14.06 the branch 郑州 has 2.00 + 2.00 (lines 2 and 14): 10 × 4.00 / 14.06.
        self.assertAlmostEqual(sum(near.mapped("debit")), 2.84, 1)
        with self.assertRaises(UserError):
            wizard.create({"reason": "again"}).action_book()

    def test_a_credit_on_the_next_bill_closes_the_dispute(self):
        """The dispute of a card comes back in November; the accrual of October is reversed."""
        october = self._posted()
        lines = "".join(
            f"{no},{iccid},,退费,-{amount}\n"
            for no, (iccid, amount) in enumerate(
                ((one.iccid, one.dispute) for one in october.line_ids if one.dispute), 1
            )
        )
        body = "line,iccid,plan,charge_type,amount\n" + lines
        body += "99,8986032642000000001,TEL-30M,套餐费,2.00\n"
        self._feed("operator_invoice", "bill_2026-11.csv", body)
        november = self._settlement("2026-11")
        november.run()
        credits = november.line_ids.filtered(lambda line: line.charge_type == "credit")
        self.assertEqual(set(credits.mapped("status")), {"matched"})
        self.assertEqual(set(credits.mapped("flags")), {"credit"})
        november.with_user(self.da).action_submit()
        november.with_user(self.dm).action_approve()
        november.with_user(self.fin).action_post()
        self.assertEqual(november.bill_id.move_type, "in_refund")
        self.assertEqual(october.dispute_ids.state, "closed")
        self.assertEqual(october.accrual_id.reversal_move_ids.state, "posted")

    def test_the_sum_of_the_lines_is_held_against_the_total(self):
        body = "ICCID,套餐,费用类型,金额\n8986032642000000001,TEL-30M,套餐费,2.00\n合计,,,3.00\n"
        self._feed("operator_invoice", "账单2026-10.csv", body)
        settlement = self._settlement("2026-10")
        settlement.run()
        self.assertEqual((settlement.billed_total, settlement.control_difference), (2, -1))
        off = settlement.line_ids.filtered(lambda line: line.status == "control_total")
        self.assertEqual((len(off), off.billed, off.line_no), (1, 0, 0))
        with self.assertRaises(UserError):
            settlement.with_user(self.da).action_submit()
        settlement.with_user(self.da).stated_total = 2
        self.assertFalse(off.exists())
        settlement.with_user(self.da).stated_total = 3.5
        self.assertEqual(settlement.exception_count, 10)
        settlement.with_user(self.da).control_note = "corrected invoice follows"
        settlement.with_user(self.da).action_submit()
        self.assertEqual(settlement.approval_state, "pending")

    def test_let_pass_and_disputed_again(self):
        """Line 9 (4.00 instead of 2.00) is agreed with the operator, then disputed after all."""
        settlement = self._bill()
        settlement.run()
        line = settlement.line_ids.filtered(lambda one: one.line_no == 9).with_user(self.da)
        with self.assertRaises(AccessError):
            line.with_user(self.fin).action_accept()
        context = line.action_accept()["context"]
        wizard = self.env["ops.settlement.accept"].with_user(self.da).with_context(**context)
        wizard.create({"reason": "agreed by telephone"}).action_confirm()
        self.assertEqual((settlement.approved_total, settlement.dispute_total), (20.08, 12.06))
        line = settlement.line_ids.filtered(lambda one: one.line_no == 9)
        self.assertEqual((line.status, line.flags), ("plan_mismatch", "other_plan,accepted"))
        with self.assertRaises(UserError):
            line.with_user(self.da).action_accept()
            wizard.create({"line_ids": line.ids, "reason": "x"}).action_confirm()
        line.with_user(self.da).action_dispute()
        self.assertEqual(settlement.dispute_total, 14.06)
        settlement.with_user(self.da).action_submit()
        line = settlement.line_ids.filtered(lambda one: one.line_no == 9)
        with self.assertRaises(UserError):
            wizard.create({"line_ids": line.ids, "reason": "x"}).action_confirm()

    def test_a_number_is_that_of_its_newest_card(self):
        """Card 1 was replaced and its number went on: the line is of the new card, and noted."""
        old = self.sims["8986032642000000001"]
        new = self._sim(78, account_id=self.account.id, msisdn=old.msisdn)
        body = f"接入号,费用类型,金额\n{old.msisdn},套餐费,2.00\n1999999999999,套餐费,2.00\n"
        self._feed("operator_invoice", "2026-10.csv", body)
        settlement = self._settlement("2026-10")
        settlement.run()
        found = {line.line_no: line for line in settlement.line_ids if line.line_no}
        lines = [found[number] for number in sorted(found)]
        self.assertEqual([line.sim_id for line in lines], [new, new.browse()])
        self.assertEqual(lines[1].status, "unknown_iccid")
        self.assertTrue(all("by_number" in line.flags for line in lines))

    def test_report_of_the_month(self):
        """By branch as the answer says, together 32.14."""
        self._bill().run()
        builder = self.env["ops.report.builder"].sudo()
        first, last = day("10-01"), day("10-31")
        branches, kinds, owed = builder._build_settlement(self.project, first, last)
        self.assertFalse(owed.rows)
        *rows, total = branches.rows
        self.assertAlmostEqual(total["billed"], 32.14 - 3.80 - 2.00)
        told = answer()["by_branch_approved"]
        names = {self.places[name].name: float(amount) for name, amount in told.items()}
        for row in rows:
            self.assertAlmostEqual(row["approved"], names.get(row["branch"], 0), msg=row)
        self.assertIn(2.0, [row["unbilled"] for row in kinds.rows])

    def test_report_of_the_day(self):
        """On the day it is booked 14.06 are owed; on the day before nothing was done."""
        with freeze_time("2026-11-12 03:00:00"):
            settlement = self._posted()
            builder = self.env["ops.report.builder"].sudo()
            found = {
                text: builder._build_settlement_day(self.project, day(text), day(text))
                for text in ("11-11", "11-12")
            }
        branches, kinds, bills, owed = found["11-12"]
        self.assertAlmostEqual(branches.rows[-1]["billed"], 32.14 - 3.80 - 2.00)
        self.assertTrue(kinds.rows)
        row = next(row for row in bills.rows if row["bill"] == settlement.display_name)
        self.assertEqual((row["billed"], row["dispute"]), (32.14, 14.06))
        row = next(row for row in owed.rows if row["bill"] == settlement.display_name)
        self.assertEqual((row["age"], row["amount"], row["open"]), (0, 14.06, 14.06))
        branches, kinds, bills, _owed = found["11-11"]
        self.assertEqual((branches.rows[-1]["billed"], kinds.rows), (0, ()))
        self.assertIn(settlement.display_name, [row["bill"] for row in bills.rows])

    def test_a_bill_is_taken_whole(self):
        body = (
            "ICCID,费用类型,金额\n8986032642000000001,套餐费,2.00\n8986032642000000003,套餐费,x\n"
        )
        feed = self._feed("operator_invoice", "2026-10.csv", body)
        self.assertEqual((feed.state, feed.accepted_count), ("failed", 0))
        self.assertFalse(self._settlement("2026-10"))

    def test_layouts_of_three_operators(self):
        """Each is a record; the same card comes out of all of them."""
        files = {
            "operator_invoice_mobile": "账期,物联卡号码,ICCID,资费名称,账目项,"
            "账单金额(元),其中税额(元)\n"
            "202610,1410000000001,898603264 2000000001F,TEL-30M,月功能费,2.00,0.11\n",
            "operator_invoice_unicom": "iccid;ratePlan;chargeItem;charge;billingCycle\n"
            "8986032642000000001;TEL-30M;月租;2.00;2026-10\n",
            "operator_invoice_telecom": "202610|1410000000001|x|TEL-30M|套餐费|2.00\n",
        }
        for profile, body in files.items():
            with self.subTest(profile):
                feed = self._feed(profile, f"{profile}.csv", body)
                self.assertEqual(feed.state, "done", feed.message)
                settlement = self._settlement("2026-10")
                settlement.run()
                line = settlement.line_ids.filtered("line_no")
                self.assertEqual(
                    (line.iccid, line.charge_type, line.status),
                    ("8986032642000000001", "plan", "matched"),
                )

    def test_replaced_card(self):
        """Card 1 gives way to a new one in its vehicle on 12 October; both are billed."""
        old = self.sims["8986032642000000001"]
        new = self._sim(77, account_id=self.account.id)
        new.sudo()._change_plan(self.plans["TEL-30M"], "2026-10-12")
        new.sudo()._change_state("active", "2026-10-12")
        old.sudo()._change_state("cancelled", "2026-10-12")
        vehicle, terminal = self._vehicle("豫A77777"), self._terminal("T-77")
        self._fit(vehicle, terminal, old, "10-01", "10-12")
        self._fit(vehicle, terminal, new, "10-12")
        body = "ICCID,套餐,费用类型,金额\n"
        body += "".join(f"{one.iccid},TEL-30M,套餐费,2.00\n" for one in (old, new))
        self._feed("operator_invoice", "2026-10.csv", body)
        settlement = self._settlement("2026-10")
        settlement.run()
        found = {line.iccid: line.status for line in settlement.line_ids if line.line_no}
        self.assertEqual(found, {old.iccid: "replaced_both_billed", new.iccid: "matched"})


@tagged("post_install", "-at_install")
class TestUsage(SettlementCase):
    CARD = "8986032642000000001"

    def _usage(self, **values):
        domain = [("iccid", "=", self.CARD)] + [(k, "=", v) for k, v in values.items()]
        return self.env["ops.sim.usage"].search(domain)

    def test_days_are_kept_and_replaced(self):
        body = f"ICCID,日期,用量\n{self.CARD},2026-10-01,512KB\n{self.CARD},2026-10-02,1.5MB\n"
        feed = self._feed("sim_usage", "a.csv", body)
        self.assertEqual((feed.accepted_count, feed.duplicate_count), (2, 0))
        self.assertEqual(self._usage().total_mb, 2)
        again = f"ICCID,日期,用量\n{self.CARD},20261002,1.5\n{self.CARD},2026/10/3,3\n"
        feed = self._feed("sim_usage", "b.csv", again)
        self.assertEqual((feed.accepted_count, feed.duplicate_count), (1, 1))
        self.assertEqual(self._usage().total_mb, 5)
        days = self.env["ops.sim.usage.day"].search([("iccid", "=", self.CARD)], order="day")
        self.assertEqual(
            [(f"{one.day:%m-%d}", one.mb) for one in days],
            [("10-01", 0.5), ("10-02", 1.5), ("10-03", 3)],
        )
        month = f"ICCID,月份,用量(MB)\n{self.CARD},2026-10,6\n"
        self._feed("sim_usage", "c.csv", month)
        self.assertEqual((self._usage().total_mb, self._usage().month_mb), (6, 6))
        self.assertEqual(len(days.search([("iccid", "=", self.CARD)])), 3)

    def test_a_day_told_twice(self):
        body = f"ICCID,日期,用量(KB)\n{self.CARD},2026-10-01,1024\n{self.CARD},2026-10-01,2048\n"
        self._feed("sim_usage", "a.csv", body)
        self.assertEqual(self._usage().total_mb, 2)

    def test_cards_by_number_and_lines_that_cannot_be_read(self):
        body = "接入号,日期,用量(KB)\n1410000000001,2026-10-01,1024\n1410000000001,昨天,1\n"
        body += "1410000000001,2026-10-02,许多\n,2026-10-02,5\n1999999999999,2026-10-02,5\n"
        feed = self._feed("sim_usage", "a.csv", body)
        self.assertEqual((feed.accepted_count, feed.reject_count), (2, 3))
        self.assertEqual(self._usage().sim_id, self.sims[self.CARD])

    def test_lines_of_several_forms_in_one_file(self):
        """Usual ones, a short one, an empty one, one with spaces and a filled number, one odd."""
        body = f"备注,ICCID,日期,用量(MB)\n,{self.CARD},2026-10-01,1\n,{self.CARD},2026-10-02\n\n"
        body += f",{self.CARD}F, 2026-10-03 ,0.5\n夜,{self.CARD},2026-10-04,2,\n"
        body += f",{self.CARD},2026-10-05,1.2.3\n,{self.CARD},2026-10-06,4\n"
        feed = self._feed("sim_usage", "a.csv", body)
        self.assertEqual((feed.accepted_count, feed.reject_count), (4, 2))
        self.assertEqual(sorted(feed.reject_ids.mapped("line_no")), [3, 7])
        self.assertEqual(self._usage().total_mb, 7.5)

    def test_headless_layout(self):
        feed = self._feed("sim_usage_telecom", "a.txt", "20261001|1410000000001|1024\n")
        self.assertEqual(feed.state, "done", feed.message)
        self.assertEqual(self._usage().total_mb, 1)

    def test_month_of_a_file_without_days(self):
        with freeze_time("2026-11-10 03:00:00"):
            self._case_feed("sim_usage", "usage.csv")
        self.assertEqual((str(self._usage().month), self._usage().total_mb), ("2026-10-01", 12.5))

    def test_extract_for_a_customer(self):
        body = f"ICCID,日期,用量\n{self.CARD},2026-10-01,512KB\n"
        self._feed("sim_usage", "a.csv", body)
        sim = self.sims[self.CARD]
        wizard = self.env["ops.sim.usage.extract"].with_user(self.da)
        wizard = wizard.with_context(active_model="ops.sim", active_ids=sim.ids).create({})
        action = wizard.action_extract()
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertTrue(wizard.workbook)
        far = self.env["ops.sim.usage"].with_user(self.users["bm"])
        self.assertFalse(far.search([("sim_id.department_id", "=", self.places["周口"].id)]))
