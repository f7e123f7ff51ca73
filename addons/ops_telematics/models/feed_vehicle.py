"""Lists of vehicles with what is fitted in them: at go-live, and whole fleets later."""

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.ops_roles.core.feed import RejectLine

from ..core import identity, listing
from .feed_register import MARKS, ListParser

COLUMNS = [
    ("plate", "text"),
    ("plate_color", "text"),
    ("vin", "text"),
    ("kind", "text"),
    ("model_name", "text"),
    ("customer", "text"),
    ("branch", "text"),
    ("model", "text"),
    ("serial", "text"),
    ("imei", "text"),
    ("phone_id", "text"),
    ("iccid", "text"),
    ("fitted_on", "date"),
    ("override_reason", "text"),
    ("codes", "text"),
]
FOUND = [
    (name, "integer")
    for name in ("vehicle_id", "partner_id", "product_id", "terminal_id", "sim_id", "fitted_id")
]


def vehicle_row(values):
    """Stage values of a line: normal forms, with the codes a reason was given for."""
    colour = _word(listing.colour, values, "plate_color", "colour", "2")
    kind = _word(listing.kind, values, "kind", "kind", "truck")
    vin = identity.normal_vin(values.get("vin"))
    plate = identity.normal_plate(values.get("plate"))
    if colour == identity.UNPLATED:
        plate = plate or vin
    reason = values.get("override_reason") or ""
    codes = _problems(plate, colour, vin, reason)
    return (
        *(plate, colour, vin or None, kind, values.get("model_name") or None),
        *(values["customer"], values["branch"], values.get("terminal_model") or None),
        identity.normal_serial(values.get("terminal")) or None,
        *(_digits(values, "imei", (15,)), _digits(values, "phone_id", (11, 12, 20))),
        *(_iccid(values), _day(values), reason or None, " ".join(codes)),
    )


def _word(read, values, name, code, default):
    text = values.get(name) or ""
    found = read(text) if text else default
    if found is None:
        raise RejectLine(code, text)
    return found


def _problems(plate, colour, vin, reason):
    found = identity.plate_problems(plate, colour) + (identity.vin_problems(vin) if vin else [])
    if colour == identity.UNPLATED and not vin:
        found.append("vin_form")
    for code in found:
        if code not in identity.OVERRIDABLE or not reason.strip():
            raise RejectLine(code, vin if code.startswith("vin") else plate)
    return found


def _digits(values, name, lengths):
    digits = identity.normal_digits(values.get(name))
    if digits and len(digits) not in lengths:
        raise RejectLine(name, values[name])
    return digits or None


def _iccid(values):
    iccid = identity.normal_iccid(values.get("iccid"))
    if iccid and "iccid_form" in identity.iccid_problems(iccid):
        raise RejectLine("iccid_form", values["iccid"])
    return iccid or None


def _day(values):
    try:
        return listing.day(values.get("fitted_on") or "")
    except ValueError as error:
        raise RejectLine("date", values["fitted_on"]) from error


class VehicleParser(ListParser):
    """Lines of vehicles, with the ids that are found while merging."""

    def convert(self, values):
        return (*super().convert(values), *(None for _name in FOUND))


class FeedVehicle(models.AbstractModel):
    """Each line is a vehicle, and what is fitted in it when a terminal stands there.

    What is known already and the same is passed over. Nothing that is fitted is changed by a
    list: that is done with the form, which asks for the reason.
    """

    _name = "ops.feed.vehicle"
    _description = "Reader of lists of vehicles"
    _inherit = ["ops.feed.register"]

    @api.model
    def _feed_reasons(self):
        return {**super()._feed_reasons(), **self._value_reasons(), **self._chain_reasons()}

    @api.model
    def _value_reasons(self):
        say = self.env._("If it stands so on the licence, say why in the last column.")
        return {
            "colour": self.env._("No colour of a plate. Write it as 黄色 or by its code."),
            "kind": self.env._("No kind of vehicle. Choose one of the register's."),
            "plate_form": self.env._("No plate. Read the licence once more."),
            "plate_colour": self.env._("A plate like this does not come in this colour. ") + say,
            "plate_test": self.env._("A plate for acceptance tests only. ") + say,
            "vin_form": self.env._("No VIN: 17 letters and digits, without I, O and Q."),
            "vin_check": self.env._("The check digit of the VIN does not fit. ") + say,
            "imei": self.env._("No IMEI: it has 15 digits."),
            "phone_id": self.env._("No number of the protocol: 12 digits, or 20 since 2019."),
        }

    @api.model
    def _chain_reasons(self):
        return {
            "customer": self.env._("No customer of this name. Enter the customer first."),
            "customers": self.env._("Several customers have this name. Write the number."),
            "model": self.env._("A new terminal needs its model: no goods have this code or name."),
            "taken": self.env._("The vehicle is registered with another branch."),
            "no_terminal": self.env._("A card without a terminal: write the terminal's serial."),
            "card": self.env._("This card is not registered. Send the operator's list first."),
            "terminal_elsewhere": self.env._("The terminal is in another vehicle."),
            "card_elsewhere": self.env._("The card is in another vehicle."),
            "stock_elsewhere": self.env._(
                "By the books it lies in another warehouse. Have it transferred to the branch."
            ),
            "fitted": self.env._(
                "Something else is fitted in the vehicle. Replace it with the form."
            ),
            "overlap": self.env._("Something else was fitted after this day. Write a later day."),
        }

    @api.model
    def _feed_stage_columns(self, profile, source):
        return [*COLUMNS, *MARKS, *FOUND]

    @api.model
    def _feed_parser(self, profile, source):
        return VehicleParser(profile, vehicle_row)

    @api.model
    def _feed_merge(self, feed, table):
        for name in ("ops.vehicle", "ops.terminal", "ops.sim", "ops.installation", "res.partner"):
            self.env[name].flush_model()
        self._look_up(feed, table)
        self._check(table)
        rejected = self._set_aside(feed, table)
        made = self._make_vehicles(feed, table) | self._make_installations(feed, table)
        self.env["ops.terminal"]._date_fittings()
        self.env.cr.execute(SQL("SELECT count(*) FROM %s", SQL.identifier(table)))
        total = self.env.cr.fetchone()[0]
        return {"accepted": len(made), "duplicates": total - len(made), "rejected": rejected}

    @api.model
    def _set(self, table, query, **params):
        """``UPDATE stage SET …`` with the rest of the statement as ``query``."""
        self.env.cr.execute(
            SQL(
                "UPDATE %(stage)s stage SET %(rest)s",
                stage=SQL.identifier(table),
                rest=SQL(query, **params),
            )
        )

    @api.model
    def _look_up(self, feed, table):
        """Find branch, customer, model, vehicle, terminal and card of each line."""
        self._find_branches(feed, table)
        company = feed.company_id.id
        self._set(
            table,
            "partner_id = found.id FROM (SELECT text, max(id) AS id FROM (SELECT id, name AS text"
            " FROM res_partner WHERE active AND parent_id IS NULL UNION SELECT id, ref"
            " FROM res_partner WHERE active AND parent_id IS NULL AND ref IS NOT NULL) known"
            " GROUP BY text HAVING count(DISTINCT id) = 1) found WHERE found.text = stage.customer",
        )
        self._set(
            table,
            "product_id = found.id FROM (SELECT product.id, product.default_code AS code,"
            " template.name AS name FROM product_product product JOIN product_template template"
            " ON template.id = product.product_tmpl_id WHERE product.active AND template.tracking"
            " = 'serial') found WHERE stage.model = found.code OR stage.model IN"
            " (found.name->>'en_US', found.name->>'zh_CN')",
        )
        self._set(
            table,
            "vehicle_id = vehicle.id FROM ops_vehicle vehicle WHERE vehicle.plate = stage.plate"
            " AND vehicle.plate_color = stage.plate_color AND vehicle.company_id = %(company)s",
            company=company,
        )
        self._set(
            table,
            "terminal_id = terminal.id FROM ops_terminal terminal"
            " WHERE terminal.serial = stage.serial AND (stage.product_id IS NULL"
            " OR terminal.product_id = stage.product_id)",
        )
        self._set(table, "sim_id = sim.id FROM ops_sim sim WHERE sim.iccid = stage.iccid")
        self._set(
            table,
            "fitted_id = fitted.id FROM ops_installation fitted WHERE fitted.vehicle_id ="
            " stage.vehicle_id AND fitted.slot = 'main' AND fitted.date_to IS NULL",
        )

    @api.model
    def _check(self, table):
        """Mark the lines that cannot be taken."""
        one = SQL("partner_id IS NULL")
        several = SQL(
            "(SELECT count(*) FROM res_partner WHERE active AND parent_id IS NULL"
            " AND name = stage.customer) > 1"
        )
        self._mark(table, "customers", SQL("%s AND %s", one, several), SQL("customer"))
        self._mark(table, "customer", one, SQL("customer"))
        self._mark_plates_twice(table)
        for name in ("serial", "iccid"):
            self._mark_twice(table, name)
        self._mark(
            table,
            "taken",
            SQL(
                "EXISTS (SELECT FROM ops_vehicle vehicle WHERE vehicle.id = stage.vehicle_id"
                " AND vehicle.department_id <> stage.department_id)"
            ),
            SQL(
                "(SELECT branch.name FROM ops_vehicle vehicle JOIN ops_branch branch"
                " ON branch.department_id = vehicle.department_id"
                " WHERE vehicle.id = stage.vehicle_id)"
            ),
        )
        self._mark(table, "no_terminal", SQL("iccid IS NOT NULL AND serial IS NULL"))
        self._mark(table, "card", SQL("iccid IS NOT NULL AND sim_id IS NULL"), SQL("iccid"))
        self._mark(
            table,
            "model",
            SQL("serial IS NOT NULL AND terminal_id IS NULL AND product_id IS NULL"),
            SQL("COALESCE(model, serial)"),
        )
        self._check_chain(table)

    @api.model
    def _mark_plates_twice(self, table):
        self._mark(
            table,
            "twice",
            SQL(
                "EXISTS (SELECT FROM %s other WHERE other.plate = stage.plate"
                " AND other.plate_color = stage.plate_color AND other.line_no < stage.line_no"
                " AND other.reason IS NULL)",
                SQL.identifier(table),
            ),
            SQL("plate"),
        )

    @api.model
    def _check_chain(self, table):
        """Mark lines whose terminal or card is elsewhere, or was later than the day."""
        for code, name, text in (
            ("terminal_elsewhere", "terminal_id", "serial"),
            ("card_elsewhere", "sim_id", "iccid"),
        ):
            self._mark(
                table,
                code,
                SQL(
                    "EXISTS (SELECT FROM ops_installation fitted WHERE fitted.%(name)s ="
                    " stage.%(name)s AND fitted.date_to IS NULL"
                    " AND fitted.id IS DISTINCT FROM stage.fitted_id)",
                    name=SQL.identifier(name),
                ),
                SQL.identifier(text),
            )
        self._mark(
            table,
            "fitted",
            SQL(
                "serial IS NOT NULL AND EXISTS (SELECT FROM ops_installation fitted"
                " WHERE fitted.id = stage.fitted_id AND (fitted.terminal_id, fitted.sim_id)"
                " IS DISTINCT FROM (stage.terminal_id, stage.sim_id))"
            ),
        )
        self._mark(
            table,
            "overlap",
            SQL(
                "serial IS NOT NULL AND fitted_id IS NULL AND EXISTS (SELECT FROM ops_installation"
                " old WHERE (old.terminal_id = stage.terminal_id OR old.sim_id = stage.sim_id"
                " OR (old.vehicle_id = stage.vehicle_id AND old.slot = 'main'))"
                " AND old.date_to > COALESCE(stage.fitted_on, %s))",
                self.env.company._ops_today(),
            ),
        )
        self._mark(
            table,
            "stock_elsewhere",
            SQL(
                "fitted_id IS NULL AND EXISTS (SELECT FROM stock_quant quant JOIN stock_lot lot"
                " ON lot.id = quant.lot_id JOIN stock_location place ON place.id ="
                " quant.location_id JOIN ops_branch branch ON branch.department_id ="
                " stage.department_id WHERE lot.name IN (stage.serial, stage.iccid)"
                " AND quant.quantity > 0 AND place.usage IN ('internal', 'transit')"
                " AND place.warehouse_id IS DISTINCT FROM branch.warehouse_id)"
            ),
        )

    @api.model
    def _make_vehicles(self, feed, table) -> set:
        """Make the vehicles that are new; return the lines they are of."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ops_vehicle (plate, plate_color, vin, kind, model_name, partner_id,
                       department_id, company_id, region_code, registered_on, override_reason,
                       active, create_uid, create_date, write_uid, write_date)
                SELECT stage.plate, stage.plate_color, stage.vin, stage.kind, stage.model_name,
                       stage.partner_id, stage.department_id, %(company)s, branch.region_code,
                       LEAST(COALESCE(stage.fitted_on, %(today)s), %(today)s),
                       stage.override_reason, TRUE, %(uid)s, now() AT TIME ZONE 'UTC',
                       %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM %(stage)s stage
                  JOIN ops_branch branch ON branch.department_id = stage.department_id
                 WHERE stage.vehicle_id IS NULL
                """,
                company=feed.company_id.id,
                today=feed.company_id._ops_today(),
                uid=feed.user_id.id or self.env.uid,
                stage=SQL.identifier(table),
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE %s stage SET vehicle_id = vehicle.id FROM ops_vehicle vehicle WHERE"
                " vehicle.plate = stage.plate AND vehicle.plate_color = stage.plate_color"
                " AND vehicle.company_id = %s AND stage.vehicle_id IS NULL"
                " RETURNING stage.line_no, vehicle.id",
                SQL.identifier(table),
                feed.company_id.id,
            )
        )
        rows = self.env.cr.fetchall()
        self.env["ops.vehicle"].invalidate_model()
        self._keep_overrides(feed, table, [one for _line, one in rows])
        self.env["ops.vehicle"].browse([one for _line, one in rows])._make_customers_known()
        self.env["ops.archive"]._refresh([one for _line, one in rows])
        return {line for line, _id in rows}

    @api.model
    def _keep_overrides(self, feed, table, vehicle_ids):
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ops_vehicle_override (vehicle_id, code, key, reason, user_id,
                       create_uid, create_date, write_uid, write_date)
                SELECT stage.vehicle_id, code, code || ':' || CASE WHEN code = 'vin_check'
                       THEN stage.vin ELSE stage.plate || '/' || stage.plate_color END,
                       stage.override_reason, %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC',
                       %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM %(stage)s stage
                 CROSS JOIN LATERAL regexp_split_to_table(stage.codes, ' ') code
                 WHERE stage.codes <> '' AND stage.vehicle_id = ANY(%(ids)s)
                """,
                uid=feed.user_id.id or self.env.uid,
                stage=SQL.identifier(table),
                ids=vehicle_ids,
            )
        )

    @api.model
    def _make_installations(self, feed, table) -> set:
        """Make terminals and installations that are new; return the lines they are of."""
        stage, today = SQL.identifier(table), feed.company_id._ops_today()
        self._make_terminals(feed, table)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ops_installation (vehicle_id, slot, terminal_id, sim_id, partner_id,
                       department_id, company_id, date_from, create_uid, create_date, write_uid,
                       write_date)
                SELECT stage.vehicle_id, 'main', stage.terminal_id, stage.sim_id,
                       stage.partner_id, stage.department_id, %(company)s,
                       COALESCE(stage.fitted_on, %(today)s), %(uid)s, now() AT TIME ZONE 'UTC',
                       %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM %(stage)s stage
                 WHERE stage.terminal_id IS NOT NULL AND stage.fitted_id IS NULL
             RETURNING id, vehicle_id
                """,
                company=feed.company_id.id,
                today=today,
                uid=feed.user_id.id or self.env.uid,
                stage=stage,
            )
        )
        rows = dict(self.env.cr.fetchall())
        self.env["ops.installation"].invalidate_model()
        self._hand_over(rows)
        self.env.cr.execute(
            SQL("SELECT line_no FROM %s WHERE vehicle_id = ANY(%s)", stage, list(rows.values()))
        )
        return {line for (line,) in self.env.cr.fetchall()}

    @api.model
    def _make_terminals(self, feed, table):
        stage = SQL.identifier(table)
        wanted = SQL(
            "SELECT product_id, serial FROM %s WHERE serial IS NOT NULL AND terminal_id IS NULL",
            stage,
        )
        self._make_lots(wanted)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ops_terminal (lot_id, serial, product_id, imei, phone_id, protocol,
                       department_id, company_id, active, create_uid, create_date, write_uid,
                       write_date)
                SELECT lot.id, lot.name, lot.product_id, stage.imei, stage.phone_id, '2019',
                       stage.department_id, %(company)s, TRUE, %(uid)s,
                       now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM %(stage)s stage
                  JOIN stock_lot lot ON lot.product_id = stage.product_id
                   AND lot.name = stage.serial
                 WHERE stage.terminal_id IS NULL
                """,
                company=feed.company_id.id,
                uid=self.env.uid,
                stage=stage,
            )
        )
        self._set(
            table,
            "terminal_id = terminal.id FROM ops_terminal terminal WHERE stage.terminal_id IS NULL"
            " AND terminal.serial = stage.serial AND terminal.product_id = stage.product_id",
        )

    @api.model
    def _hand_over(self, rows):
        """Let terminals and cards follow the vehicle, in the register and in stock.

        :param rows: ``{installation id: vehicle id}``
        """
        for name in ("terminal", "sim"):
            self.env.cr.execute(
                SQL(
                    "UPDATE %(twin)s twin SET department_id = fitted.department_id"
                    " FROM ops_installation fitted WHERE fitted.%(name)s = twin.id"
                    " AND fitted.id = ANY(%(ids)s)",
                    twin=SQL.identifier(f"ops_{name}"),
                    name=SQL.identifier(f"{name}_id"),
                    ids=list(rows),
                )
            )
        self.env["ops.terminal"].invalidate_model()
        self.env["ops.sim"].invalidate_model()
        self.env["ops.installation"].browse(rows)._move_to_customer()
