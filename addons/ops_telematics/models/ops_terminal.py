from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core import identity


class OpsTerminal(models.Model):
    """A vehicle terminal: a serial number in stock, and what the protocol knows it by."""

    _name = "ops.terminal"
    _description = "Vehicle terminal"
    _inherit = ["ops.lot.twin.mixin"]
    _inherits = {"stock.lot": "lot_id"}
    _order = "serial, id"
    _rec_name = "serial"
    _rec_names_search = ["serial", "imei", "phone_id"]

    serial = fields.Char(
        related="lot_id.name", store=True, index="trigram", precompute=True, string="Terminal"
    )
    product_id = fields.Many2one(
        related="lot_id.product_id", store=True, index=True, precompute=True, string="Model"
    )
    imei = fields.Char("IMEI", index="btree_not_null", copy=False)
    phone_id = fields.Char(
        "Protocol number",
        index="btree_not_null",
        copy=False,
        help="The terminal's telephone number in JT/T 808: 12 digits, 20 since 2019. It is no"
        " number of a card.",
    )
    protocol = fields.Selection(
        [("2011", "JT/T 808-2011"), ("2013", "JT/T 808-2013"), ("2019", "JT/T 808-2019")],
        default="2019",
    )
    maker_code = fields.Char("Maker number", help="As it is registered with the authority.")
    installation_ids = fields.One2many("ops.installation", "terminal_id", "History", readonly=True)
    current_id = fields.Many2one(
        "ops.installation", "Fitted now", compute="_compute_current_id", search="_search_current_id"
    )
    vehicle_id = fields.Many2one(related="current_id.vehicle_id", string="Vehicle")
    sim_id = fields.Many2one(related="current_id.sim_id", string="Card in it")
    active = fields.Boolean(default=True)
    note = fields.Text("What to know")

    _lot_once = models.UniqueIndex("(lot_id)", "This serial is a terminal already.")
    _phone_once = models.UniqueIndex(
        "(phone_id) WHERE phone_id IS NOT NULL", "Another terminal has this protocol number."
    )
    _imei_once = models.UniqueIndex(
        "(imei) WHERE imei IS NOT NULL", "Another terminal has this IMEI."
    )

    @api.depends("installation_ids.date_to")
    def _compute_current_id(self):
        self._installation_now("terminal_id")

    @api.model
    def _search_current_id(self, operator, value):
        return self._search_installation_now("terminal_id", operator, value)

    @api.constrains("imei", "phone_id")
    def _check_numbers(self):
        for terminal in self:
            if terminal.imei and "imei_form" in identity.imei_problems(terminal.imei):
                raise ValidationError(self.env._("%s is no IMEI: it has 15 digits.", terminal.imei))
            if terminal.phone_id and len(terminal.phone_id) not in (11, 12, 20):
                raise ValidationError(
                    self.env._(
                        "%s is no number of the protocol: it has 12 digits, or 20 since 2019.",
                        terminal.phone_id,
                    )
                )

    @api.model
    def _twin_vals(self, vals):
        vals = self._normal_numbers(vals)
        serial = identity.normal_serial(vals.pop("serial", vals.pop("name", None)))
        product = vals.pop("product_id", None)
        if not vals.get("lot_id") and not (serial and product):
            raise ValidationError(self.env._("A terminal has a serial number and a model."))
        return (product, serial), vals

    def write(self, vals):
        if vals.keys() & {"serial", "product_id", "name"}:
            raise ValidationError(
                self.env._("The serial number and the model of a terminal stay as they are.")
            )
        return super().write(self._normal_numbers(vals))

    @api.model
    def _normal_numbers(self, vals):
        names = vals.keys() & {"imei", "phone_id"}
        return {**vals, **{name: identity.normal_digits(vals[name]) or False for name in names}}

    def action_open_vehicle(self):
        """Show the vehicle it is in."""
        self.ensure_one()
        self.check_access("read")
        return self.vehicle_id._get_records_action()
