"""Fixtures: an operator account with plans, and a chain of vehicle, terminal and card per branch.

``BranchCase`` gives the branches ``self.near`` (where all roles are) and ``self.far``; here
``self.fleet["near"]`` is (vehicle, terminal, card, installation since 1 October 2026).
"""

from odoo import fields

from odoo.addons.ops_branch.tests.common_branch import BranchCase

#: VINs with right check digits: textbook ones and one made up for a Chinese maker.
VINS = {"near": "1HGBH41JXMN109186", "far": "LGAX2A133K0000002"}
PLATES = {"near": "豫A10001", "far": "豫P10003"}


def day(text):
    """A day of 2026 as ``MM-DD``."""
    return fields.Date.to_date(f"2026-{text}")


def iccid(number):
    """A card number of China Telecom that ends with ``number``."""
    return f"8986032641{number:09}"


class TelematicsCase(BranchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.da, cls.dm = cls.users["da"], cls.users["dm"]
        cls.model = cls.env["product.product"].create(
            {"name": "t terminal", "is_storable": True, "tracking": "serial"}
        )
        cls.customers = {
            name: cls.env["res.partner"].create({"name": f"t fleet {name}", "is_company": True})
            for name in ("near", "far")
        }
        cls.account = cls._account("T1", "telecom", "onelink_ct")
        cls.plan = cls.env["ops.sim.plan"].create(
            {"account_id": cls.account.id, "code": "TEL-30M", "name": "TEL-30M"}
        )
        cls.plan_large = cls.plan.copy({"code": "TEL-100M", "name": "TEL-100M"})
        cls.fleet = {
            name: cls._chain(name, branch, number)
            for number, (name, branch) in enumerate((("near", cls.near), ("far", cls.far)), 1)
        }

    @classmethod
    def _account(cls, code, operator, platform):
        vendor = cls.env["res.partner"].create({"name": f"t {operator}", "is_company": True})
        return cls.env["ops.operator.account"].create(
            {
                "name": f"t {code}",
                "code": code,
                "operator": operator,
                "platform": platform,
                "partner_id": vendor.id,
                "department_id": cls.project.id,
            }
        )

    @classmethod
    def _sim(cls, number, branch=None, **vals):
        return cls.env["ops.sim"].create(
            {
                "iccid": iccid(number),
                "account_id": cls.account.id,
                "department_id": (branch or cls.near).department_id.id,
                **vals,
            }
        )

    @classmethod
    def _terminal(cls, serial, branch=None, **vals):
        return cls.env["ops.terminal"].create(
            {
                "serial": serial,
                "product_id": cls.model.id,
                "department_id": (branch or cls.near).department_id.id,
                **vals,
            }
        )

    @classmethod
    def _vehicle(cls, plate, branch=None, **vals):
        return cls.env["ops.vehicle"].create(
            {
                "plate": plate,
                "plate_color": "2",
                "partner_id": cls.customers["near"].id,
                "department_id": (branch or cls.near).department_id.id,
                **vals,
            }
        )

    @classmethod
    def _chain(cls, name, branch, number):
        vehicle = cls._vehicle(
            PLATES[name], branch, vin=VINS[name], partner_id=cls.customers[name].id
        )
        terminal = cls._terminal(f"T-{name}", branch)
        sim = cls._sim(number, branch, msisdn=f"141000000000{number}")
        return vehicle, terminal, sim, cls._fit(vehicle, terminal, sim, "10-01")

    @classmethod
    def _fit(cls, vehicle, terminal, sim, since, until=None, **vals):
        return cls.env["ops.installation"].create(
            {
                "vehicle_id": vehicle.id,
                "terminal_id": terminal.id,
                "sim_id": sim.id if sim else False,
                "partner_id": vehicle.partner_id.id,
                "department_id": vehicle.department_id.id,
                "date_from": day(since),
                "date_to": until and day(until),
                **vals,
            }
        )
