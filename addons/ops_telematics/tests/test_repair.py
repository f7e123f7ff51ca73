"""Repairs of terminals: from the notice over swaps and parts to the audit."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_repair import DOT, RepairCase
from .common_telematics import day


@tagged("post_install", "-at_install")
class TestRepair(RepairCase):
    def _swap(self, repair, operation, **vals):
        context = repair.action_ops_swap()["context"]
        forms = self.env["ops.refit"].with_user(self.technician).with_context(**context)
        return forms.create({"operation": operation, "day": day("11-20"), **vals})

    def test_from_the_notice(self):
        notice = self._notice(body="断线 3 小时")
        action = notice.action_repair()
        repair = notice.repair_id
        self.assertEqual((action["res_model"], action["res_id"]), ("repair.order", repair.id))
        self.assertEqual(notice.state, "repair")
        self.assertEqual(repair.picking_type_id, self.near.warehouse_id.repair_type_id)
        self.assertEqual(repair.ops_department_id, self.near.department_id)
        self.assertEqual(
            (repair.lot_id, repair.partner_id), (self.terminal.lot_id, self.vehicle.partner_id)
        )
        self.assertEqual(repair.ops_fault, "终端离线\n断线 3 小时")
        with self.assertRaises(UserError):
            self._notice().action_repair()

    def test_the_terminal_is_swapped(self):
        """Old out, new in: the chain, the stock and the note of the repair agree."""
        lot = self._stock("S-91", self.near)
        repair = self._repair()
        with self.assertRaises(UserError):
            self._swap(repair, "terminal", new_serial="S-UNKNOWN").action_confirm()
        self._swap(repair, "terminal", new_serial="s-91").action_confirm()
        self.assertEqual(self.vehicle.terminal_id.lot_id, lot)
        self.assertEqual((self.vehicle.sim_id, self.fitted.date_to), (self.card, day("11-20")))
        self.assertEqual(
            (self._usage(lot), self._usage(self.terminal.lot_id)), ("customer", "internal")
        )
        swap = repair.ops_swap_ids
        self.assertEqual((swap.old_lot_id, swap.new_lot_id), (self.terminal.lot_id, lot))
        self.assertEqual(swap.user_id, self.technician)
        repair.ops_result = "换终端"
        repair.action_ops_done()
        self.assertEqual(self._usage(self.terminal.lot_id), "internal")
        self.assertIn("serial", " ".join(repair._ops_gaps()))

    def test_the_card_is_swapped(self):
        new = self._sim(91)
        shelf = self.near.warehouse_id.lot_stock_id
        lot = new.lot_id
        self.env["stock.quant"]._update_available_quantity(lot.product_id, shelf, 1, lot_id=lot)
        repair = self._repair()
        self._swap(repair, "card", new_iccid=new.iccid).action_confirm()
        self.assertEqual((self.vehicle.sim_id, self.vehicle.terminal_id), (new, self.terminal))
        self.assertEqual(repair.ops_swap_ids.old_lot_id, self.card.lot_id)
        events = self.env["ops.serial.event"].with_user(self.technician)
        found = events.search([("lot_id", "=", lot.id)]).mapped("kind")
        self.assertEqual(set(found), {"fit", "swap_in"})

    def test_parts_leave_the_stock(self):
        repair = self._repair()
        parts = repair.env["ops.repair.part"]
        part = parts.create({"repair_id": repair.id, "product_id": self.cable.id, "quantity": 9})
        repair.ops_result = "t"
        with self.assertRaisesRegex(UserError, "t cable"):
            repair.action_ops_done()
        part.quantity = 2
        repair.action_ops_done()
        shelf = self.near.warehouse_id.lot_stock_id
        held = self.env["stock.quant"]._get_available_quantity(self.cable, shelf)
        self.assertEqual((held, part.move_id.state), (3, "done"))
        self.assertEqual((repair.state, repair.ops_audit), ("done", "waiting"))
        with self.assertRaises(UserError):
            part.quantity = 1

    def test_audit(self):
        repair = self._repair()
        with self.assertRaises(UserError):
            repair.action_ops_done()
        repair.ops_result = "换了保险丝"
        repair.action_ops_done()
        audit = repair.with_user(self.da)
        with self.assertRaises(UserError):
            audit.action_ops_accept()
        with self.assertRaises(AccessError):
            repair.action_ops_accept()
        context = audit.action_ops_return()["context"]
        self.assertTrue(context["default_text"])
        dialog = self.env["ops.repair.return"].with_user(self.da).with_context(**context)
        dialog.create({"text": "缺照片"}).action_confirm()
        self.assertEqual((repair.ops_audit, repair.ops_return_count), ("returned", 1))
        for kind in ("before", "after"):
            self._photo(repair, kind)
        repair.action_ops_hand_in()
        audit.action_ops_accept()
        self.assertEqual((repair.ops_audit, repair.ops_audited_by_id), ("accepted", self.da))
        notice = repair.ops_notice_ids
        self.assertEqual((notice.state, notice.handled_by_id), ("handled", self.da))
        with self.assertRaises(UserError):
            self._photo(repair)
        with self.assertRaises(UserError):
            repair.ops_result = "t"

    def test_who_may_do_what(self):
        repair = self._repair()
        with self.assertRaises(AccessError):
            repair.write({"ops_audit": "accepted"})
        with self.assertRaises(AccessError):
            repair.write({"state": "done"})
        with self.assertRaises(AccessError):
            repair.with_user(self.da).action_ops_done()
        far = self.far_users["technician"]
        with self.assertRaises(AccessError):
            repair.with_user(far).action_ops_done()
        with self.assertRaises(AccessError):
            repair.with_user(self.bm).write({"ops_audit": "accepted"})

    def test_the_native_app_goes_not_round_the_audit(self):
        """Who has stock rights ends, redirects or deletes no repair of a registered vehicle."""
        repair = self._repair().with_user(self.bm)
        self.assertTrue(self.bm.has_group("stock.group_stock_user"))
        for attempt in (
            repair.action_repair_end,
            repair.action_repair_cancel,
            repair.unlink,
            lambda: repair.write({"state": "done"}),
            lambda: repair.write({"lot_id": False}),
        ):
            with self.assertRaises(AccessError):
                attempt()
        self.assertEqual((repair.state, repair.ops_audit), ("under_repair", False))
        native = (
            self.env["repair.order"]
            .with_user(self.bm)
            .create({"picking_type_id": self.near.warehouse_id.repair_type_id.id})
        )
        native.action_validate()
        self.assertEqual(native.state, "confirmed")

    def test_photos_stay_as_they_were_taken(self):
        photo = self._photo(self._repair())
        with self.assertRaises(AccessError):
            photo.kind = "before"
        with self.assertRaises(AccessError):
            photo.repair_id.write({"ops_photo_ids": [Command.update(photo.id, {"image": DOT})]})
        with self.assertRaises(AccessError):
            photo.with_user(self.bm).unlink()
        photo.unlink()
        self.assertFalse(photo.exists())

    def test_given_up(self):
        repair = self._repair()
        notice = repair.ops_notice_ids
        with self.assertRaises(AccessError):
            repair.action_ops_give_up()
        repair.with_user(self.bm).action_ops_give_up()
        self.assertEqual((repair.state, notice.state), ("cancel", "read"))

    def test_entered_by_plate(self):
        forms = self.env["ops.repair.entry"].with_user(self.technician)
        form = forms.new({"what": "豫a10001"})
        form._onchange_what()
        self.assertEqual(form.installation_id, self.fitted)
        entry = forms.create({"installation_id": self.fitted.id, "fault": "不开机"})
        action = entry.action_confirm()
        repair = self.env["repair.order"].browse(action["res_id"])
        self.assertEqual((repair.ops_terminal_id, repair.ops_fault), (self.terminal, "不开机"))
        far = forms.create({"installation_id": self.fleet["far"][3].id, "fault": "t"})
        with self.assertRaises(AccessError):
            far.action_confirm()

    def test_work_order_swaps_in_the_register_too(self):
        """The crew scans the old one out and the new one in: the chain follows."""
        lot = self._stock("S-92", self.near)
        order = self.env["ops.work.order"].create(
            {
                "kind_id": self.env.ref("ops_branch.work_kind_repair").id,
                "branch_id": self.near.id,
                "partner_id": self.vehicle.partner_id.id,
                "ops_vehicle_id": self.vehicle.id,
                "subject": "t",
                "site": "t",
            }
        )
        serials = self.env["ops.work.serial"]
        for one, direction in ((self.terminal.lot_id, "remove"), (lot, "fit")):
            serials.create(
                {
                    "order_id": order.id,
                    "lot_id": one.id,
                    "direction": direction,
                    "user_id": self.env.uid,
                }
            )
        order._move_goods()
        news = self.vehicle.current_ids
        self.assertEqual((news.terminal_id.lot_id, news.sim_id), (lot, self.card))
        self.assertEqual((news.work_order_id, bool(self.fitted.date_to)), (order, True))

    def test_report(self):
        """One repair done and accepted, one notice unread: counted by hand."""
        repair = self._proved()
        repair.with_user(self.da).action_ops_accept()
        self._notice(subject="漂移")
        builder = self.env["ops.report.builder"].sudo()
        today = self.env.company._ops_today()
        branches, waiting = builder._build_repairs(self.near.department_id, today, today)
        row = branches.rows[0]
        names = ("notices", "unread", "opened", "done", "audited", "returned", "swapped")
        self.assertEqual([row[name] for name in names], [2, 1, 1, 1, 1, 0, 0])
        self.assertEqual([one["subject"] for one in waiting.rows], ["漂移"])
