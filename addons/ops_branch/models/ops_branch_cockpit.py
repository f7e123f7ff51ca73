"""The cockpit of a branch: what its manager looks at in the morning; a figure opens its records."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .ops_branch_closing import OpenThing

#: Days a missing check-in is asked about.
MISSING_DAYS = 7
ORDERS_OPEN = [("state", "in", ("draft", "planned", "doing", "finished"))]
COUNTS_OPEN = [("state", "in", ("planned", "counting", "recount", "review"))]


class OpsBranch(models.Model):
    _inherit = "ops.branch"

    muster_text = fields.Char("Muster of today", compute="_compute_cockpit")
    cockpit_orders = fields.Integer("Work orders open", compute="_compute_cockpit")
    cockpit_counts = fields.Integer("Stock counts due", compute="_compute_cockpit")
    cockpit_incidents = fields.Integer("Incidents open", compute="_compute_cockpit")
    cockpit_promises = fields.Integer("Promises due or late", compute="_compute_cockpit")
    cockpit_missing = fields.Integer("Check-ins missing", compute="_compute_cockpit")
    cockpit_devices = fields.Integer("Devices offline", compute="_compute_cockpit")
    cockpit_keys = fields.Json(compute="_compute_cockpit")

    @api.depends_context("uid")
    def _compute_cockpit(self):
        things = self._cockpit_things()
        counts = self._count_open(things) if self.ids else {}
        musters = self._cockpit_musters()
        offline = self._devices_offline()
        known = [thing.key for thing in things] + ["devices"] * bool(offline)
        for branch in self:
            place = branch.sudo().department_id.id
            for key in ("orders", "counts", "incidents", "promises", "missing"):
                branch[f"cockpit_{key}"] = counts.get((place, key), 0)
            branch.cockpit_devices = offline.get(branch.id, 0)
            branch.cockpit_keys = known
            here, people = musters.get(branch.id, (0, 0))
            branch.muster_text = f"{here} / {people}" if people else self.env._("Not taken")

    @api.model
    def _cockpit_things(self) -> list:
        """Return the work the cockpit counts, for models that are there; add-ons extend it."""
        today = self.env.company._ops_today()
        place = {"owner": "department_id"}
        due = [("due", "<=", today), ("state", "=", "open")]
        missing = [
            *("|", ("status", "=", "missing"), ("lacks_out", "=", True)),
            ("correction_ids", "=", False),
            ("date", ">=", today - timedelta(days=MISSING_DAYS)),
        ]
        counts, still = [*COUNTS_OPEN, ("due_on", "<=", today)], [("state", "!=", "closed")]
        _ = self.env._
        things = [
            OpenThing("counts", _("Stock counts due"), "ops.stock.count", counts, **place),
            OpenThing("orders", _("Work orders open"), "ops.work.order", ORDERS_OPEN, **place),
            OpenThing(
                "incidents",
                _("Incidents open"),
                "ops.incident",
                still,
                **place,
            ),
            OpenThing("promises", _("Promises due or late"), "ops.commitment", due, **place),
            OpenThing("missing", _("Check-ins missing"), "ops.muster.line", missing, **place),
        ]
        return [thing for thing in things if thing.model in self.env]

    def _devices_offline(self) -> dict:
        """Return ``{branch id: devices that send nothing}``; empty while no add-on knows any."""
        return {}

    def _cockpit_musters(self) -> dict:
        """Return ``{branch id: (people there, people who should be)}`` of today's musters."""
        today = self.env.company._ops_today()
        groups = (
            self.env["ops.muster.line"]
            .sudo()
            ._read_group(
                [("branch_id", "in", self.ids), ("date", "=", today), ("status", "!=", "rest")],
                ["branch_id", "status"],
                ["__count"],
            )
        )
        found = {}
        for branch, status, count in groups:
            here, people = found.get(branch.id, (0, 0))
            if status != "away":
                here += count if status in ("present", "late") else 0
                found[branch.id] = here, people + count
        return found

    @api.model
    def _openable_things(self) -> list:
        return [*super()._openable_things(), *self._cockpit_things()]

    def action_open_till(self):
        """Open the cash days of this branch."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_branch.action_cash_day")
        return {**action, "domain": [("branch_id", "=", self.id)], "context": {}}

    def action_open_devices(self):
        """Open what is offline; the add-on that knows devices says how."""
        self.ensure_one()
        self.check_access("read")
        return self._devices_action()

    def _devices_action(self):
        return {"type": "ir.actions.act_window_close"}

    def _cockpit_totals(self) -> list:
        """Return ``[(thing, count)]`` over these branches, by one query."""
        things = self._cockpit_things()
        counts = self._count_open(things) if self else {}
        return [
            (thing, sum(n for (_place, key), n in counts.items() if key == thing.key))
            for thing in things
        ]


def in_places(thing, branches):
    """Domain of the open work of these branches."""
    return list(Domain(thing.owner, "in", branches.department_id.ids) & Domain(thing.domain))
