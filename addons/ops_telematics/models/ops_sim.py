from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core import identity, sim_state

STATES = [
    ("stock", "In stock"),
    ("test", "Test"),
    ("silent", "Silent"),
    ("active", "Active"),
    ("stopped", "Stopped"),
    ("pre_cancelled", "Pre-cancelled"),
    ("cancelled", "Cancelled"),
]
REASONS = [
    ("asked", "Asked by us"),
    ("arrears", "Arrears"),
    ("over_limit", "Traffic limit"),
    ("pool", "Pool used up"),
    ("expired", "Plan expired"),
    ("violation", "Violation"),
    ("separated", "Card in another device"),
    ("real_name", "Real name missing"),
    ("other", "Other"),
]
#: The product of serials that are cards.
PRODUCT = "ops_telematics.product_sim"


class OpsSim(models.Model):
    """A SIM card: a serial number in stock, and what the operator knows of it.

    ``state`` and ``plan_id`` are those of today; the days they held before are kept in
    ``ops.sim.state`` and ``ops.sim.subscription`` and change through ``_change_state`` and
    ``_change_plan`` only. Numbers of machines are nobody's telephone number and shown in full.
    """

    _name = "ops.sim"
    _description = "SIM card"
    _inherit = ["ops.lot.twin.mixin"]
    _inherits = {"stock.lot": "lot_id"}
    _order = "iccid"
    _rec_name = "iccid"
    _rec_names_search = ["iccid", "msisdn"]
    _check_company_auto = True
    _guarded = ("state", "state_reason", "plan_id")

    iccid = fields.Char("ICCID", required=True, index="trigram", copy=False)
    msisdn = fields.Char("Card number", index="trigram", copy=False, help="MSISDN: 11 or 13 digits")
    imsi = fields.Char("IMSI", copy=False)
    account_id = fields.Many2one(
        "ops.operator.account",
        "Operator account",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    operator = fields.Selection(related="account_id.operator")
    plan_id = fields.Many2one(
        "ops.sim.plan", "Plan", index="btree_not_null", ondelete="restrict", copy=False
    )
    state = fields.Selection(STATES, required=True, default="stock", index=True, copy=False)
    state_reason = fields.Selection(REASONS, "Why it is stopped", copy=False)
    silent_on = fields.Date("Silent since", copy=False)
    activated_on = fields.Date("Activated on", copy=False)
    is_real_name = fields.Boolean("Real name registered")
    is_bound = fields.Boolean("Bound to an IMEI")
    bound_imei = fields.Char("Bound IMEI")
    state_ids = fields.One2many("ops.sim.state", "sim_id", "States", readonly=True)
    subscription_ids = fields.One2many("ops.sim.subscription", "sim_id", "Plans", readonly=True)
    installation_ids = fields.One2many("ops.installation", "sim_id", "History", readonly=True)
    current_id = fields.Many2one(
        "ops.installation", "Fitted now", compute="_compute_current_id", search="_search_current_id"
    )
    vehicle_id = fields.Many2one(related="current_id.vehicle_id", string="Vehicle")
    terminal_id = fields.Many2one(related="current_id.terminal_id", string="Terminal")
    partner_id = fields.Many2one(related="current_id.partner_id", string="Customer")
    number_note = fields.Char("What is odd about the number", compute="_compute_number_note")
    active = fields.Boolean(default=True)
    note = fields.Text("What to know")

    _iccid_once = models.UniqueIndex("(iccid)", "This ICCID is registered already.")
    _lot_once = models.UniqueIndex("(lot_id)", "This serial is a card already.")
    _iccid_form = models.Constraint(
        "CHECK (iccid ~ '^89[0-9A-F]{17,18}$')",
        "An ICCID has 19 or 20 characters and begins with 89. Scan the card once more.",
    )

    @api.depends("installation_ids.date_to")
    def _compute_current_id(self):
        self._installation_now("sim_id")

    @api.model
    def _search_current_id(self, operator, value):
        return self._search_installation_now("sim_id", operator, value)

    @api.depends("iccid", "account_id")
    def _compute_number_note(self):
        for sim in self:
            sim.number_note = " ".join(sim._number_notes())

    def _number_notes(self):
        if "iccid_luhn" in identity.iccid_problems(self.iccid or ""):
            yield self.env._("The check digit does not fit, as with many real cards.")
        whose = identity.issuer(self.iccid or "")
        if whose and self.account_id and whose != self.account_id.operator:
            names = dict(self.account_id._fields["operator"]._description_selection(self.env))
            yield self.env._("By its number it is a card of %s.", names[whose])

    @api.constrains("msisdn", "imsi", "bound_imei")
    def _check_numbers(self):
        for sim in self:
            if sim.msisdn and identity.msisdn_problems(sim.msisdn):
                raise ValidationError(
                    self.env._(
                        "%s is no number of a card: 11 digits, or 13 of machines.", sim.msisdn
                    )
                )
            if sim.imsi and len(sim.imsi) != 15:
                raise ValidationError(self.env._("%s is no IMSI: it has 15 digits.", sim.imsi))

    @api.model
    def _twin_vals(self, vals):
        vals = self._normal_numbers(vals)
        iccid = identity.normal_iccid(vals.pop("iccid", vals.pop("name", None)))
        if "iccid_form" in identity.iccid_problems(iccid):
            raise ValidationError(
                self.env._(
                    "%s is no ICCID: it has 19 or 20 characters and begins with 89. Scan the card"
                    " once more.",
                    iccid or "–",
                )
            )
        product = vals.pop("product_id", None) or self.env.ref(PRODUCT).id
        return (product, iccid), {**vals, "iccid": iccid}

    def write(self, vals):
        if vals.keys() & {"iccid", "product_id", "name", "account_id"} and not self.env.su:
            raise ValidationError(
                self.env._("The number and the operator account of a card stay as they are.")
            )
        return super().write(self._normal_numbers(vals))

    @api.model
    def _normal_numbers(self, vals):
        vals = dict(vals)
        if "msisdn" in vals:
            vals["msisdn"] = identity.normal_msisdn(vals["msisdn"]) or False
        for name in vals.keys() & {"imsi", "bound_imei"}:
            vals[name] = identity.normal_digits(vals[name]) or False
        return vals

    def _change_state(self, state, day, reason=None, raw_code=None, origin=None):
        """Note that these cards are in ``state`` from a day on (superuser mode).

        :param state: one of the canonical states
        :param raw_code: what the operator's file said
        :param origin: where it is known from, in words
        :return: the cards whose history changed
        """
        facts = {"state": state, "reason": reason, "raw_code": raw_code, "origin": origin}
        rows = [{"sim_id": sim.id, "date_from": day, **facts} for sim in self]
        return self.browse(self.env["ops.sim.state"]._put(rows))

    def _change_plan(self, plan, day):
        """Note that these cards have a plan from a day on (superuser mode)."""
        rows = [{"sim_id": sim.id, "date_from": day, "plan_id": plan.id} for sim in self]
        return self.browse(self.env["ops.sim.subscription"]._put(rows))

    @api.model
    def _read_code(self, account, raw):
        """Return (state, reason) that a code in a file of the account means, or None."""
        return sim_state.read(account.platform, raw)

    def action_open_vehicle(self):
        """Show the vehicle it is in."""
        self.ensure_one()
        self.check_access("read")
        return self.vehicle_id._get_records_action()
