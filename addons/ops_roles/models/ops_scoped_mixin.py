from odoo import api, fields, models


class OpsScopedMixin(models.AbstractModel):
    """A record that belongs to a department, and through it to a company.

    Record rules use the path ``department_id.ops_user_ids``. A new record belongs to the
    department of the first current role card of its author.
    """

    _name = "ops.scoped.mixin"
    _description = "Belongs to a department"

    department_id = fields.Many2one(
        "hr.department",
        string="Department",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_department_id(),
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, precompute=True, index=True
    )

    @api.model
    def _default_department_id(self):
        return self.env.user._ops_current_cards()[:1].department_id

    @api.depends("department_id.company_id")
    def _compute_company_id(self):
        for record in self:
            record.company_id = record.department_id.company_id or self.env.company
