"""Reports of cards and service fees by branch, and what bills say of unpaid fees: by hand."""

from freezegun import freeze_time

from odoo.tests import tagged

from .common_settlement import SettlementCase
from .common_telematics import day
from .test_service import ServiceCase
from .test_sim_batch import MORNING, BatchCase


@tagged("post_install", "-at_install")
class TestCardReport(BatchCase):
    def test_states_of_the_day_and_what_was_asked(self):
        """Two cards active since January; one is stopped on 20 November, one refused."""
        other = self._cards([301])
        with freeze_time(MORNING):
            batch = self._ask("stop", self.card | other)
            self._send(batch)
            self._answer(
                f"{batch.name},{self.card.iccid},成功,,2026-11-20",
                f"{batch.name},{other.iccid},失败,,",
            )
        builder = self.env["ops.report.builder"]
        names = ("active", "stopped", "halted", "asked", "done", "refused", "waiting")
        for first, last, expected in (
            (day("11-01"), day("11-30"), (1, 1, 1, 2, 1, 1, 0)),
            (day("11-20"), day("11-20"), (1, 1, 1, 2, 1, 1, 0)),
            (day("11-19"), day("11-19"), (2, 0, 0, 0, 0, 0, 0)),
        ):
            [sheet] = builder._build_cards(self.near.department_id, first, last)
            row = sheet.rows[0]
            self.assertEqual(tuple(row[name] for name in names), expected)
            self.assertEqual([row[name] for name in names], [sheet.rows[-1][n] for n in names])


@tagged("post_install", "-at_install")
class TestCustomerUnpaid(SettlementCase):
    def test_paying_for_a_card_whose_customer_has_not_paid(self):
        """Of two billed cards in vehicles one is paid for to the end of October."""
        charges, found = self.env["ops.service.charge"], {}
        for number, since in ((1, "2026-10-01"), (2, "2026-11-01")):
            card = list(self.sims.values())[number - 1]
            vehicle = self._vehicle(f"豫A2000{number}")
            terminal = self._terminal(f"T-case-{number}")
            fitted = self._fit(vehicle, terminal, card, "09-01")
            charges.create({"installation_id": fitted.id, "price": 60, "date_from": since})
            found[card] = "customer_unpaid" if since == "2026-10-01" else False
        settlement = self._bill()
        settlement.run()
        lines = settlement.line_ids.filtered(lambda line: line.sim_id in found)
        self.assertEqual({line.sim_id: line.own_flags for line in lines}, found)


@tagged("post_install", "-at_install")
class TestServiceReport(ServiceCase):
    def test_invoiced_paid_overdue(self):
        """Of the near branch: 120.00 invoiced and paid, 90.00 invoiced, overdue since 10 days."""
        self._charge(since="2026-11-15")
        run = self._run()
        self._pay(run.move_ids)
        self._charge(self.second, since="2026-11-11", price=90)
        self._run()
        with freeze_time("2026-11-20 02:00:00"):
            self.env["ops.certificate"]._issue(self.fleet["near"][3])
            builder = self.env["ops.report.builder"]
            span = (day("11-01"), day("11-30"))
            [sheet] = builder._build_service_fees(self.near.department_id, *span)
        row = sheet.rows[0]
        found = tuple(row[name] for name in ("invoiced", "paid", "owed", "certificates"))
        self.assertEqual(found, (210, 120, 90, 1))
        self.assertEqual((row["running"], row["overdue"]), (2, 1))
        self.assertAlmostEqual(row["rate"], 120 / 210)
