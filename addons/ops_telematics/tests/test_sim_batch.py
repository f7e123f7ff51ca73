"""Batches to operators: shared out, approved, sent in the layout, answered, taking effect."""

import base64
import io
from datetime import timedelta

import openpyxl
from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common_telematics import TelematicsCase, day, iccid

DAY = "2026-11-20"
MORNING = f"{DAY} 02:00:00"
ANSWER = "批次号,ICCID,处理结果,原因,生效日期"


class BatchCase(TelematicsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls.fleet["near"][2]
        cls._hold(cls.card, "active")

    @classmethod
    def _hold(cls, cards, state, plan=None):
        cards.sudo()._change_state(state, "2026-01-01")
        cards.sudo()._change_plan(plan or cls.plan, "2026-01-01")
        return cards

    @classmethod
    def _cards(cls, numbers, state="active", **vals):
        vals = {"branch": cls.near, **vals}
        cards = cls.env["ops.sim"].union(
            *(cls._sim(one, msisdn=f"14100000{one:05}", **vals) for one in numbers)
        )
        return cls._hold(cards, state)

    def _ask(self, kind, cards, **vals):
        batches = self.env["ops.sim.batch"].with_user(self.da)
        return batches._propose(kind, cards, "测试", **vals)

    def _send(self, batch):
        batch.with_user(self.da).action_send()
        return base64.b64decode(batch.file)

    def _answer(self, *lines, header=ANSWER, profile="operator_answer", account=None):
        self.count = getattr(self, "count", 0) + 1
        content = "\n".join((header, *lines)).encode()
        source = (account or self.account).source_id.code
        feeds = self.env["ops.feed"].with_user(self.da)
        return feeds.ingest(profile, f"answer{self.count}.csv", content, source)

    def _reasons(self, feed):
        rejects = self.env["ops.feed.reject"].search([("feed_id", "=", feed.id)], order="line_no")
        return [(one.line_no, one.reason_code) for one in rejects]


@tagged("post_install", "-at_install")
class TestBatchSending(BatchCase):
    def test_a_stop_in_the_layout_of_the_platform(self):
        """Columns, heading and encoding as the record of OneLink CT says, told by hand here."""
        batch = self._ask("stop", self.card)
        self.assertFalse(batch.needs_approval)
        content = self._send(batch)
        self.assertEqual(
            content.decode("gb18030"),
            "物联卡号码,ICCID,操作类型,操作原因,批次号\r\n"
            f"1410000000001,{iccid(1)},停机,测试,{batch.name}\r\n",
        )
        self.assertEqual((batch.state, batch.line_ids.state), ("sent", "sent"))
        self.assertEqual(batch.sent_by_id, self.da)

    def test_three_platforms_three_files(self):
        with freeze_time(MORNING):
            for number, (platform, expected) in enumerate(
                (
                    (
                        "cmp",
                        "externalId,iccid,targetValue,effectiveDate\r\n{0},{1},3,2026-11-20\r\n",
                    ),
                    ("gsl", [["序号", "接入号", "业务类型", "备注"], ["1", "{2}", "停机", "测试"]]),
                ),
                1,
            ):
                account = self._account(f"P{number}", "unicom", platform)
                card = self._cards([70 + number], account_id=account.id)
                batch = self._ask("stop", card)
                content, names = self._send(batch), (batch.name, card.iccid, card.msisdn)
                if platform == "cmp":
                    self.assertEqual(content.decode(), expected.format(*names))
                    continue
                page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
                cells = [[cell.value for cell in row] for row in page.iter_rows()]
                self.assertEqual(cells, [[cell.format(*names) for cell in row] for row in expected])

    def test_another_layout_is_a_record(self):
        layout = self.env["ops.operator.layout"].with_user(self.dm)
        column = {"header": "卡", "value": "iccid"}
        own = layout.create(
            {
                "name": "own",
                "platform": "onelink_ct",
                "account_id": self.account.id,
                "kind": "stop",
                "encoding": "utf-8",
                "delimiter": "|",
                "has_header": False,
                "column_ids": [
                    (0, 0, column),
                    (0, 0, {"header": "x", "value": "text", "text": "4"}),
                ],
            }
        )
        self.assertIn("|4", own.sample)
        self.assertEqual(self._send(self._ask("stop", self.card)).decode(), f"{iccid(1)}|4\r\n")
        with self.assertRaises(ValidationError), self.cr.savepoint():
            own.column_ids[0].unlink()
            own.column_ids = [(0, 0, {"header": "d", "value": "day"})]
        with self.assertRaises(ValidationError), self.cr.savepoint():
            own.kind = "topup"

    def test_no_layout_and_a_card_that_lacks_its_number_are_said(self):
        account = self._account("PB", "mobile", "onelink_pb")
        card = self._cards([75], account_id=account.id)
        with self.assertRaisesRegex(UserError, "t PB"):
            self._ask("stop", card).with_user(self.da).action_send()
        bare = self._hold(self._sim(76), "active")
        with self.assertRaisesRegex(UserError, bare.iccid):
            self._ask("stop", bare).with_user(self.da).action_send()

    def test_shared_out_among_batches_of_a_hundred(self):
        """201 cards of one account and 1 of another: three batches and one."""
        other = self._account("OT", "telecom", "onelink_ct")
        cards = self._cards(range(1000, 1201)) | self._cards([1300], account_id=other.id)
        form = Form(
            self.env["ops.sim.batch.ask"]
            .with_user(self.da)
            .with_context(active_model="ops.sim", active_ids=cards.ids)
        )
        form.kind, form.reason = "stop", "退网"
        self.assertIn("100", form.note)
        batches = self.env["ops.sim.batch"].browse(form.save().action_ask()["domain"][0][2])
        sizes = sorted(len(batch.line_ids) for batch in batches)
        self.assertEqual(sizes, [1, 67, 67, 67])
        lines = [(0, 0, {"sim_id": one.id}) for one in cards[:101]]
        with self.assertRaisesRegex(ValidationError, "100"):
            self.env["ops.sim.batch"].create(
                {"kind": "stop", "account_id": self.account.id, "reason": "t", "line_ids": lines}
            )

    def test_not_again_within_half_an_hour(self):
        with freeze_time(MORNING) as clock:
            first = self._ask("stop", self.card)
            self._send(first)
            with self.assertRaisesRegex(UserError, first.name):
                self._send(self._ask("stop", self.card))
            self._answer(f"{first.name},{iccid(1)},成功,,")
            again = self._ask("resume", self.card)
            clock.tick(timedelta(minutes=29))
            with self.assertRaisesRegex(UserError, "10:30"):  # sent at 10:00 in China
                self._send(again)
            clock.tick(timedelta(minutes=1, seconds=1))
            self._send(again)
        self.assertEqual(again.state, "sent")

    def test_what_does_not_fit_is_named(self):
        stopped = self._cards([77], "cancelled")
        for kind in ("open", "stop", "resume", "cancel"):
            batch = self._ask(kind, stopped)
            with self.assertRaisesRegex(UserError, stopped.iccid):
                batch._check_content()
        with self.assertRaises(ValidationError):
            self._ask("stop", self.card).line_ids.sim_id = self._cards(
                [78], account_id=self._account("O2", "telecom", "gsl").id
            )

    def test_who_may_do_what(self):
        batch = self._ask("stop", self.card)
        for code in ("dm", "fin", "bm"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                batch.with_user(self.users[code]).action_send()
        for vals in ({"state": "settled"}, {"name": "x"}):
            with self.assertRaises(AccessError):
                batch.with_user(self.da).write(vals)
        with self.assertRaises(AccessError):
            batch.line_ids.with_user(self.da).state = "accepted"
        self._send(batch)
        with self.assertRaises(UserError):
            batch.with_user(self.da).action_send()
        with self.assertRaises(UserError):
            batch.with_user(self.da).unlink()
        with self.assertRaises(UserError):
            batch.line_ids.with_user(self.da).unlink()

    def test_what_cannot_be_undone_is_approved_first(self):
        for kind, vals in (("cancel", {}), ("topup", {"card_amount": 30})):
            card = self._cards([90 + len(kind)])
            batch = self._ask(kind, card, **vals)
            self.assertTrue(batch.needs_approval)
            with self.assertRaises(UserError):
                self._send(batch)
            batch.with_user(self.da).action_submit()
            with self.assertRaises(UserError):
                batch.with_user(self.da).action_approve()
            batch.with_user(self.dm).action_approve("同意")
            self.assertEqual(batch.state, "ready")
            with self.assertRaises(UserError):
                batch.with_user(self.da).reason = "other"
            self._send(batch)
            self.assertEqual(batch.state, "sent")
        with self.assertRaises(UserError):
            self._ask("stop", self.card).with_user(self.da).action_submit()

    def test_dropped_before_it_is_sent(self):
        batch = self._ask("stop", self.card)
        batch.with_user(self.da).action_drop()
        self.assertEqual((batch.state, batch.line_ids.state), ("dropped", "dropped"))
        with self.assertRaises(UserError):
            batch.with_user(self.da).action_drop()

    def test_flags_of_many_cards(self):
        terminal = self.fleet["near"][1]
        terminal.imei = "860000000000019"
        self.card.with_user(self.da).write(
            {"is_real_name": True, "is_bound": True, "bound_imei": "860000000000027"}
        )
        found = self.env["ops.sim"].search([("is_other_device", "=", True)])
        self.assertEqual((found, self.card.is_other_device), (self.card, True))
        self.card.bound_imei = terminal.imei
        self.assertFalse(self.card.is_other_device)


@tagged("post_install", "-at_install")
class TestBatchAnswers(BatchCase):
    def test_each_card_as_it_was_answered(self):
        good, bad, slow = self._cards([201]), self._cards([202]), self._cards([203])
        with freeze_time(MORNING):
            batch = self._ask("stop", good | bad | slow)
            self._send(batch)
            feed = self._answer(
                f"{batch.name},{good.iccid},成功,,2026-11-21",
                f"{batch.name},{bad.iccid},失败,余额不足,",
                f"{batch.name},{slow.iccid},处理中,,",
                f"{batch.name},{iccid(999)},成功,,",
                f"{batch.name},{good.iccid},成功,,",
            )
        self.assertEqual(self._reasons(feed), [(5, "card"), (6, "twice")])
        self.assertEqual((feed.accepted_count, feed.duplicate_count), (2, 1))
        self.assertEqual((good.state, good.state_reason), ("stopped", "asked"))
        held = good.state_ids.filtered(lambda one: not one.date_to)
        self.assertEqual((held.date_from, held.origin), (day("11-21"), batch.name))
        self.assertEqual((bad.state, slow.state, batch.state), ("active", "active", "partial"))
        lines = {line.sim_id: line for line in batch.line_ids}
        self.assertEqual((lines[bad].state, lines[bad].answer), ("refused", "失败 · 余额不足"))
        self.assertEqual(lines[slow].state, "sent")

    def test_late_answers_and_answers_to_a_closed_batch(self):
        with freeze_time(MORNING) as clock:
            batch = self._ask("stop", self.card)
            self._send(batch)
            self.assertFalse(batch.is_late)
            clock.tick(timedelta(hours=25))
            batch.invalidate_recordset(["is_late"])
            self.assertTrue(batch.is_late)
            self.assertIn(batch, self.env["ops.sim.batch"].search([("is_late", "=", True)]))
            batch.with_user(self.da).action_close()
            self.assertEqual((batch.state, batch.line_ids.state), ("settled", "unanswered"))
            self._answer(f",{iccid(1)},OK,,")
        line = batch.line_ids
        self.assertEqual((line.state, line.is_late), ("accepted", True))
        self.assertEqual((batch.state, self.card.state), ("settled", "stopped"))

    def test_the_same_again_changes_nothing_the_contrary_is_asked_back(self):
        batch = self._ask("stop", self.card)
        self._send(batch)
        self._answer(f"{batch.name},{iccid(1)},成功,,{DAY}")
        feed = self._answer(f"{batch.name},{iccid(1)},成功,again,{DAY}")
        self.assertEqual((feed.accepted_count, feed.duplicate_count), (0, 1))
        feed = self._answer(f"{batch.name},{iccid(1)},失败,,{DAY}")
        self.assertEqual(self._reasons(feed), [(2, "other")])
        self.assertEqual(batch.line_ids.state, "accepted")

    def test_opened_cards_get_the_plan(self):
        card = self._sim(210, msisdn="1410000000210")
        batch = self._ask("open", card, plan_id=self.plan_large.id)
        self._send(batch)
        self._answer(f"{batch.name},{card.iccid},成功,,{DAY}")
        self.assertEqual((card.state, card.plan_id), ("active", self.plan_large))
        self.assertEqual(card.subscription_ids.date_from, day("11-20"))
        self.assertEqual(card.activated_on, day("11-20"))

    def test_resumed_and_cancelled(self):
        card = self._cards([211], "stopped")
        batch = self._ask("resume", card)
        self._send(batch)
        self._answer(f"{batch.name},{card.iccid},成功,,2026-11-20")
        self.assertEqual((card.state, batch.state), ("active", "settled"))

    def test_a_replaced_card_goes_on_in_the_vehicle(self):
        """Same vehicle, same terminal, same day; the old card ends as the new one begins."""
        vehicle, terminal, old, fitted = self.fleet["near"]
        new = self._sim(220, msisdn="1410000000220")
        batch = self._ask("replace", old, replaced_by={old: new})
        content = self._send(batch).decode("gb18030")
        self.assertIn(f"{old.iccid},{new.iccid},换卡", content)
        self._answer(f"{batch.name},{old.iccid},成功,,{DAY}")
        self.assertEqual((old.state, new.state, new.plan_id), ("cancelled", "active", self.plan))
        now = vehicle.current_ids
        self.assertEqual((now.sim_id, now.terminal_id, now.slot), (new, terminal, fitted.slot))
        self.assertEqual((fitted.date_to, now.date_from), (day("11-20"), day("11-20")))
        before = self.env["ops.installation"].search(
            [("vehicle_id", "=", vehicle.id), *fitted._domain_on(day("11-19"))]
        )
        self.assertEqual(before.sim_id, old)
        self.assertFalse(batch.line_ids.note)

    def test_a_replacement_that_is_hindered_is_followed_up(self):
        """The operator did it; that the new card lies elsewhere does not undo the answer."""
        _vehicle, _terminal, old, fitted = self.fleet["near"]
        new = self._sim(221, self.far, msisdn="1410000000221")
        shelf = self.far.warehouse_id.lot_stock_id
        self.env["stock.quant"]._update_available_quantity(
            new.sudo().product_id, shelf, 1, lot_id=new.sudo().lot_id
        )
        batch = self._ask("replace", old, replaced_by={old: new})
        self._send(batch)
        self._answer(f"{batch.name},{old.iccid},成功,,{DAY}")
        self.assertEqual((old.state, new.state), ("cancelled", "active"))
        self.assertFalse(fitted.date_to)
        self.assertIn("Far", batch.line_ids.note)
        self.assertEqual(batch.note_count, 1)
        batch.line_ids.with_user(self.da).action_done()
        self.assertFalse(batch.line_ids.note)

    def test_new_cards_that_are_in_use_are_refused(self):
        old, used = self.fleet["near"][2], self.fleet["far"][2]
        self._hold(used, "active")
        with self.assertRaisesRegex(UserError, used.iccid):
            self._ask("replace", old, replaced_by={old: used})._check_content()

    def test_the_dialog_takes_a_workbook(self):
        batch = self._ask("stop", self.card)
        self._send(batch)
        book, content = openpyxl.Workbook(), io.BytesIO()
        book.active.append(ANSWER.split(","))
        book.active.append([batch.name, iccid(1), "成功", "", DAY])
        book.save(content)
        dialog = (
            self.env["ops.sim.batch.answer"]
            .with_user(self.da)
            .create(
                {
                    "batch_id": batch.id,
                    "file": base64.b64encode(content.getvalue()),
                    "filename": "answer.xlsx",
                }
            )
        )
        dialog.action_take()
        self.assertEqual((batch.state, self.card.state), ("settled", "stopped"))

    def test_answers_of_other_layouts(self):
        account = self._account("GS", "telecom", "gsl")
        card = self._cards([230], account_id=account.id)
        batch = self._ask("stop", card)
        self._send(batch)
        self._answer(
            header=f"{card.msisdn}|0||20261120", profile="operator_answer_gsl", account=account
        )
        self.assertEqual((card.state, batch.state), ("stopped", "settled"))

    @mute_logger("odoo.sql_db")
    def test_a_card_waits_once_whoever_writes(self):
        """The database refuses a second open question for a card."""
        self._send(self._ask("stop", self.card))
        again = self._ask("stop", self.card)
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            again.line_ids.sudo().write({"state": "sent", "sent_at": fields.Datetime.now()})
            self.env.flush_all()
