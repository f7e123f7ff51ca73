"""Vehicles, terminals and cards: known once, dated without gaps in the answer."""

from dateutil.relativedelta import relativedelta
from psycopg2.errors import ExclusionViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.ops_roles.tests.common_access import AccessTableMixin

from .access_table import ACCESS
from .common_telematics import TelematicsCase, day, iccid


@tagged("post_install", "-at_install")
class TestTelematicsAccess(AccessTableMixin, TelematicsCase):
    module = "ops_telematics"
    access = ACCESS


@tagged("post_install", "-at_install")
class TestVehicle(TelematicsCase):
    def _register(self, plate, **vals):
        vals = {"partner_id": self.customers["near"].id, "plate_color": "2", **vals}
        vehicles = self.env["ops.vehicle"].with_user(self.da)
        return vehicles.create(
            {"plate": plate, "department_id": self.near.department_id.id, **vals}
        )

    def test_kept_as_the_standard_writes_it(self):
        vehicle = self._register("豫a·123 45", vin=" 1hgbh41jxmn109186", plate_color="1")
        self.assertEqual((vehicle.plate, vehicle.vin), ("豫A12345", "1HGBH41JXMN109186"))
        self.assertEqual(vehicle.region_code, "410100")
        self.assertIn(self.near.department_id, vehicle.sudo().partner_id.ops_department_ids)

    def test_what_is_no_plate_is_refused(self):
        with self.assertRaises(ValidationError):
            self._register("豫A1234")

    def test_what_does_not_fit_needs_a_reason_that_is_kept(self):
        with self.assertRaises(ValidationError):
            self._register("豫A12345D")
        vehicle = self._register("豫A12345D", override_reason="行驶证如此")
        kept = vehicle.override_ids
        self.assertEqual((kept.code, kept.reason), ("plate_colour", "行驶证如此"))
        self.assertEqual(kept.user_id, self.da)

    def test_unplated_goes_by_its_vin(self):
        vehicle = self._register(False, plate_color="0", vin="11111111111111111")
        self.assertEqual(vehicle.plate, "11111111111111111")
        with self.assertRaises(ValidationError):
            self._register("x", plate_color="0")

    def test_registered_elsewhere_names_the_branch_but_not_the_customer(self):
        with self.assertRaises(UserError) as caught:
            self._register("豫P10003")
        text = str(caught.exception)
        self.assertIn(self.far.department_id.name, text)
        self.assertNotIn(self.customers["far"].name, text)

    def test_the_same_vin_elsewhere_is_shown(self):
        vehicle = self._register("豫A12346", vin="LGAX2A133K0000002")
        self.assertIn(self.far.department_id.name, vehicle.twin_note)
        self.assertNotIn(self.customers["far"].name, vehicle.twin_note)

    def test_keys_change_by_request_only(self):
        vehicle = self._register("豫A12345")
        vehicle.plate = "豫A12346"  # a slip, corrected by whoever made it on the same day
        with self.assertRaises(AccessError):
            self.fleet["near"][0].with_user(self.da).plate = "豫A12347"
        self.fleet["near"][0].with_user(self.da).note = "t"

    def test_never_deleted(self):
        with self.assertRaises(AccessError):
            self.fleet["near"][0].with_user(self.da).unlink()


@tagged("post_install", "-at_install")
class TestTwins(TelematicsCase):
    def test_a_card_is_a_serial_of_stock(self):
        sim = self.env["ops.sim"].with_user(self.da)
        sim = sim.create(
            {
                "iccid": "8986 0326 4100 0000 099f",
                "account_id": self.account.id,
                "department_id": self.near.department_id.id,
            }
        )
        self.assertEqual(sim.iccid, iccid(99))
        self.assertEqual(sim.sudo().lot_id.name, iccid(99))
        self.assertEqual(sim.sudo().product_id, self.env.ref("ops_telematics.product_sim"))

    def test_a_serial_in_stock_is_taken_over(self):
        lot = self.env["stock.lot"].create({"name": "T-STOCK", "product_id": self.model.id})
        self.assertEqual(self._terminal("t-stock").lot_id, lot)

    def test_an_iccid_is_known_once(self):
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self._sim(1)

    def test_no_iccid(self):
        with self.assertRaises(ValidationError):
            self._sim(1, iccid="123456")

    def test_state_is_not_typed_in(self):
        with self.assertRaises(AccessError):
            self.fleet["near"][2].with_user(self.da).state = "active"

    def test_notes_on_the_number(self):
        sim = self._sim(1, iccid="89860477012070271502")  # of a real frame, fails the check
        self.assertTrue(sim.number_note)
        unicom = self._account("T2", "unicom", "cmp")
        right = {"iccid": "89860117801086222165"}
        self.assertFalse(self._sim(1, account_id=unicom.id, **right).number_note)


@tagged("post_install", "-at_install")
class TestHistory(TelematicsCase):
    def setUp(self):
        super().setUp()
        self.card = self.fleet["near"][2]

    def _days(self):
        rows = self.card.state_ids.sorted("date_from")
        return [(row.state, row.date_from, row.date_to) for row in rows]

    def test_states_follow_each_other(self):
        self.card._change_state("silent", day("01-10"), raw_code="1")
        self.card._change_state("active", day("03-01"), raw_code="2")
        self.assertEqual(
            self._days(),
            [("silent", day("01-10"), day("03-01")), ("active", day("03-01"), False)],
        )
        self.assertEqual((self.card.state, self.card.activated_on), ("active", day("03-01")))
        self.assertEqual(self.card.silent_on, day("01-10"))

    def test_the_same_again_changes_nothing(self):
        self.card._change_state("active", day("03-01"), origin="file 1")
        self.assertFalse(self.card._change_state("active", day("05-01"), origin="file 2"))
        self.assertEqual(self._days(), [("active", day("03-01"), False)])

    def test_news_of_the_past_are_put_in_their_place(self):
        self.card._change_state("silent", day("01-10"))
        self.card._change_state("stopped", day("06-01"))
        self.card._change_state("active", day("03-01"))
        self.card._change_state("stock", day("01-01"))
        self.assertEqual(
            self._days(),
            [
                ("stock", day("01-01"), day("01-10")),
                ("silent", day("01-10"), day("03-01")),
                ("active", day("03-01"), day("06-01")),
                ("stopped", day("06-01"), False),
            ],
        )
        self.assertEqual(self.card.state, "stopped")

    def test_superseded_on_its_own_day(self):
        self.card._change_state("silent", day("01-10"))
        self.card._change_state("active", day("01-10"))
        self.assertIn(("silent", day("01-10"), day("01-10")), self._days())
        self.assertEqual(self.card.state, "active")

    def test_the_database_refuses_two_states_at_once(self):
        self.card._change_state("silent", day("01-10"))
        vals = {"sim_id": self.card.id, "state": "active", "date_from": day("02-01")}
        with (
            self.assertRaises(ExclusionViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.env["ops.sim.state"].create(vals).flush_recordset()

    def test_plans_follow_each_other(self):
        self.card._change_plan(self.plan, day("01-10"))
        self.card._change_plan(self.plan_large, day("04-01"))
        plans = self.card.subscription_ids.sorted("date_from")
        self.assertEqual(plans.plan_id, self.plan + self.plan_large)
        self.assertEqual(plans[0].date_to, day("04-01"))
        self.assertEqual(self.card.plan_id, self.plan_large)


@tagged("post_install", "-at_install")
class TestInstallation(TelematicsCase):
    def setUp(self):
        super().setUp()
        self.vehicle, self.terminal, self.card, self.fitted = self.fleet["near"]

    def _on(self, moment):
        rows = self.env["ops.installation"]
        found = rows.search([("vehicle_id", "=", self.vehicle.id), *rows._domain_on(day(moment))])
        return [(one.terminal_id, one.sim_id, one.partner_id) for one in found]

    def test_any_past_day_is_answered(self):
        other = self._sim(20)
        self.fitted._succeed(day("10-10"), "t", sim_id=other.id)
        customer = self.customers["near"]
        self.assertEqual(self._on("09-30"), [])
        self.assertEqual(self._on("10-01"), [(self.terminal, self.card, customer)])
        self.assertEqual(self._on("10-09"), [(self.terminal, self.card, customer)])
        self.assertEqual(self._on("10-10"), [(self.terminal, other, customer)])
        self.assertEqual(self.vehicle.sim_id, other)
        self.assertFalse(self.card.current_id)
        self.assertEqual(other.current_id.vehicle_id, self.vehicle)

    def _refused(self, *args, **vals):
        with (
            self.assertRaises(ExclusionViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self._fit(*args, **vals).flush_recordset()

    def test_one_place_at_a_time(self):
        vehicle, terminal, sim = self._vehicle("豫A20001"), self._terminal("T-9"), self._sim(21)
        self._refused(vehicle, terminal, self.card, "10-05")
        self._refused(vehicle, self.terminal, sim, "09-01")
        self._refused(self.vehicle, terminal, sim, "10-05")
        self._fit(self.vehicle, terminal, sim, "10-05", slot="video")
        self._fit(vehicle, self._terminal("T-10"), None, "10-05")
        self._fit(self._vehicle("豫A20002"), self._terminal("T-11"), None, "10-05")

    def test_ends_once_and_not_before_it_began(self):
        with self.assertRaises(UserError):
            self.fitted._end(day("09-30"))
        self.fitted._end(day("10-05"))
        with self.assertRaises(UserError):
            self.fitted._end(day("10-06"))

    def test_terminal_and_card_belong_where_they_are_fitted(self):
        sim = self._sim(22, self.near)
        vehicle = self._vehicle("豫P20001", self.far)
        self._fit(vehicle, self._terminal("T-12"), sim, "10-05")
        self.assertEqual(sim.department_id, self.far.department_id)

    def test_found_by_what_is_fitted(self):
        free = self._sim(23)
        cards = self.env["ops.sim"]
        mine = [("id", "in", (self.card + free).ids)]
        self.assertEqual(cards.search([*mine, ("current_id", "=", False)]), free)
        self.assertEqual(cards.search([*mine, ("current_id", "!=", False)]), self.card)
        vehicles = self.env["ops.vehicle"].search([("is_fitted", "=", True)])
        self.assertIn(self.vehicle, vehicles)


@tagged("post_install", "-at_install")
class TestAccount(TelematicsCase):
    def test_made_with_the_source_of_its_files(self):
        account = (
            self.env["ops.operator.account"]
            .with_user(self.dm)
            .create(
                {
                    "name": "t",
                    "code": "T9",
                    "operator": "unicom",
                    "platform": "cmp",
                    "partner_id": self.customers["near"].id,
                }
            )
        )
        self.assertEqual(account.sudo().source_id.code, "operator-t9")
        self.assertEqual(account.department_id, self.project)


@tagged("post_install", "-at_install")
class TestCost(TelematicsCase):
    def test_forced_activation_by_the_tariff(self):
        today = self.env.company._ops_today()
        self.env["ops.sim.tariff"].create(
            {
                "plan_id": self.plan.id,
                "date_from": "2025-01-01",
                "monthly_fee": 2,
                "silent_months": 6,
            }
        )
        card, other = self._sim(401), self._sim(402)
        for sim, months in ((card, 5), (other, 1)):
            since = today - relativedelta(months=months, days=15)
            sim._change_state("silent", since)
            sim._change_plan(self.plan, since)
        self.assertEqual(card.forced_on, card.silent_on + relativedelta(months=6))
        self.assertEqual(card.monthly_fee, 2)
        limit = today + relativedelta(days=30)
        near = self.env["ops.sim"].search([("forced_on", "<=", limit)])
        self.assertIn(card, near)
        self.assertNotIn(other, near)

    def test_month_report(self):
        builder = self.env["ops.report.builder"].sudo()
        [sheet] = builder._build_register(self.centre, day("10-01"), day("10-31"))
        near = next(row for row in sheet.rows if row["branch"] == "Near")
        self.assertEqual((near["vehicles"], near["fitted"], near["archives"]), (1, 1, 1))
        [before] = builder._build_register(self.near.department_id, day("09-01"), day("09-30"))
        self.assertEqual(before.rows[0]["bare"], 1)
