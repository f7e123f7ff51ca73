"""The form from the paper, replacements, changes on request, lists taken in by the dialog."""

import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged

from .common_telematics import TelematicsCase, day, iccid


class FormCase(TelematicsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.place = cls.near.department_id

    def _form(self, **vals):
        vals = {
            "plate": "豫A40001",
            "partner_id": self.customers["near"].id,
            "department_id": self.place.id,
            "fitted_on": day("11-01"),
            **vals,
        }
        return self.env["ops.register"].with_user(self.da).create(vals)

    def _stock(self, serial, branch, product=None):
        """A serial on the shelf of a branch."""
        product = product or self.model
        lot = self.env["stock.lot"].create({"name": serial, "product_id": product.id})
        shelf = branch.warehouse_id.lot_stock_id
        self.env["stock.quant"]._update_available_quantity(product, shelf, 1, lot_id=lot)
        return lot

    def _usage(self, lot):
        return lot.quant_ids.filtered(lambda one: one.quantity > 0).location_id.usage


@tagged("post_install", "-at_install")
class TestRegisterForm(FormCase):
    def test_one_screen_makes_the_chain(self):
        lot = self._stock("S-1", self.near)
        sim = self._sim(301)
        form = self._form(serial="s-1", iccid=sim.iccid)
        vehicle = self.env["ops.vehicle"].browse(form.action_register()["res_id"])
        fitted = vehicle.installation_ids
        self.assertEqual((fitted.terminal_id.lot_id, fitted.sim_id), (lot, sim))
        self.assertEqual((fitted.date_from, fitted.slot), (day("11-01"), "main"))
        self.assertEqual((self._usage(lot), self._usage(sim.lot_id)), ("customer", "customer"))
        move = self.env["stock.move.line"].search([("lot_id", "=", lot.id)])
        self.assertEqual(move.picking_id.ops_department_id, self.place)

    def test_new_terminal_and_card(self):
        form = self._form(
            serial="S-2", product_id=self.model.id, iccid=iccid(302), account_id=self.account.id
        )
        form.action_register()
        self.assertTrue(self.env["ops.sim"].search([("iccid", "=", iccid(302))]).current_id)

    def test_what_is_missing_is_said(self):
        for vals in (
            {"serial": "S-3"},
            {"serial": "S-3", "product_id": self.model.id, "iccid": iccid(399)},
            {"iccid": iccid(1)},
            {"serial": "T-near"},
            {"plate": "豫P10003"},
            {"partner_id": False},
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                self._form(**vals).action_register()

    def test_a_serial_of_another_warehouse(self):
        self._stock("S-4", self.far)
        with self.assertRaisesRegex(UserError, "Far"):
            self._form(serial="S-4").action_register()

    def test_problems_stand_beside_the_fields(self):
        with Form(self.env["ops.register"].with_user(self.da)) as form:
            form.plate = "豫A4000"
            self.assertTrue(form.is_wrong)
            form.plate = "豫A40001D"
            self.assertTrue(form.needs_reason and not form.is_wrong)
            form.plate = "豫P10003"
            self.assertIn("Far", form.check_note)
            self.assertNotIn("t fleet far", form.check_note)
            form.plate = "豫A40001"
            self.assertFalse(form.check_note)
            form.serial = "T-far"
            self.assertIn("Far", form.terminal_note)
            self.assertNotIn("豫P10003", form.terminal_note)
            form.serial = "S-9"
            form.iccid = iccid(1)
            self.assertIn("豫A10001", form.card_note)
            form.partner_id = self.customers["near"]
            form.department_id = self.place

    def test_next_keeps_customer_and_branch(self):
        action = self._form().action_next()
        self.assertEqual(action["context"]["default_partner_id"], self.customers["near"].id)

    def test_a_known_vehicle_gets_a_second_terminal(self):
        vehicle = self.fleet["near"][0]
        form = self._form(
            vehicle_id=vehicle.id, plate=vehicle.plate, serial="S-5", product_id=self.model.id
        )
        with self.assertRaises(UserError), self.cr.savepoint():
            form.action_register()
        form.slot = "video"
        form.action_register()
        self.assertEqual(len(vehicle.current_ids), 2)


@tagged("post_install", "-at_install")
class TestRefit(FormCase):
    def _refit(self, operation, **vals):
        vals = {"reason": "t", "day": day("11-05"), **vals}
        forms = self.env["ops.refit"].with_user(self.da)
        return forms.create({"operation": operation, **vals})

    def test_the_card_is_replaced(self):
        vehicle, terminal, old, fitted = self.fleet["near"]
        fitted._put_unknown_at_customer()
        new = self._sim(311)
        lot = new.lot_id
        shelf = self.near.warehouse_id.lot_stock_id
        self.env["stock.quant"]._update_available_quantity(lot.product_id, shelf, 1, lot_id=lot)
        with Form(self.env["ops.refit"].with_user(self.da)) as form:
            form.what = "豫a10001"
            self.assertEqual(form.installation_id, fitted)
            form.new_iccid = new.iccid
            form.reason = "t"
            form.day = day("11-05")
        form.record.action_confirm()
        self.assertEqual((fitted.date_to, fitted.end_reason), (day("11-05"), "t"))
        self.assertEqual((vehicle.sim_id, vehicle.terminal_id), (new, terminal))
        self.assertEqual((self._usage(lot), self._usage(old.lot_id)), ("customer", "internal"))

    def test_the_terminal_is_replaced(self):
        vehicle, _old, card, fitted = self.fleet["near"]
        self._stock("S-6", self.near)
        self._refit("terminal", installation_id=fitted.id, new_serial="S-6").action_confirm()
        self.assertEqual((vehicle.terminal_id.serial, vehicle.sim_id), ("S-6", card))

    def test_taken_out(self):
        vehicle, terminal, card, fitted = self.fleet["near"]
        fitted._put_unknown_at_customer()
        self._refit("remove", installation_id=fitted.id).action_confirm()
        self.assertFalse(vehicle.is_fitted)
        self.assertEqual(self._usage(terminal.lot_id | card.lot_id), "internal")

    def test_of_another_branch(self):
        form = self._refit("remove", installation_id=self.fleet["far"][3].id)
        with self.assertRaises(AccessError):
            form.action_confirm()

    def test_a_card_in_another_vehicle(self):
        fitted = self.fleet["near"][3]
        form = self._refit("card", installation_id=fitted.id, new_iccid=iccid(2))
        with self.assertRaisesRegex(UserError, "Far"):
            form.action_confirm()


@tagged("post_install", "-at_install")
class TestVehicleChange(FormCase):
    def setUp(self):
        super().setUp()
        template = self.env.ref("ops_roles.approval_template_data_change")
        template.line_ids.unlink()
        self.env["ops.approval.template.line"].create(
            {
                "template_id": template.id,
                "name": "Deputy",
                "resolver": "role",
                "role_ids": [Command.set(self.roles["dm"].ids)],
            }
        )
        self.vehicle = self.fleet["near"][0]

    def _change(self, **line):
        files = self.env["ir.attachment"].with_user(self.da)
        evidence = files.create({"name": "licence.txt", "raw": b"t"})
        changes = self.env["ops.data.change"].with_user(self.da)
        return changes.create(
            {
                "vehicle_id": self.vehicle.id,
                "partner_id": self.vehicle.partner_id.id,
                "department_id": self.project.id,
                "reason": "换牌",
                "evidence_ids": [Command.link(evidence.id)],
                "line_ids": [Command.create(line)],
            }
        )

    def _approve(self, change):
        change.action_submit()
        change.with_user(self.dm).action_approve()

    def test_a_new_plate(self):
        change = self._change(field="vehicle_plate", after="豫A·88888")
        self.assertEqual(change.line_ids.before, "豫A10001")
        self._approve(change)
        self.assertEqual(self.vehicle.plate, "豫A88888")
        self.assertIn(change.name, self.vehicle.message_ids[0].body)

    def test_a_colour_in_words_with_the_reason_of_the_change(self):
        self._approve(self._change(field="vehicle_plate_color", after="渐变绿"))
        self.assertEqual(self.vehicle.plate_color, "94")
        self.assertEqual(self.vehicle.override_ids.reason, "换牌")

    def test_a_new_customer_goes_on_in_the_history(self):
        other = self.env["res.partner"].create({"name": "t other", "is_company": True})
        self._approve(self._change(field="vehicle_partner_id", new_partner_id=other.id))
        old, new = self.vehicle.installation_ids.sorted("id")
        self.assertEqual((old.partner_id, old.date_to), (self.customers["near"], new.date_from))
        self.assertEqual((new.partner_id, new.sim_id), (other, old.sim_id))

    def test_a_new_branch(self):
        place = self.far.department_id
        self._approve(self._change(field="vehicle_department_id", new_department_id=place.id))
        self.assertEqual(self.vehicle.sim_id.department_id, place)
        self.assertEqual(self.vehicle.archive_ids.department_id, place)

    def test_what_cannot_be_asked(self):
        for line in (
            {"field": "vehicle_plate", "after": "豫A1"},
            {"field": "vehicle_plate_color", "after": "双色"},
            {"field": "vehicle_vin", "after": "1"},
            {"field": "vehicle_partner_id"},
        ):
            with self.subTest(line=line), self.assertRaises(ValidationError):
                self._change(**line)


@tagged("post_install", "-at_install")
class TestListDialog(FormCase, HttpCase):
    def test_the_empty_workbook_filled(self):
        self.authenticate("t_da", "t_da")
        answer = self.url_open("/ops/feed/template/vehicle.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        header = [cell.value for cell in book.active[1]]
        self.assertEqual(header[0], "车牌号码")
        line = dict.fromkeys(header)
        line |= {"车牌号码": "豫A50001", "车牌颜色": "黄色", "客户": "t fleet near"}
        book.active.append(list((line | {"分中心": "Near"}).values()))
        book.active.append(list((line | {"分中心": "Far", "车牌号码": "豫A50002"}).values()))
        buffer = io.BytesIO()
        book.save(buffer)
        dialog = self.env["ops.register.import"].with_user(self.da)
        dialog = dialog.create(
            {"filename": "期初.xlsx", "file": base64.b64encode(buffer.getvalue())}
        )
        dialog.action_import()
        self.assertIn("3", dialog.result)
        self.assertTrue(self.env["ops.vehicle"].search([("plate", "=", "豫A50001")]))
        self.assertFalse(self.env["ops.vehicle"].search([("plate", "=", "豫A50002")]))
