from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KINDS = [
    ("competitor", "Competitor"),
    ("price", "Price"),
    ("policy", "Policy or regulation"),
    ("demand", "Demand"),
    ("tender", "Tender or project"),
    ("other", "Other"),
]
#: Role groups that make opportunities.
SELLERS = ("ops_branch.group_branch_sales", "ops_roles.group_bm", "ops_roles.group_sa")


class OpsMarketNote(models.Model):
    """Something seen on the local market: who, what, for how much, with a photo.

    A note belongs to the branch of its author and can become one native opportunity of its sales
    team. ``price`` is in the company's currency.
    """

    _name = "ops.market.note"
    _description = "Market note"
    _inherit = ["ops.guarded.mixin", "ops.scoped.mixin", "ops.attached.mixin", "mail.thread"]
    _order = "seen_on desc, id desc"
    _rec_names_search = ["name", "competitor"]
    _guarded = ("lead_id", "author_id")

    name = fields.Char("What is new", required=True)
    kind = fields.Selection(KINDS, required=True, default="competitor", index=True)
    branch_id = fields.Many2one(
        related="department_id.ops_branch_id", string="Branch", store=True, index="btree_not_null"
    )
    region_code = fields.Char(related="branch_id.region_code", store=True)
    seen_on = fields.Date(
        required=True, index=True, default=lambda self: self.env.company._ops_today()
    )
    competitor = fields.Char(index="trigram")
    product = fields.Char("Product or service")
    price = fields.Monetary(aggregator="avg")
    currency_id = fields.Many2one(related="company_id.currency_id")
    source = fields.Char("Heard from")
    text = fields.Text("In detail")
    weight = fields.Selection(
        [("0", "To know"), ("1", "Important"), ("2", "Act at once")],
        "How important",
        required=True,
        default="0",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment", "ops_market_note_attachment_rel", string="Photos", copy=False
    )
    author_id = fields.Many2one(
        "res.users", readonly=True, index=True, default=lambda self: self.env.user
    )
    lead_id = fields.Many2one(
        "crm.lead", "Opportunity", readonly=True, copy=False, index="btree_not_null"
    )

    _lead_once = models.UniqueIndex(
        "(lead_id) WHERE lead_id IS NOT NULL", "This opportunity has its note."
    )
    _price_positive = models.Constraint("CHECK (price >= 0)", "A price is not below zero.")

    @api.model_create_multi
    def create(self, vals_list):
        notes = super().create(vals_list)
        notes._adopt_attachments()
        return notes

    def write(self, vals):
        """By its author; what became an opportunity is continued there."""
        self._check_author()
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_attachments()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_own(self):
        self._check_author()
        if self.sudo().lead_id:
            raise UserError(self.env._("A note that became an opportunity is kept."))

    def action_make_opportunity(self):
        """Make the native opportunity of this note, or open the one it has become."""
        self.ensure_one()
        self.check_access("read")
        if not any(map(self.env.user.has_group, SELLERS)):
            raise AccessError(
                self.env._("Opportunities are made by those who sell for the branch.")
            )
        note = self.sudo()
        if not note.lead_id:
            note.lead_id = self.env["crm.lead"].sudo().create(note._lead_vals(self.env.user))
            note.message_post(body=self.env._("Became an opportunity."))
        return note.lead_id.with_env(self.env)._get_records_action()

    def _lead_vals(self, user) -> dict:
        lines = (self.text, self.competitor, self.product, self.source)
        return {
            "name": self.name,
            "type": "opportunity",
            "team_id": self.branch_id.team_id.id,
            "user_id": user.id,
            "expected_revenue": self.price,
            "description": "\n".join(filter(None, lines)),
        }

    def _check_author(self):
        if self.env.su:
            return
        manages = self.env.user.has_group("ops_roles.group_bm")
        for note in self:
            if note.author_id != self.env.user and not manages:
                raise AccessError(
                    self.env._("%s: a note is changed by its author.", note.display_name)
                )
