from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core import identity
from ..models.ops_vehicle import COLOURS, KINDS

VEHICLE = ("plate", "plate_color", "vin", "kind", "model_name", "override_reason")


class OpsRegister(models.TransientModel):
    """One screen from the paper: the vehicle, the terminal and the card in it, for whom.

    A scanner types into the field that waits and goes on to the next one. What is wrong is said
    beside the fields while they are filled in. Saved in one piece: all of it or nothing.
    """

    _name = "ops.register"
    _description = "Register a vehicle"

    vehicle_id = fields.Many2one("ops.vehicle", "Known vehicle", readonly=True)
    plate = fields.Char()
    plate_color = fields.Selection(COLOURS, "Plate colour", default="2")
    vin = fields.Char("VIN")
    kind = fields.Selection(KINDS, default="truck")
    model_name = fields.Char("Make and model")
    partner_id = fields.Many2one("res.partner", "Customer")
    department_id = fields.Many2one(
        "hr.department",
        "Branch",
        domain="[('ops_branch_ids', '!=', False)]",
        default=lambda self: self.env.user._ops_branch_place(),
    )
    slot = fields.Selection(
        selection=lambda self: self.env["ops.installation"]._fields["slot"].selection,
        string="Place",
        default="main",
        required=True,
    )
    serial = fields.Char("Terminal serial")
    product_id = fields.Many2one(
        "product.product",
        "Terminal model",
        domain="[('tracking', '=', 'serial'), ('is_storable', '=', True)]",
        help="Only for a terminal that is not registered or in stock yet.",
    )
    imei = fields.Char("IMEI")
    phone_id = fields.Char("Protocol number")
    iccid = fields.Char("ICCID", help="The ICCID or the number of a card of the register.")
    account_id = fields.Many2one(
        "ops.operator.account",
        "Operator account",
        help="Only for a card that is not in the operator's list yet.",
    )
    fitted_on = fields.Date(
        "Fitted on", required=True, default=lambda self: self.env.company._ops_today()
    )
    override_reason = fields.Text("Why it is right all the same")
    check_note = fields.Text("What to look at", compute="_compute_check")
    needs_reason = fields.Boolean(compute="_compute_check")
    is_wrong = fields.Boolean(compute="_compute_check")
    terminal_note = fields.Char("Of this terminal", compute="_compute_terminal_note")
    card_note = fields.Char("Of this card", compute="_compute_card_note")

    @api.depends("plate", "plate_color", "vin", "vehicle_id")
    def _compute_check(self):
        for form in self:
            draft, codes = form._draft(), []
            if not form.vehicle_id and (form.plate or form.vin):
                codes = draft._problems()
            soft = [code for code in codes if code in identity.OVERRIDABLE]
            form.needs_reason = bool(soft)
            form.is_wrong = len(codes) > len(soft)
            texts = draft._problem_texts(codes) + form._registered_elsewhere(draft)
            form.check_note = "\n".join(texts) or False

    def _draft(self):
        vehicles = self.env["ops.vehicle"]
        return vehicles.new(vehicles._normal_keys({name: self[name] for name in VEHICLE}))

    def _registered_elsewhere(self, draft):
        """Texts on vehicles that are registered under this plate or VIN already."""
        if self.vehicle_id or not (draft.plate or draft.vin):
            return []
        found = draft._of_vin(draft.vin) if draft.vin else draft.sudo().browse()
        same = [("plate", "=", draft.plate), ("plate_color", "=", draft.plate_color)]
        known = self.env["ops.vehicle"].sudo().with_context(active_test=False)
        return (found | known.search(same))._where_registered()

    @api.depends("serial")
    def _compute_terminal_note(self):
        for form in self:
            form.terminal_note = form._about_terminal() if form.serial else False

    def _about_terminal(self):
        terminal = self._terminal()
        if terminal.sudo().current_id:
            return self._in_use(terminal)
        if terminal:
            return self.env._("In the register, in no vehicle: %s", terminal.sudo().product_id.name)
        lot = self._free_lot()
        if lot:
            return self.env._("In stock: %s", lot.product_id.name)
        return self.env._("New: choose the model.")

    @api.depends("iccid", "account_id")
    def _compute_card_note(self):
        for form in self:
            form.card_note = form._about_card() if form.iccid else False

    def _about_card(self):
        card = self._card()
        if card.sudo().current_id:
            return self._in_use(card)
        if card:
            states = dict(card._fields["state"]._description_selection(self.env))
            parts = (card.sudo().account_id.name, card.sudo().plan_id.code, states[card.state])
            return " · ".join(part for part in parts if part)
        return self.env._("Not in the operator's list: choose the operator account.")

    def _in_use(self, twin):
        """Where a terminal or card is; the vehicle only for who may see it."""
        vehicle = twin.sudo().current_id.vehicle_id
        mine = vehicle.with_env(self.env).has_access("read")
        return self.env._(
            "%(twin)s is in %(place)s. Take it out there first.",
            twin=twin.sudo().display_name,
            place=vehicle.display_name if mine else vehicle.department_id.name,
        )

    def _terminal(self):
        """Return the terminal of the serial, whatever branch has it (sudo reading)."""
        serial = identity.normal_serial(self.serial)
        found = self.env["ops.terminal"].sudo().search([("serial", "=", serial)])
        if self.product_id and len(found) > 1:
            found = found.filtered(lambda one: one.product_id == self.product_id)
        return found[:1]

    def _free_lot(self):
        """Return the serial in stock that is no terminal yet (sudo)."""
        serial = identity.normal_serial(self.serial)
        lots = self.env["stock.lot"].sudo().search([("name", "=ilike", serial)])
        if self.product_id:
            lots = lots.filtered(lambda one: one.product_id == self.product_id)
        return lots if len(lots) == 1 else lots.browse()

    def _card(self):
        """Return the card of the ICCID or number, whatever branch has it (sudo reading)."""
        iccid, number = identity.normal_iccid(self.iccid), identity.normal_msisdn(self.iccid)
        cards = self.env["ops.sim"].sudo()
        return cards.search(["|", ("iccid", "=", iccid), ("msisdn", "=", number)], limit=1)

    def action_register(self):
        """Register all of it and show the vehicle."""
        return self._save_chain()._get_records_action()

    def action_next(self):
        """Register all of it and start the next vehicle of the same customer."""
        self._save_chain()
        kept = ("partner_id", "department_id", "product_id", "account_id")
        context = {f"default_{name}": self[name].id for name in kept}
        context |= {"default_kind": self.kind, "default_plate_color": self.plate_color}
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_telematics.action_register")
        return {**action, "context": context}

    def _save_chain(self):
        self.ensure_one()
        if not self.env.user.has_group("ops_roles.group_da"):
            raise AccessError(self.env._("Vehicles are registered by data administrators."))
        vehicle = self.vehicle_id or self._make_vehicle()
        if self.serial or self.iccid:
            self._fit(vehicle)
        return vehicle

    def _make_vehicle(self):
        if not (self.partner_id and self.department_id):
            raise UserError(self.env._("Say whose vehicle it is and which branch it belongs to."))
        return self.env["ops.vehicle"].create(
            {
                **{name: self[name] for name in VEHICLE},
                "partner_id": self.partner_id.id,
                "department_id": self.department_id.id,
            }
        )

    def _fit(self, vehicle):
        """Note what is fitted, and move its serials out of the warehouse of the branch."""
        if not self.serial:
            raise UserError(self.env._("A card is in a terminal: scan the terminal as well."))
        terminal, card = self._take_terminal(vehicle), self._take_card(vehicle)
        branch = vehicle.sudo().department_id.ops_branch_id
        installations = self.env["ops.installation"].sudo()
        for lot in terminal.sudo().lot_id | card.sudo().lot_id:
            installations._check_in_reach(branch, lot)
        installations._fit(vehicle, terminal, card, self.fitted_on, slot=self.slot)

    def _take_terminal(self, vehicle):
        terminal = self._terminal()
        if terminal.current_id:
            raise UserError(self._in_use(terminal))
        if terminal:
            return terminal
        lot, product = self._free_lot(), self.product_id
        if not (lot or product):
            raise UserError(self.env._("%s is new: choose the model of the terminal.", self.serial))
        return self.env["ops.terminal"].create(
            {
                "serial": lot.name or self.serial,
                "product_id": (lot.product_id or product).id,
                "imei": self.imei,
                "phone_id": self.phone_id,
                "department_id": vehicle.department_id.id,
            }
        )

    def _take_card(self, vehicle):
        card = self._card() if self.iccid else self.env["ops.sim"]
        if card.sudo().current_id:
            raise UserError(self._in_use(card))
        if card or not self.iccid:
            return card
        if not self.account_id:
            raise UserError(
                self.env._(
                    "%s is not in the operator's list: choose the operator account.", self.iccid
                )
            )
        return self.env["ops.sim"].create(
            {
                "iccid": self.iccid,
                "account_id": self.account_id.id,
                "department_id": vehicle.department_id.id,
            }
        )
