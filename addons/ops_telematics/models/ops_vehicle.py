from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..core import identity

COLOURS = [
    ("0", "Not plated yet"),
    ("1", "Blue"),
    ("2", "Yellow"),
    ("3", "Black"),
    ("4", "White"),
    ("5", "Green"),
    ("9", "Other colour"),
    ("91", "Agricultural yellow"),
    ("92", "Agricultural green"),
    ("93", "Yellow and green"),
    ("94", "Gradient green"),
]
KINDS = [
    ("truck", "Lorry"),
    ("tractor", "Tractor unit"),
    ("trailer", "Trailer"),
    ("danger", "Dangerous goods"),
    ("cold", "Cold chain"),
    ("coach", "Scheduled coach"),
    ("charter", "Charter coach"),
    ("bus", "City bus"),
    ("taxi", "Taxi"),
    ("training", "Driving school"),
    ("other", "Other"),
]
#: What a vehicle is known by, and to whom it belongs: changed by request only.
KEYS = ("plate", "plate_color", "vin", "partner_id", "department_id")


class OpsVehicle(models.Model):
    """A vehicle of a customer: known by its plate with the plate's colour, and by its VIN."""

    _name = "ops.vehicle"
    _description = "Vehicle"
    _inherit = ["ops.scoped.mixin", "mail.thread", "mail.activity.mixin", "ops.todo.mixin"]
    _order = "plate, id"
    _rec_name = "plate"
    _rec_names_search = ["plate", "vin"]
    _check_company_auto = True

    plate = fields.Char(required=True, index="trigram", tracking=True, copy=False)
    plate_color = fields.Selection(
        COLOURS, "Plate colour", required=True, default="2", tracking=True, copy=False
    )
    vin = fields.Char("VIN", index="btree_not_null", tracking=True, copy=False)
    kind = fields.Selection(KINDS, required=True, default="truck", tracking=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict", tracking=True
    )
    department_id = fields.Many2one(string="Branch", tracking=True)
    region_code = fields.Char(
        "Region code",
        compute="_compute_region_code",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        help="Six digits of GB/T 2260.",
    )
    model_name = fields.Char("Make and model")
    registered_on = fields.Date(
        default=lambda self: self.env.company._ops_today(), required=True, tracking=True
    )
    active = fields.Boolean(default=True, tracking=True)
    note = fields.Text("What to know")
    override_reason = fields.Text(
        "Why it is right all the same",
        copy=False,
        help="Needed when a check digit or the colour of the plate does not fit.",
    )
    override_ids = fields.One2many("ops.vehicle.override", "vehicle_id", "Accepted all the same")
    installation_ids = fields.One2many(
        "ops.installation", "vehicle_id", "Terminals and cards", readonly=True
    )
    current_ids = fields.One2many(
        "ops.installation", "vehicle_id", "Fitted now", domain=[("date_to", "=", False)]
    )
    terminal_id = fields.Many2one("ops.terminal", "Terminal", compute="_compute_fitted")
    sim_id = fields.Many2one("ops.sim", "SIM card", compute="_compute_fitted")
    is_fitted = fields.Boolean(
        "Has a terminal", compute="_compute_fitted", search="_search_is_fitted"
    )
    archive_ids = fields.One2many("ops.archive", "vehicle_id", "Archive", readonly=True)
    completeness = fields.Float(
        "Archive (%)", related="archive_ids.completeness", digits=(5, 1), aggregator=None
    )
    twin_note = fields.Text("Registered elsewhere", compute="_compute_twin_note")

    _plate_once = models.UniqueIndex(
        "(company_id, plate, plate_color)", "A vehicle with this plate is registered already."
    )
    _region_form = models.Constraint(
        "CHECK (region_code ~ '^[1-9][0-9]{5}$')", "A region code has six digits, such as 410100."
    )

    @api.depends("plate", "plate_color")
    def _compute_display_name(self):
        colours = dict(self._fields["plate_color"]._description_selection(self.env))
        for vehicle in self:
            colour = colours.get(vehicle.plate_color, "")
            vehicle.display_name = f"{vehicle.plate or ''} {colour}".strip()

    @api.depends("department_id")
    def _compute_region_code(self):
        for vehicle in self:
            branch = vehicle.department_id.sudo().ops_branch_id
            vehicle.region_code = branch.region_code or vehicle.region_code

    @api.depends("current_ids.slot")
    def _compute_fitted(self):
        rows = self.env["ops.installation"].search(
            [("vehicle_id", "in", self.ids), ("date_to", "=", False)], order="slot desc"
        )
        # The main terminal comes last and stays.
        order = sorted(rows, key=lambda row: row.slot == "main")
        found = {row.vehicle_id.id: row for row in order}
        for vehicle in self:
            row = found.get(vehicle._origin.id, rows.browse())
            vehicle.terminal_id, vehicle.sim_id = row.terminal_id, row.sim_id
            vehicle.is_fitted = bool(row)

    @api.model
    def _search_is_fitted(self, operator, value):
        if operator != "in":
            return NotImplemented
        fitted = [("installation_ids", "any", [("date_to", "=", False)])]
        return fitted if True in value else ["!", *fitted]

    @api.depends("vin")
    def _compute_twin_note(self):
        for vehicle in self:
            others = self._of_vin(vehicle.vin) - vehicle._origin if vehicle.vin else self
            vehicle.twin_note = "\n".join(others._where_registered()) if others else False

    @api.constrains("plate", "plate_color", "vin")
    def _check_identity(self):
        for vehicle in self:
            hard = [one for one in vehicle._problems() if one not in identity.OVERRIDABLE]
            if hard:
                raise ValidationError("\n".join(vehicle._problem_texts(hard)))

    @api.model_create_multi
    def create(self, vals_list):
        """Register vehicles; what does not fit needs a reason, which is kept."""
        rows = [self._normal_keys(vals) for vals in vals_list]
        self._check_taken(rows)
        vehicles = super().create(rows)
        vehicles._note_overrides()
        vehicles._make_customers_known()
        self.env["ops.archive"].sudo()._refresh(vehicles.ids)
        return vehicles

    def write(self, vals):
        keys = vals.keys() & set(KEYS)
        if keys and not self.env.su:
            self._check_correcting()
        rows = self._normal_keys(vals)
        if keys & {"plate", "plate_color"}:
            for vehicle in self:
                vehicle._check_taken([{**vehicle._key(), **rows}])
        result = super().write(rows)
        if keys:
            self._note_overrides()
            self._make_customers_known()
            self._carry_over(keys)
        if vals.keys() & {"kind", "department_id"}:
            self.env["ops.archive"].sudo()._refresh(self.ids)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise AccessError(self.env._("A vehicle is archived, never deleted: it has a history."))

    def action_fit(self):
        """Fit a terminal with its card: the form of registration for a known vehicle."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_telematics.action_register")
        names = ("plate", "plate_color", "kind", "vin")
        context = {f"default_{name}": self[name] for name in names}
        links = {f"default_{name}": self[name].id for name in ("partner_id", "department_id")}
        return {**action, "context": {"default_vehicle_id": self.id, **context, **links}}

    def action_refit(self):
        """Replace the card or the terminal, or take out what is fitted."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_telematics.action_refit")
        fitted = self.current_ids.sorted(lambda one: one.slot != "main")[:1]
        return {**action, "context": {"default_installation_id": fitted.id}}

    def action_ask_change(self):
        """Ask for a change of plate, VIN, customer or branch."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.data.change",
            "views": [[False, "form"]],
            "context": {
                "default_vehicle_id": self.id,
                "default_partner_id": self.partner_id.id,
            },
        }

    def action_open_archive(self):
        """Show the engineering archive."""
        self.ensure_one()
        self.check_access("read")
        return self.archive_ids._get_records_action()

    def _check_correcting(self):
        """Who registered a vehicle may correct a slip on the same day.

        :raise AccessError: for everyone else, and later
        """
        today = self.env.company._ops_today()
        zone = self.env.company._ops_tz()
        for vehicle in self:
            made = fields.Datetime.context_timestamp(
                self.with_context(tz=zone), vehicle.create_date
            )
            if vehicle.create_uid != self.env.user or made.date() != today:
                raise AccessError(
                    self.env._(
                        "%s: plate, VIN, customer and branch are changed by a change of customer"
                        " data, with evidence and approval.",
                        vehicle.display_name,
                    )
                )

    @api.model
    def _normal_keys(self, vals):
        """Bring plate and VIN into the form that is kept; unplated vehicles go by their VIN."""
        vals = dict(vals)
        if "plate" in vals:
            vals["plate"] = identity.normal_plate(vals["plate"])
        if "vin" in vals:
            vals["vin"] = identity.normal_vin(vals["vin"]) or False
        if vals.get("plate_color") == identity.UNPLATED and not vals.get("plate"):
            vals["plate"] = vals.get("vin") or ""
        return vals

    def _key(self):
        return {name: self[name] for name in ("plate", "plate_color", "vin")}

    def _problems(self):
        """Codes of what is wrong with what it is known by."""
        self.ensure_one()
        found = identity.plate_problems(self.plate or "", self.plate_color)
        if self.vin:
            found += identity.vin_problems(self.vin)
        elif self.plate_color == identity.UNPLATED:
            found.append("vin_form")
        return found

    def _problem_texts(self, codes):
        """Say in words what is wrong and what to do, one text per code."""
        texts = {
            "plate_form": self.env._("%s is no plate. Read the licence once more.", self.plate),
            "plate_colour": self.env._("A plate like %s does not come in this colour.", self.plate),
            "plate_test": self.env._("%s is a plate for acceptance tests only.", self.plate),
            "vin_form": self.env._(
                "%s is no VIN: it has 17 letters and digits, without I, O and Q.", self.vin or "–"
            ),
            "vin_check": self.env._("The check digit of the VIN %s does not fit.", self.vin),
        }
        return [texts[code] for code in codes]

    def _note_overrides(self):
        """Keep who accepted what with which reason.

        :raise ValidationError: when no reason was given
        """
        rows = []
        for vehicle in self:
            codes = [one for one in vehicle._problems() if one in identity.OVERRIDABLE]
            known = vehicle.sudo().override_ids.mapped("key")
            news = {code: vehicle._override_key(code) for code in codes}
            news = {code: key for code, key in news.items() if key not in known}
            if news and not (vehicle.override_reason or "").strip():
                texts = vehicle._problem_texts(news)
                texts.append(
                    self.env._("If it stands so on the licence, say why in “%s”.", self._why())
                )
                raise ValidationError("\n".join(texts))
            rows += [vehicle._override_vals(code, key) for code, key in news.items()]
        self.env["ops.vehicle.override"].sudo().create(rows)

    def _why(self):
        return self._fields["override_reason"]._description_string(self.env)

    def _override_key(self, code):
        value = self.vin if code.startswith("vin") else f"{self.plate}/{self.plate_color}"
        return f"{code}:{value}"

    def _override_vals(self, code, key):
        return {
            "vehicle_id": self.id,
            "code": code,
            "key": key,
            "reason": self.override_reason,
            "user_id": self.env.uid,
        }

    def _carry_over(self, keys):
        """What is fitted goes on for the new customer, in the new branch, from today on."""
        names = [name for name in ("partner_id", "department_id") if name in keys]
        today = self.env.company._ops_today()
        for vehicle in self.sudo():
            for fitted in vehicle.current_ids:
                news = [name for name in names if vehicle[name] != fitted[name]]
                changed = {name: vehicle[name].id for name in news}
                if changed:
                    reason = self.env._("The vehicle was handed over.")
                    fitted._succeed(max(today, fitted.date_from), reason, **changed)

    def _make_customers_known(self):
        for place, vehicles in self.sudo().grouped("department_id").items():
            if place.ops_branch_id:
                vehicles.partner_id._ops_known_by(place)

    @api.model
    def _check_taken(self, rows):
        """Say where a plate is registered already, without saying whose the vehicle is.

        :raise UserError: naming the branch
        """
        plates = [row.get("plate") for row in rows]
        others = self.sudo().with_context(active_test=False).search([("plate", "in", plates)])
        taken = {(one.plate, one.plate_color): one for one in others if one not in self}
        for row in rows:
            other = taken.get((row.get("plate"), row.get("plate_color", "2")))
            if other:
                raise UserError("\n".join(other._where_registered()))

    @api.model
    def _of_vin(self, vin):
        """Return the vehicles with a VIN, whatever branch they are of (sudo)."""
        found = self.sudo().with_context(active_test=False)
        return found.search([("vin", "=", vin), ("company_id", "in", self.env.companies.ids)])

    def _where_registered(self):
        """Say where vehicles are registered: the branch and the day, never the customer (sudo)."""
        return [
            self.env._(
                "%(vehicle)s is registered with %(branch)s since %(day)s. Ask there, or have it"
                " handed over by a change of customer data.",
                vehicle=one.display_name,
                branch=one.department_id.name,
                day=one.registered_on,
            )
            for one in self
        ]
