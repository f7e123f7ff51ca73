from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core import identity


class OpsRefit(models.TransientModel):
    """Replace the card or the terminal of a vehicle, or take out what is fitted.

    Found by whatever is at hand: the plate, the old card or the terminal. What is taken out goes
    back to the shelf of the branch, what is put in comes from it.
    """

    _name = "ops.refit"
    _description = "Replace what is fitted"

    operation = fields.Selection(
        [
            ("card", "Replace the card"),
            ("terminal", "Replace the terminal"),
            ("remove", "Take out"),
        ],
        "What to do",
        required=True,
        default="card",
    )
    what = fields.Char("Plate, card or terminal")
    installation_id = fields.Many2one(
        "ops.installation", "Fitted now", domain=[("date_to", "=", False)]
    )
    vehicle_id = fields.Many2one(related="installation_id.vehicle_id", string="Vehicle")
    terminal_id = fields.Many2one(related="installation_id.terminal_id", string="Terminal")
    sim_id = fields.Many2one(related="installation_id.sim_id", string="SIM card")
    partner_id = fields.Many2one(related="installation_id.partner_id", string="Customer")
    new_iccid = fields.Char("New card")
    new_serial = fields.Char("New terminal")
    product_id = fields.Many2one(
        "product.product",
        "Terminal model",
        domain="[('tracking', '=', 'serial'), ('is_storable', '=', True)]",
        help="Only for a terminal that is not registered or in stock yet.",
    )
    account_id = fields.Many2one(
        "ops.operator.account",
        "Operator account",
        help="Only for a card that is not in the operator's list yet.",
    )
    day = fields.Date(required=True, default=lambda self: self.env.company._ops_today())
    reason = fields.Char(required=True)
    note = fields.Char("Of the new one", compute="_compute_note")

    @api.depends("operation", "new_iccid", "new_serial", "product_id")
    def _compute_note(self):
        for form in self:
            taking = form._taking()
            form.note = False
            if form.operation == "card" and form.new_iccid:
                form.note = taking._about_card()
            elif form.operation == "terminal" and form.new_serial:
                form.note = taking._about_terminal()

    @api.onchange("what")
    def _onchange_what(self):
        """Find what is fitted by what was scanned."""
        if self.what:
            found = self._find(self.what)
            self.installation_id = found if len(found) == 1 else False
            if not found:
                text = self.env._("Nothing that is fitted now is known by %s.", self.what)
                return {"warning": {"title": self.env._("Not found"), "message": text}}
        return None

    def _find(self, text):
        iccid, number = identity.normal_iccid(text), identity.normal_msisdn(text)
        keys = [
            ("vehicle_id.plate", "=", identity.normal_plate(text)),
            ("terminal_id.serial", "=", identity.normal_serial(text)),
            ("sim_id.iccid", "=", iccid),
            ("sim_id.msisdn", "=", number),
        ]
        return self.env["ops.installation"].search([("date_to", "=", False), "|", "|", "|", *keys])

    def _taking(self):
        """A form of registration that knows how to find and make terminals and cards."""
        return self.env["ops.register"].new(
            {
                "serial": self.new_serial,
                "iccid": self.new_iccid,
                "product_id": self.product_id.id,
                "account_id": self.account_id.id,
            }
        )

    def action_confirm(self):
        """Do it, and show the vehicle."""
        self.ensure_one()
        if not self.env.user.has_group("ops_roles.group_da"):
            raise AccessError(self.env._("Cards are replaced by data administrators."))
        if not self.installation_id:
            raise UserError(self.env._("Scan the plate, the card or the terminal first."))
        self.installation_id.check_access("read")
        fitted = self.installation_id.sudo()
        if self.operation == "remove":
            fitted._take_out(self.day, self.reason)
        else:
            fitted._swap(self.day, self.reason, **self._changed(fitted))
        return self.vehicle_id._get_records_action()

    def _changed(self, fitted):
        """Return what takes the place of what is fitted, registered if it was not yet."""
        if self.operation == "card":
            if not self.new_iccid:
                raise UserError(self.env._("Scan the new card."))
            return {"sim_id": self._taking()._take_card(fitted.vehicle_id)}
        if not self.new_serial:
            raise UserError(self.env._("Scan the new terminal."))
        return {"terminal_id": self._taking()._take_terminal(fitted.vehicle_id)}
