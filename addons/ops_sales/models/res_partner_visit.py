from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..core.visit_plan import due_day

#: Who says how often a customer is visited.
PLANNERS = ("ops_roles.group_sd", "ops_roles.group_bm", "ops_roles.group_sa")


class ResPartner(models.Model):
    """How often a customer is visited, when he was last and when he is next."""

    _inherit = "res.partner"
    _guarded = ("ops_tier_id", "ops_tier_since", "ops_last_visit_on", "ops_visit_due_on")

    ops_tier_id = fields.Many2one(
        "ops.visit.tier",
        "Tier",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    ops_tier_since = fields.Date("Visited by plan since", readonly=True, copy=False)
    ops_last_visit_on = fields.Date("Last visit", readonly=True, copy=False)
    ops_visit_due_on = fields.Date(
        "Next visit due",
        compute="_compute_ops_visit_due_on",
        store=True,
        copy=False,
        index="btree_not_null",
    )
    ops_visit_count = fields.Integer("Visits", compute="_compute_ops_visit_count")

    @api.depends("ops_tier_id.interval", "ops_tier_since", "ops_last_visit_on")
    def _compute_ops_visit_due_on(self):
        for partner in self:
            last, since = partner.ops_last_visit_on, partner.ops_tier_since
            days = partner.ops_tier_id.interval
            partner.ops_visit_due_on = bool(days and since) and due_day(last, since, days)

    def _compute_ops_visit_count(self):
        visits = self.env["ops.visit"]
        if not visits.has_access("read"):
            self.ops_visit_count = 0
            return
        domain = Domain("partner_id", "in", self.ids) & Domain("state", "=", "done")
        counts = dict(visits._read_group(domain, ["partner_id"], ["__count"]))
        for partner in self:
            partner.ops_visit_count = counts.get(partner, 0)

    def action_ops_visits(self):
        """Open the visits to the customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_sales.action_visit")
        defaults = {"default_partner_id": self.id}
        return {**action, "domain": [("partner_id", "=", self.id)], "context": defaults}

    def action_ops_plan_visit(self):
        """Plan the visit that is due, or open it when it is planned already."""
        self.ensure_one()
        self.check_access("read")
        visits = self.env["ops.visit"]
        visit = visits.search([("partner_id", "=", self.id), ("state", "=", "planned")], limit=1)
        visit = visit or visits.create({"partner_id": self.id})
        return visit._get_records_action(name=visit.display_name)

    def action_ops_tier(self):
        """Ask which tier these customers belong to."""
        self.check_access("read")
        self._ops_check_planner()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tier"),
            "res_model": "ops.visit.tiering",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_partner_ids": self.ids},
        }

    def _ops_check_planner(self):
        """:raise AccessError: for who does not plan visits"""
        if not self.env.su and not any(self.env.user.has_group(one) for one in PLANNERS):
            raise AccessError(
                self.env._("Sales deputies, branch managers and sales assistants plan visits.")
            )

    def _ops_set_tier(self, tier):
        """Put customers in a tier (sudo); the interval counts from today for new ones."""
        today = self.env.company._ops_today()
        for partner in self:
            partner.write(
                {"ops_tier_id": tier.id, "ops_tier_since": partner.ops_tier_since or today}
            )

    def _ops_visited(self, day):
        """Note a visit (sudo)."""
        for partner in self:
            partner.ops_last_visit_on = max(partner.ops_last_visit_on or day, day)

    def _ops_visit_vals(self):
        """Return the values of the visit that is due, or None without anybody in charge (sudo)."""
        place = self.ops_department_ids[:1]
        user = self.user_id or place.ops_branch_id.manager_id.user_id
        if not place or not user:
            return None
        return {
            "partner_id": self.id,
            "department_id": place.id,
            "user_id": user.id,
            "planned_on": max(self.ops_visit_due_on, self.env.company._ops_today()),
        }
