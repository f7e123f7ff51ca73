from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import sql

OPEN = ("draft", "sent")


class SaleOrder(models.Model):
    """An order below the floor of the sales policy is held until its prices are approved.

    Approved prices stay as they are: the approval covers exactly these lines.
    """

    _name = "sale.order"
    _inherit = ["sale.order", "ops.paper.mixin"]

    ops_priced_line_ids = fields.One2many(
        "sale.order.line",
        "order_id",
        "Priced lines",
        domain=[("display_type", "=", False), ("is_downpayment", "=", False)],
    )
    ops_held = fields.Boolean(
        "Below the floor",
        compute="_compute_ops_floor",
        store=True,
        copy=False,
        help="As of its last change; looked at again when it is confirmed.",
    )
    ops_floor_note = fields.Text(
        "Why it is held", compute="_compute_ops_floor", store=True, copy=False
    )

    _ops_held_idx = models.Index("(id) WHERE ops_held AND state IN ('draft', 'sent')")

    def _auto_init(self):
        # No policy exists at installation: orders already there need not be looked at.
        for name, kind in (("ops_held", "bool"), ("ops_floor_note", "text")):
            if not sql.column_exists(self.env.cr, self._table, name):
                sql.create_column(self.env.cr, self._table, name, kind)
        return super()._auto_init()

    @api.depends(
        *("state", "date_order", "user_id", "ops_department_id", "currency_id", "approval_state"),
        *("order_line.product_id", "order_line.product_uom_qty", "order_line.product_uom_id"),
        *("order_line.price_unit", "order_line.discount", "order_line.is_downpayment"),
    )
    def _compute_ops_floor(self):
        settled = self.filtered(
            lambda one: one.state not in OPEN or one.approval_state == "approved"
        )
        notes = (self - settled)._ops_floor_notes()
        for order in self:
            note = order.ops_floor_note if order in settled else notes.get(order, False)
            order.ops_floor_note = note
            order.ops_held = bool(note) and order.approval_state != "approved"

    def _compute_can(self):
        """Only an order that is held has anything to be approved."""
        super()._compute_can()
        for order in self.filtered(lambda one: not one.ops_held):
            order.can_submit = False

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered(lambda one: one.state == "sale")._ops_check_confirm()
        return orders

    def write(self, vals):
        if vals.get("state") == "sale":
            self._ops_check_confirm()
        return super().write(vals)

    def action_submit(self):
        """Ask for approval of prices below the floor, naming the clauses."""
        for order in self:
            if order.state not in OPEN or not order.ops_held:
                raise UserError(
                    self.env._("%s needs no approval of its prices.", order.display_name)
                )
        return super().action_submit()

    def _approval_fields(self):
        priced = ("product_id", "product_uom_qty", "price_unit", "discount")
        return (
            *("partner_id", "currency_id", "user_id", "ops_floor_note"),
            *(f"ops_priced_line_ids.{name}" for name in priced),
        )

    def _approval_touched(self, vals) -> bool:
        return "order_line" in vals or super()._approval_touched(vals)

    def _approval_amount(self):
        return self.currency_id._convert(
            self.amount_untaxed,
            self.company_id.currency_id,
            self.company_id,
            (self.date_order or fields.Datetime.now()).date(),
        )

    def _approval_department(self):
        return self.ops_department_id or self._approval_requester().employee_id.department_id

    def _approval_requester(self):
        return self.user_id or super()._approval_requester()

    def _approval_may_submit(self) -> bool:
        return super()._approval_may_submit() or self.env.user == self.sudo().create_uid
