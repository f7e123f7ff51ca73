"""Lists of cards and vehicles: taken line by line, each reject with its reason, twice the same."""

from odoo.tests import tagged

from .common_telematics import TelematicsCase, day, iccid

CARDS = "iccid,msisdn,plan,state,activated_on,suspended_on,cancelled_on,branch"
VEHICLES = (
    "车牌号码,车牌颜色,车架号,车辆类型,客户,分中心,终端型号,终端序列号,ICCID,安装日期,例外说明"
)


class ListCase(TelematicsCase):
    def _feed(self, profile, header, *lines, source=None, user=None):
        self.count = getattr(self, "count", 0) + 1
        content = "\n".join((header, *lines))
        feeds = self.env["ops.feed"].with_user(user or self.env.user)
        source = source or self.account.source_id.code
        return feeds.ingest(profile, f"{self.count}.csv", content.encode(), source)

    def _reasons(self, feed):
        rejects = self.env["ops.feed.reject"].search([("feed_id", "=", feed.id)], order="line_no")
        return [(one.line_no, one.reason_code) for one in rejects]


@tagged("post_install", "-at_install")
class TestSimInventory(ListCase):
    def _card(self, number):
        return self.env["ops.sim"].search([("iccid", "=", iccid(number))])

    def _days(self, number):
        rows = self._card(number).state_ids.sorted("date_from")
        return [(row.state, row.date_from.isoformat(), row.date_to) for row in rows]

    def test_cards_with_states_and_plans(self):
        feed = self._feed(
            "sim_inventory",
            CARDS,
            f"{iccid(101)},1410000000101,TEL-30M,active,2025-01-10,,,NEAR",
            f"{iccid(102)},1410000000102,TEL-30M,cancelled,2025-01-10,,2026-08-31,Near",
            f"{iccid(104)},1410000000104,TEL-30M,suspended,2025/1/10,2026年9月30日,,FAR",
            f"{iccid(111)}F,1410000000111,TEL-30M,silent,,,,",
        )
        self.assertEqual((feed.state, feed.accepted_count, feed.reject_count), ("done", 4, 0))
        self.assertEqual(
            self._days(102),
            [("active", "2025-01-10", day("08-31")), ("cancelled", "2026-08-31", False)],
        )
        self.assertEqual(self._days(104)[-1][:2], ("stopped", "2026-09-30"))
        self.assertEqual(self._days(111), [("silent", "1970-01-01", False)])
        self.assertFalse(self._card(111).silent_on)
        self.assertEqual(self._card(101).subscription_ids.date_from.isoformat(), "2025-01-10")
        self.assertEqual(self._card(104).department_id, self.far.department_id)
        self.assertEqual(self._card(111).department_id, self.account.department_id)
        self.assertEqual(self._card(101).sudo().lot_id.name, iccid(101))

    def test_the_operators_codes_and_what_changed(self):
        line = f"{iccid(101)},1410000000101,TEL-30M,%s,2026-03-01,,,NEAR"
        self._feed("sim_inventory", CARDS, line % 2)
        feed = self._feed("sim_inventory", CARDS, line % 4)
        self.assertEqual((feed.accepted_count, feed.duplicate_count), (1, 0))
        card = self._card(101)
        self.assertEqual((card.state, card.state_ids[0].raw_code), ("stopped", "4"))
        self.assertEqual(card.state_ids[0].date_from, feed.source_id._local_today())
        self.assertEqual(card.activated_on, day("03-01"))

    def test_the_same_again_changes_nothing(self):
        line = f"{iccid(101)},1410000000101,TEL-30M,active,2026-03-01,,,NEAR"
        self._feed("sim_inventory", CARDS, line)
        feed = self._feed("sim_inventory", CARDS, line, "")
        self.assertEqual((feed.accepted_count, feed.duplicate_count), (0, 1))
        self.assertEqual(len(self._card(101).state_ids), 1)

    def test_what_cannot_be_taken_says_why(self):
        other = self._account("T3", "unicom", "cmp")
        self._sim(90, account_id=other.id)
        feed = self._feed(
            "sim_inventory",
            CARDS,
            f"{iccid(101)},1410000000101,TEL-30M,active,,,,NEAR",
            "12345,1410000000101,TEL-30M,active,,,,NEAR",
            f"{iccid(102)},123,TEL-30M,active,,,,NEAR",
            f"{iccid(103)},1410000000103,TEL-9G,active,,,,NEAR",
            f"{iccid(104)},1410000000104,TEL-30M,flying,,,,NEAR",
            f"{iccid(105)},1410000000105,TEL-30M,active,soon,,,NEAR",
            f"{iccid(106)},1410000000106,TEL-30M,active,,,,Nowhere",
            f"{iccid(101)},1410000000101,TEL-30M,active,,,,NEAR",
            f"{iccid(90)},1410000000190,TEL-30M,active,,,,NEAR",
        )
        self.assertEqual((feed.state, feed.accepted_count, feed.reject_count), ("done", 1, 8))
        codes = ("iccid_form", "msisdn_form", "plan", "state", "date", "branch", "twice", "account")
        self.assertEqual(self._reasons(feed), list(enumerate(codes, 3)))
        raw = self.env["ops.feed.reject"].search([("reason_code", "=", "plan")], limit=1)
        self.assertIn("TEL-9G", raw.sudo().raw)

    def test_branches_of_the_sender_only(self):
        line = f"{iccid(101)},1410000000101,TEL-30M,active,,,,FAR"
        feed = self._feed("sim_inventory", CARDS, line, user=self.da)
        self.assertEqual((feed.state, self._reasons(feed)), ("failed", [(2, "branch")]))

    def test_a_fitted_card_stays_with_its_vehicle(self):
        self._feed("sim_inventory", CARDS, f"{iccid(1)},1410000000001,TEL-30M,active,,,,FAR")
        self.assertEqual(self._card(1).department_id, self.near.department_id)


@tagged("post_install", "-at_install")
class TestVehicleList(ListCase):
    def _list(self, *lines, user=None):
        return self._feed("vehicle", VEHICLES, *lines, source="register", user=user)

    def _vehicle_of(self, plate):
        return self.env["ops.vehicle"].search([("plate", "=", plate)])

    def test_vehicles_with_what_is_fitted(self):
        self._sim(201)
        feed = self._list(
            "豫A30001,黄色,1HGBH41JXMN109186,危货车,t fleet near,NEAR,t terminal,N-1,"
            f"{iccid(201)},2026-05-01,",
            "豫A·30002,2,,,t fleet near,Near,,,,,",
            "豫A30003D,黄牌,,,t fleet near,NEAR,,,,,行驶证如此",
        )
        self.assertEqual((feed.state, feed.accepted_count, self._reasons(feed)), ("done", 3, []))
        vehicle = self._vehicle_of("豫A30001")
        fitted = vehicle.installation_ids
        self.assertEqual((vehicle.kind, fitted.date_from), ("danger", day("05-01")))
        self.assertEqual(vehicle.sim_id.iccid, iccid(201))
        self.assertEqual(vehicle.terminal_id.product_id, self.model)
        place = fitted.terminal_id.sudo().lot_id.location_id
        self.assertEqual(place.usage, "customer")
        self.assertEqual(self._vehicle_of("豫A30003D").override_ids.code, "plate_colour")

    def test_the_same_again_changes_nothing(self):
        line = "豫A30001,黄色,,,t fleet near,NEAR,t terminal,N-1,,2026-05-01,"
        self._list(line)
        feed = self._list(line, "")
        self.assertEqual((feed.accepted_count, feed.duplicate_count), (0, 1))

    def test_what_cannot_be_taken_says_why(self):
        self._fit(self._vehicle("豫A30020"), self._terminal("T-20"), None, "10-01")
        ended = self._fit(self._vehicle("豫A30021"), self._terminal("T-21"), None, "10-01")
        ended._end(day("11-01"))
        lines = {
            "colour": "豫A30001,双色,,,t fleet near,NEAR,,,,,",
            "plate_form": "豫A3000,黄色,,,t fleet near,NEAR,,,,,",
            "plate_colour": "豫A30003D,黄色,,,t fleet near,NEAR,,,,,",
            "vin_check": "豫A30004,黄色,5J6HYJ8V45L009357,,t fleet near,NEAR,,,,,",
            "customer": "豫A30005,黄色,,,nobody,NEAR,,,,,",
            "branch": "豫A30006,黄色,,,t fleet near,nowhere,,,,,",
            "taken": "豫P10003,黄色,,,t fleet near,NEAR,,,,,",
            "no_terminal": f"豫A30007,黄色,,,t fleet near,NEAR,,,{iccid(2)},,",
            "card": f"豫A30008,黄色,,,t fleet near,NEAR,t terminal,N-8,{iccid(999)},,",
            "model": "豫A30009,黄色,,,t fleet near,NEAR,unknown,N-9,,,",
            "terminal_elsewhere": "豫A30010,黄色,,,t fleet near,NEAR,t terminal,T-near,,,",
            "card_elsewhere": f"豫A30011,黄色,,,t fleet near,NEAR,t terminal,N-11,{iccid(1)},,",
            "fitted": "豫A30020,黄色,,,t fleet near,NEAR,t terminal,N-20,,,",
            "overlap": "豫A30021,黄色,,,t fleet near,NEAR,t terminal,T-21,,2026-10-15,",
        }
        feed = self._list(*lines.values(), "豫A30001,黄色,,,t fleet near,NEAR,,,,,")
        self.assertEqual(self._reasons(feed), list(enumerate(lines, 2)))
        self.assertEqual((feed.state, feed.accepted_count), ("done", 1))
        taken = self.env["ops.feed.reject"].search(
            [("feed_id", "=", feed.id), ("reason_code", "=", "taken")]
        )
        self.assertIn("Far", taken.reason)
        self.assertNotIn("t fleet far", taken.reason)

    def test_what_lies_in_the_warehouse_is_moved_to_the_customer(self):
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": self.model.id} for name in ("W-1", "W-2")]
        )
        for lot, branch in zip(lots, (self.near, self.far), strict=True):
            shelf = branch.warehouse_id.lot_stock_id
            self.env["stock.quant"]._update_available_quantity(self.model, shelf, 1, lot_id=lot)
        feed = self._list(
            "豫A30001,黄色,,,t fleet near,NEAR,t terminal,W-1,,,",
            "豫A30002,黄色,,,t fleet near,NEAR,t terminal,W-2,,,",
        )
        self.assertEqual(self._reasons(feed), [(3, "stock_elsewhere")])
        moves = self.env["stock.move.line"].search([("lot_id", "=", lots[0].id)])
        self.assertEqual((moves.state, moves.location_dest_id.usage), ("done", "customer"))
        self.assertEqual(moves.picking_id.partner_id, self.customers["near"])
