from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from odoo.addons.ops_roles.core.period import local_day

from ..core.price_floor import allowance, below, choose


class SaleOrder(models.Model):
    """What the sales policies say about the prices of an order; the rules are in ``core``."""

    _inherit = "sale.order"

    def _ops_check_confirm(self):
        """:raise UserError: for an order that may not be confirmed"""
        self._ops_check_floor()

    def _ops_check_floor(self):
        """:raise UserError: for an order below the floor whose prices are not approved"""
        orders = self.sudo().filtered(lambda one: one.approval_state != "approved")
        for order, note in orders._ops_floor_notes().items():
            if order.approval_state == "pending":
                raise UserError(
                    self.env._(
                        "%(order)s is held until its prices are approved; it waits for %(people)s.",
                        order=order.display_name,
                        people=", ".join(order.approval_waiting_user_ids.mapped("name")) or "–",
                    )
                )
            raise UserError(
                self.env._(
                    "%(order)s is held:\n%(note)s\nRaise the price, or submit the order for"
                    " approval.",
                    order=order.display_name,
                    note=note,
                )
            )

    def _ops_floor_notes(self):
        """Return ``{order: text}`` of orders with lines below their floor; clauses are named."""
        policies = self.env["ops.sales.policy"]._rules_of(self.company_id)
        found = {
            order: order._ops_breaks(policies[order.company_id])
            for order in self.sudo()
            if order.company_id in policies
        }
        return {order: "\n".join(breaks) for order, breaks in found.items() if breaks}

    def _ops_breaks(self, policies):
        """Return a sentence for each line below its floor."""
        day, path = self._ops_policy_day(), self._ops_path(self._approval_department())
        roles = set(self.user_id._ops_current_cards().role_id.ids) if self.user_id else set()
        clauses, lines = {}, []
        for item in self.ops_priced_line_ids:
            policy = choose(policies, day, path, self._ops_path(item.product_id.categ_id))
            clause = policy and allowance(policy.floors, roles)
            clauses[item] = clause and clause.key
            lines.append(item._ops_line(policy and policy.key, clause, day))
        found = below(lines, self.currency_id.decimal_places)
        return [self._ops_sentence(clauses[one.key], one) for one in found]

    def _ops_sentence(self, clause, found):
        return self.env._(
            "%(product)s: %(net)s is below the floor of %(floor)s (%(clause)s: %(percent)s %% at"
            " most)",
            product=found.key.product_id.display_name,
            net=format_amount(self.env, float(found.net), self.currency_id),
            floor=format_amount(self.env, float(found.floor), self.currency_id),
            clause=clause.display_name,
            percent=f"{clause.percent:g}",
        )

    def _ops_policy_day(self):
        """Return the order date: the day of confirmation, today as long as it is a quotation."""
        if self.state in ("draft", "sent") or not self.date_order:
            moment = fields.Datetime.now()
        else:
            moment = self.date_order
        return local_day(moment, self.company_id._ops_tz())

    def _ops_path(self, place):
        return [int(one) for one in (place.parent_path or "").split("/") if one]
