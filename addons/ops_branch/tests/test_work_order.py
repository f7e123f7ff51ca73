"""Work orders from the request to the acceptance: proof, goods, fees, and who does what."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_work import WorkCase, picture


@tagged("post_install", "-at_install")
class TestWorkOrder(WorkCase):
    def test_new_order_is_numbered_and_gets_what_its_kind_asks_for(self):
        order = self._order()
        self.assertTrue(order.name.startswith("WO"))
        self.assertEqual(order.check_ids.mapped("name"), ["Power checked"])
        self.assertEqual((order.fee_ids.product_id, order.fee_total), (self.fee, 120))
        self.assertEqual(order.site, "1 Ring Road")
        self.assertEqual(order.planned_stop - order.planned_start, timedelta(hours=self.kind.hours))
        self.assertEqual(self.customer.ops_department_ids, self.near.department_id)

    def test_another_kind_brings_its_own_checklist(self):
        other = self.kind.copy({"check_ids": [Command.create({"name": "Aerial"})]})
        order = self._order()
        order.kind_id = other
        self.assertEqual(order.check_ids.mapped("name"), ["Aerial"])

    def test_planning_needs_crew_and_time(self):
        order = (
            self.env["ops.work.order"]
            .with_user(self.bm)
            .create(
                {
                    "kind_id": self.kind.id,
                    "branch_id": self.near.id,
                    "partner_id": self.customer.id,
                    "subject": "x",
                }
            )
        )
        with self.assertRaises(UserError):
            order.action_plan()
        self.assertEqual(order.state, "draft")

    def test_from_request_to_acceptance(self):
        order = self._begun()
        self._prove(order)
        self.assertFalse(order.missing)
        order.action_finish()
        self.assertEqual((order.state, order.finished_by_id), ("finished", self.crew))
        order.with_user(self.bm).action_accept()
        self.assertEqual((order.state, order.accepted_by_id), ("accepted", self.bm))
        sale = order.sudo().sale_order_id
        self.assertEqual((sale.state, sale.amount_total), ("sale", 120))
        self.assertEqual(sale.ops_department_id, self.near.department_id)
        self.assertEqual(order.sudo().fee_ids.sale_line_id, sale.order_line)
        account = str(self.near.analytic_account_id.id)
        self.assertEqual(sale.order_line.analytic_distribution, {account: 100})

    def test_acceptance_names_each_missing_thing(self):
        order = self._begun()
        self.assertEqual(len(order.missing.splitlines()), 5)
        order.action_finish()
        with self.assertRaises(UserError) as refused:
            order.with_user(self.bm).action_accept()
        for word in ("before", "after", "Power checked", "Signature", "fitted"):
            self.assertIn(word, str(refused.exception))
        self.assertEqual(order.state, "finished")

    def test_override_is_kept_with_what_was_missing(self):
        order = self._begun()
        order.action_finish()
        action = order.with_user(self.bm).action_override()
        step = self.env["ops.work.step"].with_user(self.bm).with_context(**action["context"])
        with self.assertRaises(UserError):
            step.create({"text": "  "}).action_confirm()
        step.create({"text": "Camera broke"}).action_confirm()
        self.assertEqual((order.state, order.is_overridden), ("accepted", True))
        self.assertEqual(order.override_reason, "Camera broke")
        self.assertIn("Power checked", order.override_missing)
        listed = (
            self.env["ops.work.order"].with_user(self.bm).search([("is_overridden", "=", True)])
        )
        self.assertIn(order, listed)

    def test_nothing_to_override_when_all_is_there(self):
        order = self._begun()
        self._prove(order)
        order.action_finish()
        with self.assertRaises(UserError):
            order.with_user(self.bm).accept_without_proof("x")

    def test_returned_work_goes_on_and_moves_only_what_is_new(self):
        order = self._begun()
        self._prove(order)
        order.action_finish()
        first = order.sudo()._pickings()
        order.with_user(self.bm).give_back("Second vehicle too")
        self.assertEqual((order.state, order.return_reason), ("doing", "Second vehicle too"))
        order.scan("T-near-1")
        order.action_finish()
        second = order.sudo()._pickings() - first
        self.assertEqual(second.move_line_ids.lot_id, self.lots["near"][1])
        self.assertFalse(order.return_reason)

    def test_warranty_charges_nothing(self):
        order = self._begun(is_warranty=True)
        self._prove(order)
        order.action_finish()
        order.with_user(self.bm).action_accept()
        self.assertEqual((order.fee_total, order.sudo().sale_order_id.id), (0, False))

    def test_who_may_do_what(self):
        order = self._order()
        for user, step in (
            (self.bm, "action_start"),
            (self.near_users["storekeeper"], "action_start"),
            (self.crew, "action_cancel_now"),
        ):
            with self.subTest(step=step, user=user.login), self.assertRaises(AccessError):
                mine = order.with_user(user)
                mine.give_up("x") if step == "action_cancel_now" else getattr(mine, step)()
        order.with_user(self.crew).action_start()
        with self.assertRaises(AccessError):
            order.with_user(self.bm).action_finish()
        order.with_user(self.crew).action_finish()
        for user in (self.crew, self.far_users["bm"]):
            with self.assertRaises(AccessError):
                order.with_user(user).action_accept()

    def test_nobody_accepts_work_of_his_own(self):
        order = self._order(crew_ids=self.staff["near"]["bm"].ids).with_user(self.bm)
        order.action_start()
        order.action_finish()
        for step in (order.action_accept, lambda: order.accept_without_proof("x")):
            with self.assertRaises(AccessError):
                step()

    def test_states_are_never_typed(self):
        order = self._order()
        for vals in ({"state": "accepted"}, {"is_overridden": True}, {"signed_at": "2026-01-01"}):
            with self.subTest(vals), self.assertRaises(AccessError):
                order.write(vals)
        made = self.env["ops.work.order"].with_user(self.bm).with_context(default_state="accepted")
        vals = {"kind_id": self.kind.id, "partner_id": self.customer.id, "subject": "x"}
        self.assertEqual(made.create({**vals, "branch_id": self.near.id}).state, "draft")
        with self.assertRaises(AccessError):
            made.create({**vals, "branch_id": self.near.id, "signed_by": "x"})

    def test_report_is_the_crews_and_the_request_is_fixed_then(self):
        order = self._order()
        with self.assertRaises(AccessError):
            order.with_user(self.crew).write({"planned_start": fields.Datetime.now()})
        with self.assertRaises(UserError):
            order.with_user(self.crew).write({"result": "Done"})
        order.with_user(self.crew).action_start()
        with self.assertRaises(AccessError):
            order.write({"result": "Done by the manager"})
        with self.assertRaises(UserError):
            order.write({"subject": "Something else"})
        order.with_user(self.crew).write({"result": "Done"})
        order.with_user(self.crew).action_finish()
        with self.assertRaises(UserError):
            order.with_user(self.crew).write({"result": "Changed"})

    def test_answers_carry_who_and_when(self):
        order = self._begun()
        check = order.check_ids
        check.action_bad()
        self.assertEqual((check.result, check.done_by_id), ("bad", self.crew))
        self.assertTrue(check.done_at)
        with self.assertRaises(AccessError):
            check.with_user(self.bm).action_ok()
        with self.assertRaises(AccessError):
            check.write({"result": "ok"})

    def test_cancelled_order_lets_its_serials_go(self):
        order = self._begun()
        order.scan("T-near-0")
        order.with_user(self.bm).give_up("Customer is away")
        self.assertEqual((order.state, order.cancel_reason), ("cancelled", "Customer is away"))
        self._begun().scan("T-near-0")
        with self.assertRaises(UserError):
            order.with_user(self.bm).write({"subject": "x"})
        with self.assertRaises(UserError):
            order.sudo().unlink()

    def test_late_and_mine_are_found(self):
        late = self._order(planned_start=fields.Datetime.now() - timedelta(days=2))
        coming = self._order(planned_start=fields.Datetime.now() + timedelta(days=2))
        orders = self.env["ops.work.order"].with_user(self.crew)
        self.assertEqual((late.is_late, coming.is_late), (True, False))
        unplanned = coming.copy({"planned_start": False, "planned_stop": False})
        all_three = [("id", "in", (late + coming + unplanned).ids)]
        self.assertEqual(orders.search([*all_three, ("is_late", "=", False)]), coming + unplanned)
        both = [("id", "in", (late + coming).ids)]
        self.assertEqual(orders.search([*both, ("is_late", "=", True)]), late)
        self.assertEqual(orders.search([*both, ("is_mine", "=", True)]), late + coming)
        self.assertFalse(orders.with_user(self.bm).search([*both, ("is_mine", "=", True)]))

    def test_home_shows_the_day_of_the_crew_and_the_managers_duties(self):
        planned, done = self._order(), self._begun()
        done.action_finish()
        late = self._order(planned_start=fields.Datetime.now() - timedelta(days=2))
        cards = {}
        for user in (self.crew, self.bm):
            home = self.env["ops.home"].with_user(user).get_home()
            for section in home["sections"]:
                for card in section["cards"]:
                    cards[user, card["key"]] = {
                        item["action"]["res_id"]
                        for item in card["items"]
                        if isinstance(item.get("action"), dict) and "res_id" in item["action"]
                    }
        self.assertEqual(cards[self.crew, "work_today"], {planned.id, late.id})
        self.assertIn(done.id, cards[self.bm, "work_waiting"])
        self.assertEqual(cards[self.bm, "work_late"], {late.id})

    def test_report_counts_by_branch_and_lists_what_had_no_proof(self):
        proved, bare = self._begun(), self._begun()
        self._prove(proved)
        for order in (proved, bare):
            order.action_finish()
        proved.with_user(self.bm).action_accept()
        bare.with_user(self.bm).accept_without_proof("Camera broke")
        bare.sudo().finished_at = bare.planned_stop + timedelta(hours=1)
        today = self.env.company._ops_today()
        builder = self.env["ops.report.builder"]
        figures, overrides = builder._build(
            "work_orders", self.project, today - timedelta(days=1), today + timedelta(days=1)
        )
        row = next(one for one in figures.rows if one["branch"] == "Near")
        self.assertEqual(
            (row["planned"], row["accepted"], row["in_time"], row["late"]), (2, 2, 1, 1)
        )
        self.assertEqual((row["rate"], row["fees"], row["overridden"]), (0.5, 240, 1))
        for key, domain in row["_domains"].items():
            self.assertEqual(self.env[row["_model"]].search_count(domain), row[key])
        self.assertEqual([one["reason"] for one in overrides.rows], ["Camera broke"])
        self.assertFalse(
            builder._build("work_orders", self.other, today, today)[1].rows, "Not of that place"
        )

    def test_what_is_not_closed_is_in_the_way_of_closing(self):
        things = self.near._open_things()
        key = (self.near.department_id.id, "work")
        order = self._begun()
        self.assertEqual(self.near._count_open(things)[key], 1)
        order.with_user(self.bm).give_up("x")
        self.assertNotIn(key, self.near._count_open(things))

    def test_lists_cost_the_same_for_many(self):
        specification = {
            name: {}
            for name in ("name", "subject", "is_late", "is_mine", "state", "missing", "fee_total")
        } | {
            "crew_ids": {"fields": {"display_name": {}}},
            "kind_id": {"fields": {"display_name": {}}},
        }
        orders = self.env["ops.work.order"].with_user(self.bm)
        counts = []
        for more in (2, 10):
            made = orders.browse([self._order().id for _number in range(more)])
            self.env.flush_all()
            orders.web_search_read([("id", "in", made.ids)], specification)
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            orders.web_search_read([("id", "in", made.ids)], specification)
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0])
        self.assertLess(counts[1], 30)


@tagged("post_install", "-at_install")
class TestWorkGoods(WorkCase):
    def test_fitted_serials_and_materials_go_by_one_transfer(self):
        order = self._begun()
        for text in ("T-near-0", " T-near-1 ", "T-CABLE", "T-CABLE"):
            order.scan(text)
        order.action_finish()
        picking = order.sudo()._pickings()
        self.assertEqual(len(picking), 1)
        self.assertEqual((picking.state, picking.origin), ("done", order.name))
        self.assertEqual(picking.ops_department_id, self.near.department_id)
        lots = self.lots["near"][0] + self.lots["near"][1]
        self.assertEqual(picking.move_line_ids.lot_id, lots)
        self.assertEqual({self._at(lot).usage for lot in lots}, {"customer"})
        used = picking.move_ids.filtered(lambda one: one.product_id == self.cable)
        self.assertEqual(used.quantity, 2)

    def test_removed_serial_comes_back(self):
        order = self._begun()
        order.scan("T-near-0")
        order.action_finish()
        back = self._begun()
        self.assertIn("Removed", back.scan("T-near-0"))
        back.scan("T-near-1")
        back.action_finish()
        self.assertEqual(len(back.sudo()._pickings()), 2)
        self.assertEqual(self._at(self.lots["near"][0]), self.near.warehouse_id.lot_stock_id)

    def test_serial_that_is_not_here_is_refused_by_name(self):
        order = self._begun()
        for text in ("T-far-0", "T-nowhere", ""):
            with self.subTest(text), self.assertRaises(UserError) as refused:
                order.scan(text)
            self.assertIn(text, str(refused.exception))
            self.assertNotIn("Far", str(refused.exception).replace("T-far-0", ""))
        with self.assertRaises(UserError):
            order.scan("T-near-0", "remove")
        self.assertFalse(order.serial_ids)

    def test_serial_waits_on_one_order(self):
        first, second = self._begun(), self._begun()
        first.scan("T-near-0")
        for order in (first, second):
            with self.assertRaises(UserError) as refused:
                order.scan("T-near-0")
            self.assertIn("T-near-0", str(refused.exception))
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            second.sudo().serial_ids = [
                Command.create(
                    {
                        "lot_id": self.lots["near"][0].id,
                        "direction": "fit",
                        "user_id": self.crew.id,
                    }
                )
            ]
            self.env.flush_all()
        first.serial_ids.action_remove()
        second.scan("T-near-0")

    def test_serial_gone_meanwhile_is_named_at_the_end(self):
        order = self._begun()
        order.scan("T-near-0")
        shelf = self.near.warehouse_id.lot_stock_id
        lot = self.lots["near"][0]
        self.env["stock.quant"]._update_available_quantity(self.terminal, shelf, -1, lot_id=lot)
        with self.assertRaises(UserError) as refused:
            order.action_finish()
        self.assertIn("T-near-0", str(refused.exception))

    def test_more_material_than_the_branch_holds_is_refused(self):
        order = self._begun()
        order.scan("T-CABLE")
        order.material_ids.quantity = 11
        with self.assertRaises(UserError) as refused:
            order.action_finish()
        self.assertIn("Cable", str(refused.exception))

    def test_finishing_twice_moves_once(self):
        order = self._begun()
        order.scan("T-near-0")
        order.action_finish()
        with self.assertRaises(UserError):
            order.action_finish()
        self.assertEqual(len(order.sudo()._pickings()), 1)

    def test_what_has_moved_stays(self):
        order = self._begun()
        order.scan("T-near-0")
        order.scan("T-CABLE")
        order.action_finish()
        order.with_user(self.bm).give_back("x")
        for attempt in (
            order.serial_ids.action_remove,
            order.material_ids.unlink,
            lambda: order.material_ids.write({"quantity": 2}),
            lambda: order.with_user(self.bm).give_up("x"),
        ):
            with self.assertRaises(UserError):
                attempt()

    def test_material_with_serials_is_scanned(self):
        order = self._begun()
        with self.assertRaises(UserError):
            order.material_ids = [Command.create({"product_id": self.terminal.id})]

    def test_at_the_source(self):
        order = self._begun()
        self._prove(order)
        order.action_finish()
        lot = self.lots["near"][0].with_user(self.near_users["storekeeper"])
        self.assertEqual(lot.ops_work_count, 1)
        action = lot.action_ops_source()
        line = self.env[action["res_model"]].with_user(self.crew).search(action["domain"])
        self.assertEqual((line.serial, line.partner_id), ("T-near-0", self.customer))
        self.assertEqual((line.site, line.crew_ids), ("1 Ring Road", order.crew_ids))
        self.assertTrue(line.moved_at)
        photos = line.action_open_photos()
        self.assertEqual(self.env["ops.work.photo"].search_count(photos["domain"]), 2)
        found = (
            self.env["ops.work.serial"].with_user(self.crew).search([("serial", "ilike", "near-0")])
        )
        self.assertEqual(found, line)
        self.assertFalse(self.env["ops.work.serial"].with_user(self.far_users["bm"]).search([]))


@tagged("post_install", "-at_install")
class TestWorkPhotos(WorkCase):
    def test_the_same_photo_comes_once(self):
        order = self._begun()
        first = self._photo(order, "before", "k1")
        self.assertEqual(self._photo(order, "before", "k1"), first)
        self.assertNotEqual(self._photo(order, "before", "k2", picture(9)), first)
        self.assertEqual(order.photo_count, 2)
        order.action_finish()
        order.with_user(self.bm).accept_without_proof("x")
        # The answer was lost, the order went on: the telephone hears the same as the first time.
        self.assertEqual(self._photo(order, "before", "k1"), first)
        with self.assertRaises(UserError):
            self._photo(order, "before", "k3")

    def test_late_photos_reach_finished_work(self):
        order = self._begun()
        order.action_finish()
        self.assertTrue(self._photo(order, "after"))

    def test_only_pictures_of_the_crew(self):
        order = self._begun()
        with self.assertRaises(UserError):
            self._photo(order, "before", content=b"%PDF-1.4 no picture")
        with self.assertRaises(UserError):
            self._photo(order, "selfie")
        photos = self.env["ops.work.photo"]
        for user in (self.bm, self.far_users["technician"]):
            with self.assertRaises(AccessError):
                photos.with_user(user)._store(order.with_user(user), picture(), "after", "k")

    def test_a_photo_is_taken_back_by_its_author_alone(self):
        mate = self.staff["near"]["storekeeper"]
        order = self._begun(crew_ids=(self.staff["near"]["technician"] + mate).ids)
        photo = self._photo(order, "before")
        with self.assertRaises(AccessError):
            photo.with_user(mate.user_id).action_remove()
        photo.action_remove()
        self.assertFalse(order.photo_count)

    def test_hash_and_place_are_those_of_the_bytes_that_came(self):
        order = self._begun()
        later = fields.Datetime.now() + timedelta(days=1)
        photo = order.photo_ids._store(order, picture(3), "after", "k", later, (34.75, 113.6))
        self.assertLessEqual(photo.taken_at, fields.Datetime.now())
        self.assertEqual((photo.latitude, photo.longitude), (34.75, 113.6))
        self.assertEqual(len(photo.sha256), 64)
        with self.assertRaises(AccessError):
            photo.write({"sha256": "0"})
