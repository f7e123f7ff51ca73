"""Service fees: each period invoiced once, one invoice per customer; renewal, lapse, proof."""

from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_telematics import TelematicsCase, day, iccid

TODAY = "2026-11-20 02:00:00"


class ServiceCase(TelematicsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What others' fees of the demo are due does not matter here.
        cls.env["ops.service.charge"].search([]).write({"state": "ended"})
        cls.sa, cls.fin = cls.users["sa"], cls.users["fin"]
        cls.bank = cls.env["account.journal"].search([("type", "=", "bank")], limit=1)
        cls.env.ref("ops_telematics.product_fee_platform").taxes_id = False
        cls.env.ref("ops_telematics.product_fee_card").taxes_id = False
        vehicle = cls._vehicle("豫A10009")
        terminal, sim = cls._terminal("T-second"), cls._sim(9, msisdn="1410000000009")
        cls.second = cls._fit(vehicle, terminal, sim, "10-01")
        for card in (cls.fleet["near"][2], cls.fleet["far"][2], sim):
            card.sudo()._change_state("active", "2026-10-01")

    def _charge(self, fitted=None, since="2026-12-01", **vals):
        vals = {"price": 120, "months": 12, "date_from": since, **vals}
        fitted = fitted or self.fleet["near"][3]
        return self.env["ops.service.charge"].create({**vals, "installation_id": fitted.id})

    def _run(self, at=TODAY):
        with freeze_time(at):
            return self.env["ops.service.run"]._run_due()

    def _pay(self, moves):
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=moves.ids
        )
        register.create({"journal_id": self.bank.id})._create_payments()

    def _spans(self, charge):
        rows = charge.period_ids.sorted("date_from")
        return [(f"{row.date_from}", f"{row.date_to}", row.amount) for row in rows]


@tagged("post_install", "-at_install")
class TestServiceRuns(ServiceCase):
    def test_one_invoice_per_customer(self):
        """Two vehicles of one customer at 120.00 and one of another at 90.00."""
        first, second = self._charge(), self._charge(self.second)
        far = self._charge(self.fleet["far"][3], price=90)
        later = self._charge(kind="card", since="2027-03-01")
        run = self._run()
        amounts = {move.partner_id: move.amount_untaxed for move in run.move_ids}
        self.assertEqual(amounts, {self.customers["near"]: 240, self.customers["far"]: 90})
        self.assertEqual((run.period_count, run.amount), (3, 330))
        self.assertEqual(set(run.move_ids.mapped("state")), {"posted"})
        mine = run.move_ids.filtered(lambda move: move.partner_id == self.customers["near"])
        line = mine.invoice_line_ids
        self.assertEqual((len(line), line.quantity, line.price_unit), (1, 2, 120))
        self.assertIn("豫A10001", line.name)
        account = self.near.analytic_account_id
        self.assertEqual(line.analytic_distribution, {str(account.id): 100})
        self.assertEqual(self._spans(first), [("2026-12-01", "2027-11-30", 120)])
        self.assertEqual(first.period_ids.move_id, second.period_ids.move_id)
        self.assertEqual((far.owed, far.next_on), (90, fields.Date.to_date("2027-12-01")))
        self.assertFalse(later.period_ids)

    def test_never_twice_for_one_period(self):
        charge = self._charge()
        self._run()
        self.assertFalse(self._run())
        self.assertEqual(len(charge.period_ids), 1)
        vals = {"run_id": charge.period_ids.run_id.id, "partner_id": charge.partner_id.id}
        vals |= {"department_id": charge.department_id.id, "amount": 1, "state": "open"}
        vals |= {"charge_id": charge.id, "date_from": "2026-12-01", "date_to": "2027-11-30"}
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.cr.savepoint(),
        ):
            self.env["ops.service.period"].create({**vals, "move_id": charge.period_ids.move_id.id})
            self.env.flush_all()

    def test_what_was_forgotten_is_caught_up(self):
        """Monthly since 31 August: 31 Aug, 30 Sep, 31 Oct, 30 Nov; ahead to 20 December."""
        charge = self._charge(since="2026-08-31", months=1, price=10)
        self._run()
        self.assertEqual(
            self._spans(charge),
            [
                ("2026-08-31", "2026-09-29", 10),
                ("2026-09-30", "2026-10-30", 10),
                ("2026-10-31", "2026-11-29", 10),
                ("2026-11-30", "2026-12-30", 10),
            ],
        )
        self.assertEqual(charge.owed, 40)
        self.assertEqual(charge.valid_until, day("08-30"))

    def test_set_based_and_reckoned_alike(self):
        """What the statement wrote is what the fields would reckon."""
        charge = self._charge(since="2026-08-31", months=1, price=10)
        self._run()
        names = ("done_months", "next_on", "valid_until", "owed")
        before = [charge[name] for name in names]
        charge.sudo()._compute_days()
        self.assertEqual([charge[name] for name in names], before)

    def test_paid_and_reversed(self):
        charge = self._charge()
        self._run()
        move = charge.period_ids.move_id
        self.assertEqual(charge.valid_until, day("11-30"))
        self._pay(move)
        self.assertEqual((charge.period_ids.state, charge.owed), ("paid", 0))
        self.assertEqual(charge.valid_until, fields.Date.to_date("2027-11-30"))
        other = self._charge(self.second)
        self._run()
        wrong = other.period_ids.move_id
        wrong._reverse_moves([{"date": "2026-11-20"}], cancel=True)
        self.assertEqual((other.period_ids.state, other.next_on), ("void", day("12-01")))
        self._run()
        self.assertEqual(other.period_ids.mapped("state"), ["open", "void"])

    def test_not_beyond_the_last_day(self):
        charge = self._charge(since="2026-10-01", months=1, ended_on="2026-11-15")
        self._run()
        self.assertEqual([span[0] for span in self._spans(charge)], ["2026-10-01", "2026-11-01"])

    def test_a_run_that_breaks_leaves_nothing(self):
        charge = self._charge()
        moves = type(self.env["account.move"])
        with (
            patch.object(moves, "action_post", side_effect=UserError("t")),
            self.assertRaises(UserError),
            self.cr.savepoint(),
        ):
            self._run()
        self.env.invalidate_all()
        self.assertFalse(charge.period_ids)
        self.assertTrue(self._run())

    def test_who_may_run(self):
        self._charge()
        for code in ("da", "sa", "bm"):
            with self.assertRaises(AccessError):
                self.env["ops.service.run"].with_user(self.users[code]).action_run_due()
        with freeze_time(TODAY):
            self.env["ops.service.run"].with_user(self.fin).action_run_due()
            with self.assertRaises(UserError):
                self.env["ops.service.run"].with_user(self.fin).action_run_due()


@tagged("post_install", "-at_install")
class TestServiceLife(ServiceCase):
    def test_the_expiry_list(self):
        """On 20 November with 30 days ahead: paid to 19 Nov, to 20 Dec, to 21 Dec."""
        rows = (("2026-11-20", "overdue"), ("2026-12-21", "due"), ("2026-12-22", "paid"))
        places = (self.fleet["near"][3], self.fleet["far"][3], self.second)
        with freeze_time(TODAY):
            for fitted, (since, expected) in zip(places, rows, strict=True):
                charge = self._charge(fitted, since=since)
                self.assertEqual(charge.expiry, expected)
                for expiry in ("overdue", "due", "paid"):
                    found = self.env["ops.service.charge"].search(
                        [("expiry", "=", expiry), ("state", "=", "running")]
                    )
                    self.assertEqual(charge in found, expiry == expected)

    def test_renewed_with_one_click(self):
        charges = self._charge(since="2027-06-01") | self._charge(self.second, since="2027-06-01")
        with freeze_time(TODAY):
            run = self.env["ops.service.run"].browse(
                charges.with_user(self.sa).action_renew()["res_id"]
            )
            self.assertEqual((len(run.move_ids), run.period_count), (1, 2))
            with self.assertRaises(UserError):
                charges.with_user(self.sa).action_renew()
            with self.assertRaises(AccessError):
                charges.with_user(self.fin).action_renew()
        self.assertEqual(charges[0].next_on, fields.Date.to_date("2028-06-01"))

    def test_a_lapse_proposes_to_stop_the_card_and_a_payment_to_resume_it(self):
        card = self.fleet["near"][2]
        charge = self._charge(since="2026-10-01", months=3)
        self._run()
        with freeze_time(TODAY):
            charge.with_user(self.sa).action_lapse()
            batch = self.env["ops.sim.batch"].search([("line_ids.sim_id", "=", card.id)])
            self.assertEqual((batch.kind, batch.state), ("stop", "asked"))
            self.assertEqual((charge.state, charge.lapsed_on), ("lapsed", day("11-20")))
            self.env["ops.service.charge"]._daily()
            self.assertEqual(
                len(self.env["ops.sim.batch.line"].search([("sim_id", "=", card.id)])), 1
            )
            batch.with_user(self.da).action_send()
            batch.line_ids._answer("accepted", day("11-20"), "成功")
            self._pay(charge.period_ids.move_id)
            self.env["ops.service.charge"]._daily()
        self.assertEqual(charge.state, "running")
        lines = self.env["ops.sim.batch.line"].search([("sim_id", "=", card.id)])
        self.assertEqual(sorted(lines.mapped("kind")), ["resume", "stop"])

    def test_the_night_lets_lapse_after_the_days_of_grace(self):
        """Paid to 20 October: on 19 November it is 30 days late, on 20 November more."""
        charge = self._charge(since="2026-10-21", months=12)
        self.env["ops.service.run"]._run_due()
        for at, state in (("2026-11-19", "running"), ("2026-11-20", "lapsed")):
            with freeze_time(f"{at} 04:00:00"):
                self.env["ops.service.charge"]._daily()
            self.assertEqual(charge.state, state)

    def test_reminders(self):
        self.near.manager_id = self.staff["near"]["bm"]
        charge = self._charge(since="2026-11-25")
        with freeze_time(TODAY):
            self.env["ops.service.charge"].sudo()._remind_branches()
            todo = self.near._todos_of("ops_telematics.activity_service")
            self.assertEqual(todo.user_id, self.near_users["bm"])
            action = charge.with_user(self.sa).action_remind()
        self.assertEqual(charge.reminded_on, day("11-20"))
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "ops_telematics.service_letter", action["context"]["active_ids"]
        )
        self.assertIn("豫A10001", html.decode())

    def test_it_goes_on_with_the_next_card_but_not_with_the_next_customer(self):
        vehicle, _terminal, _sim, fitted = self.fleet["near"]
        charge = self._charge()
        new = fitted._swap(day("11-10"), "t", sim_id=self._sim(77))
        self.assertEqual(charge.installation_id, new)
        vehicle.sudo().partner_id = self.customers["far"]
        self.assertEqual(charge.installation_id, new)
        self.assertTrue(new.date_to)
        self.assertEqual(charge.partner_id, self.customers["near"])

    def test_what_was_invoiced_stays(self):
        charge = self._charge()
        self._run()
        for vals in ({"date_from": "2026-01-01"}, {"kind": "card"}):
            with self.assertRaises(UserError):
                charge.with_user(self.sa).write(vals)
        with self.assertRaises(UserError):
            charge.with_user(self.sa).unlink()
        with self.assertRaises(AccessError):
            charge.with_user(self.sa).state = "ended"
        charge.with_user(self.sa).action_end()
        self.assertEqual(charge.state, "ended")

    def test_agreed_for_many_vehicles(self):
        self._charge()
        vehicles = self.fleet["near"][0] | self.second.vehicle_id
        dialog = (
            self.env["ops.service.agree"]
            .with_user(self.sa)
            .create(
                {"vehicle_ids": [(6, 0, vehicles.ids)], "price": 240, "date_from": "2026-11-01"}
            )
        )
        dialog.action_agree()
        self.assertEqual(self.second.charge_ids.price, 240)
        self.assertEqual(len(self.fleet["near"][3].charge_ids), 1)
        with self.assertRaises(UserError):
            dialog.action_agree()

    def test_we_pay_and_the_customer_does_not(self):
        """Of three active cards: one paid for, one overdue since 11 days, one without a fee."""
        paid = self._charge(since="2026-10-01", months=12)
        self._run()
        self._pay(paid.period_ids.move_id)
        self._charge(self.second, since="2026-11-10")
        self._run()
        with freeze_time(TODAY):
            found = self.env["ops.sim.unpaid"].search([("sim_id.account_id", "=", self.account.id)])
            rows = {one.sim_id.iccid: (one.reason, one.days, one.owed) for one in found}
        self.assertEqual(
            rows,
            {
                iccid(9): ("overdue", 11, 120),
                iccid(2): ("free", 0, 0),
            },
        )


@tagged("post_install", "-at_install")
class TestCertificate(ServiceCase, HttpCase):
    def _print(self, user="technician"):
        vehicle = self.fleet["near"][0]
        action = vehicle.with_user(self.users[user]).action_print_certificate()
        return self.env["ops.certificate"].browse(action["context"]["active_ids"])

    def test_numbered_kept_and_printed_again(self):
        first = self._print()
        self.assertRegex(first.name, r"^AZ20\d\d-\d{6}$")
        self.assertEqual((first.plate, first.terminal), ("豫A10001", "T-NEAR"))
        self.assertEqual((first.fitted_on, first.state), (day("10-01"), "valid"))
        self.assertEqual(self._print("sa"), first)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "ops_telematics.certificate_sheet", first.ids
        )
        text = html.decode()
        self.assertIn(first.name, text)
        self.assertIn("data:image/png;base64,", text)  # the code, drawn into the paper

    def test_it_holds_as_long_as_the_fee_is_paid(self):
        charge = self._charge(since="2026-10-01", months=12)
        with freeze_time(TODAY):
            with self.assertRaises(UserError):
                self._print()
            self._run()
            self._pay(charge.period_ids.move_id)
            self.assertEqual(self._print().valid_until, fields.Date.to_date("2027-09-30"))

    def test_whoever_scans_it_sees_whether_it_holds(self):
        one = self._print()
        url = f"/ops/certificate/{one.token}"
        page = self.url_open(url)
        self.assertEqual(page.status_code, 200)
        self.assertIn("豫A10001", page.text)
        self.assertNotIn(self.customers["near"].name, page.text)
        self.assertIn("state valid", page.text)
        self.fleet["near"][3].sudo()._take_out(day("11-25"), "t")
        self.assertIn("state removed", self.url_open(url).text)
        self.assertEqual(self.url_open("/ops/certificate/none").status_code, 404)

    def test_a_new_card_changes_nothing_a_withdrawal_does(self):
        one = self._print()
        self.fleet["near"][3]._swap(day("11-10"), "t", sim_id=self._sim(78))
        self.assertEqual(one.state, "valid")
        with self.assertRaises(AccessError):
            one.with_user(self.users["technician"]).action_withdraw()
        one.with_user(self.da).action_withdraw()
        self.assertEqual(one.state, "withdrawn")

    def test_who_prints(self):
        for code in ("technician", "branch_sales", "bm", "sa", "da"):
            self.assertTrue(self._print(code))
        with self.assertRaises(AccessError):
            self._print("fin")
        far = self.fleet["far"][0].with_user(self.users["technician"])
        with self.assertRaises(AccessError):
            far.action_print_certificate()
        with self.assertRaises(AccessError):
            self._print().with_user(self.da).write({"valid_until": "2030-01-01"})
