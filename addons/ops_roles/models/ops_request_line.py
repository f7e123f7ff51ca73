from odoo import api, fields, models


class OpsRequestLine(models.Model):
    """One item of a request for resources: what, how many, at what estimated cost."""

    _name = "ops.request.line"
    _description = "Item of a request for resources"
    _inherit = ["ops.approval.part.mixin", "ops.guarded.mixin"]
    _order = "sequence, id"
    _approval_parent = "request_id"
    _guarded = ("staff_before", "filled")

    request_id = fields.Many2one("ops.request", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char("Resource needed", required=True)
    quantity = fields.Float(default=1, required=True)
    unit_cost = fields.Monetary("Estimated cost each", help="Of people: of the first year.")
    subtotal = fields.Monetary("Estimated cost in all", compute="_compute_subtotal", store=True)
    currency_id = fields.Many2one(related="request_id.currency_id")
    product_id = fields.Many2one(
        "product.product", string="Product", domain="[('purchase_ok', '=', True)]"
    )
    job_id = fields.Many2one("hr.job", string="Job", index="btree_not_null", ondelete="restrict")
    staff_before = fields.Integer("Staff when granted", readonly=True, copy=False)
    filled = fields.Integer(
        "Hired since",
        compute="_compute_filled",
        store=True,
        compute_sudo=True,
        help="People in the job now, less those in it when the request was granted.",
    )

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "Enter how many are needed: more than none."
    )
    _cost_positive = models.Constraint(
        "CHECK(unit_cost >= 0)", "The estimated cost is not negative."
    )

    @api.depends("quantity", "unit_cost")
    def _compute_subtotal(self):
        for line in self:
            line.subtotal = line.quantity * line.unit_cost

    @api.depends("staff_before", "request_id.granted_at", "job_id.employee_ids.active")
    def _compute_filled(self):
        for line in self:
            granted = line.request_id.granted_at and line.job_id
            hired = line._staff() - line.staff_before if granted else 0
            line.filled = min(max(hired, 0), int(line.quantity))

    @api.onchange("product_id")
    def _onchange_product_id(self):
        if self.product_id:
            self.name = self.name or self.product_id.display_name
            self.unit_cost = self.unit_cost or self.product_id.standard_price

    @api.onchange("job_id")
    def _onchange_job_id(self):
        self.name = self.name or self.job_id.name

    def _staff(self) -> int:
        return len(self.job_id.employee_ids)

    def _raise_target(self):
        """Add the people granted to the recruitment target of their jobs (sudo)."""
        for line in self:
            line.staff_before = line._staff()
            line.job_id.no_of_recruitment += int(line.quantity)
            line.job_id.message_post(
                body=self.env._(
                    "Recruitment target raised by %(count)s: %(request)s.",
                    count=int(line.quantity),
                    request=line.request_id.display_name,
                )
            )

    def _product(self):
        return self.product_id or self.env.ref("ops_roles.product_requested_goods")

    def _order_vals(self) -> dict:
        return {
            "product_id": self._product().id,
            "name": self.name,
            "product_qty": self.quantity,
            "price_unit": self.unit_cost,
        }

    def _bill_vals(self) -> dict:
        return {"name": self.name, "quantity": self.quantity, "price_unit": self.unit_cost}

    def _expense_vals(self, employee) -> dict:
        return {
            "name": self.name,
            "employee_id": employee.id,
            "product_id": self.env.ref("ops_roles.product_requested_expense").id,
            "total_amount_currency": self.subtotal,
            "currency_id": self.currency_id.id,
            "company_id": self.request_id.company_id.id,
            "ops_request_id": self.request_id.id,
        }
