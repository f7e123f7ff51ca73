from odoo import api, fields, models


class OpsQaPlan(models.Model):
    """How many calls of each agent of a client project are listened to each week, and which.

    Weeks are those of the PBX's time zone, from Monday.
    """

    _name = "ops.qa.plan"
    _description = "Sampling plan"
    _inherit = ["mail.thread"]
    _order = "project_id, id"
    _rec_name = "project_id"

    project_id = fields.Many2one(
        "ops.client.project", "Client project", required=True, ondelete="restrict", index=True
    )
    department_id = fields.Many2one(related="project_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    form_id = fields.Many2one(
        "ops.qa.form",
        "Scored by",
        required=True,
        ondelete="restrict",
        domain="[('state', '=', 'in_use')]",
        tracking=True,
        help="Each draw takes the version that is in use then.",
    )
    quota = fields.Integer("Calls per agent and week", required=True, default=3, tracking=True)
    new_quota = fields.Integer(
        "Calls per new agent and week", required=True, default=5, tracking=True
    )
    new_days = fields.Integer(
        "New for (days)",
        required=True,
        default=60,
        tracking=True,
        help="Days since the first role card of an agent in which he counts as new.",
    )
    least_s = fields.Integer(
        "At least (seconds)",
        required=True,
        default=10,
        tracking=True,
        help="Shorter conversations are not drawn.",
    )
    stratum_ids = fields.One2many("ops.qa.stratum", "plan_id", "Certainly among them", copy=True)
    active = fields.Boolean(default=True)

    _project_once = models.UniqueIndex(
        "(project_id) WHERE active", "This client project has a sampling plan already."
    )
    _quotas = models.Constraint(
        "CHECK(quota BETWEEN 0 AND 100 AND new_quota BETWEEN 0 AND 100)",
        "Draw 0 to 100 calls of an agent each week.",
    )
    _limits = models.Constraint(
        "CHECK(new_days >= 0 AND least_s >= 0)", "Days and seconds cannot be negative."
    )

    def action_draw(self):
        """Open the dialog that draws a week's calls by this plan."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_callcenter.action_ops_qa_draw")
        return {**action, "context": {"default_plan_id": self.id}}

    @api.depends("project_id", "form_id")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = f"{plan.project_id.name or ''} · {plan.form_id.name or ''}"

    def _form_in_use(self):
        """Return the version of the form that is in use now."""
        form = self.form_id
        return form.search(
            [
                ("code", "=", form.code),
                ("company_id", "=", form.company_id.id),
                ("state", "=", "in_use"),
            ],
            limit=1,
        )
