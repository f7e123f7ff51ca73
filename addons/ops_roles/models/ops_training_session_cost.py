from odoo import api, fields, models

#: States of a native expense that count: what is asked for only is not spent yet.
SPENT = ("approved", "posted", "in_payment", "paid")


class OpsTrainingSession(models.Model):
    """What a session costs, in the currency of the company: in all, and per person present."""

    _inherit = "ops.training.session"

    lecturer = fields.Char("Lecturer from outside", help="Who is paid the fee.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    trainer_fee = fields.Monetary("Fee of the teacher", tracking=True)
    room_cost = fields.Monetary("Cost of the room", tracking=True)
    material_cost = fields.Monetary("Cost of materials", tracking=True)
    expense_ids = fields.One2many("hr.expense", "ops_session_id", string="Expenses")
    expense_cost = fields.Monetary(
        "Expenses approved",
        compute="_compute_expense_cost",
        compute_sudo=True,
        store=True,
        help="Native expenses of this session that are approved, posted or paid.",
    )
    total_cost = fields.Monetary(
        "Cost in all",
        compute="_compute_total_cost",
        store=True,
        help="Fee + room + materials + expenses.",
    )
    cost_per_head = fields.Monetary(
        "Cost per head", compute="_compute_cost_per_head", help="Cost in all / people present."
    )

    _costs_positive = models.Constraint(
        "CHECK(COALESCE(trainer_fee, 0) >= 0 AND COALESCE(room_cost, 0) >= 0"
        " AND COALESCE(material_cost, 0) >= 0)",
        "A cost cannot be negative.",
    )

    @api.depends("expense_ids.total_amount", "expense_ids.state")
    def _compute_expense_cost(self):
        for session in self:
            spent = session.expense_ids.filtered(lambda one: one.state in SPENT)
            session.expense_cost = sum(spent.mapped("total_amount"))

    @api.depends("trainer_fee", "room_cost", "material_cost", "expense_cost")
    def _compute_total_cost(self):
        for session in self:
            own = session.trainer_fee + session.room_cost + session.material_cost
            session.total_cost = own + session.expense_cost

    @api.depends("total_cost", "present_count")
    def _compute_cost_per_head(self):
        for session in self:
            heads = session.present_count
            session.cost_per_head = session.total_cost / heads if heads else 0.0

    def action_new_expense(self):
        """Open a native expense of the user for this session; it takes its usual way."""
        self.ensure_one()
        self._check_keeper()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Expense"),
            "res_model": "hr.expense",
            "views": [[False, "form"]],
            "context": {"default_ops_session_id": self.id, "default_name": self.name},
        }
