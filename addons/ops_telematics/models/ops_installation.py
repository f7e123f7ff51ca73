from odoo import api, fields, models
from odoo.exceptions import UserError

from .ops_dated_mixin import NO_OVERLAP


class OpsInstallation(models.Model):
    """Which card was in which terminal in which vehicle for which customer, from a day to a day.

    ``date_to`` is the first day it no longer was: on the day of a replacement the new one answers.
    Whatever changes (card, terminal, customer, branch) ends the row and begins another, so that
    any past day is answered by ``_domain_on(day)``. Written by the methods here only.
    """

    _name = "ops.installation"
    _description = "Installation"
    _inherit = ["ops.scoped.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "vehicle_id"
    _check_company_auto = True

    vehicle_id = fields.Many2one(
        "ops.vehicle", "Vehicle", required=True, index=True, ondelete="restrict", readonly=True
    )
    slot = fields.Selection(
        [("main", "Main terminal"), ("video", "Video terminal"), ("spare", "Further terminal")],
        "Place",
        required=True,
        default="main",
        readonly=True,
    )
    terminal_id = fields.Many2one(
        "ops.terminal", "Terminal", required=True, index=True, ondelete="restrict", readonly=True
    )
    sim_id = fields.Many2one(
        "ops.sim", "SIM card", index="btree_not_null", ondelete="restrict", readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict", readonly=True
    )
    date_from = fields.Date("From", required=True, readonly=True)
    date_to = fields.Date(
        "Until",
        readonly=True,
        help="First day it was there no longer; empty while it is.",
    )
    work_order_id = fields.Many2one(
        "ops.work.order", "Work order", index="btree_not_null", ondelete="restrict", readonly=True
    )
    end_reason = fields.Char("Why it ended", readonly=True)

    _order_of_days = models.Constraint(
        "CHECK (date_to >= date_from)", "What ends cannot end before it begins."
    )
    _one_vehicle_per_terminal = models.Constraint(
        NO_OVERLAP.format("terminal_id"), "The terminal was in a vehicle on these days already."
    )
    _one_terminal_per_card = models.Constraint(
        f"{NO_OVERLAP.format('sim_id')} WHERE (sim_id IS NOT NULL)",
        "The card was in a terminal on these days already.",
    )
    _one_terminal_per_place = models.Constraint(
        "EXCLUDE USING gist (int4range(vehicle_id, vehicle_id, '[]') WITH &&,"
        " int4range(ascii(slot), ascii(slot), '[]') WITH &&,"
        " daterange(date_from, date_to) WITH &&)",
        "This place of the vehicle had a terminal on these days already.",
    )
    _open = models.Index("(vehicle_id) WHERE date_to IS NULL")

    @api.depends("vehicle_id", "terminal_id")
    def _compute_display_name(self):
        for one in self:
            names = (one.vehicle_id.display_name, one.terminal_id.display_name)
            one.display_name = " · ".join(name for name in names if name)

    @api.model
    def _domain_on(self, day) -> list:
        """What was fitted on a day."""
        return [("date_from", "<=", day), "|", ("date_to", "=", False), ("date_to", ">", day)]

    @api.model_create_multi
    def create(self, vals_list):
        """Terminal and card belong to the branch of the vehicle they are in."""
        made = super().create(vals_list)
        for place, rows in made.sudo().grouped("department_id").items():
            for twins in (rows.terminal_id, rows.sim_id):
                twins.filtered(lambda one, place=place: one.department_id != place).write(
                    {"department_id": place.id}
                )
        return made

    def _end(self, day, reason=None):
        """End what is fitted (sudo).

        :raise UserError: when it began later, or has ended
        """
        for one in self:
            if one.date_to:
                raise UserError(self.env._("%s has ended already.", one.display_name))
            if day < one.date_from:
                raise UserError(
                    self.env._(
                        "%(name)s began on %(day)s: choose that day or a later one.",
                        name=one.display_name,
                        day=one.date_from,
                    )
                )
        self.write({"date_to": day, "end_reason": reason})
        self.flush_recordset()

    def _succeed(self, day, reason=None, **changed):
        """End what is fitted and begin the same with something changed (sudo)."""
        self.ensure_one()
        kept = ("vehicle_id", "terminal_id", "sim_id", "partner_id", "department_id")
        vals = {name: self[name].id for name in kept}
        self._end(day, reason)
        return self.create({**vals, "slot": self.slot, "date_from": day, **changed})


class OpsLotTwinMixin(models.AbstractModel):
    _inherit = "ops.lot.twin.mixin"

    def _installation_now(self, name):
        """Set ``current_id``: the installation that has not ended, by its field ``name``."""
        rows = self.env["ops.installation"].search(
            [(name, "in", self.ids), ("date_to", "=", False)]
        )
        found = {row[name].id: row for row in rows}
        for record in self:
            record.current_id = found.get(record._origin.id)

    @api.model
    def _search_installation_now(self, name, operator, value):
        """Domain of ``current_id``: fitted now, or not."""
        if operator not in ("in", "any"):
            return NotImplemented
        now = [("date_to", "=", False)]
        if operator == "in":
            ids = [one for one in value if one]
            fitted = [("installation_ids", "any", [*now, ("id", "in", ids)])] if ids else []
            free = ["!", ("installation_ids", "any", now)] if len(ids) < len(list(value)) else []
            return ["|", *fitted, *free] if fitted and free else fitted or free
        return [("installation_ids", "any", [*now, *value])]
