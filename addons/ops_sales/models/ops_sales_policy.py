from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..core import price_floor

READERS = (
    *("ops_roles.role_sd", "ops_roles.role_bm", "ops_roles.role_sa"),
    "ops_branch.role_branch_sales",
)


class OpsSalesPolicy(models.Model):
    """A sales policy: its clauses, from when to when and where it counts, and its price list.

    Days are calendar days in the time zone of the company. What is read and signed for is its
    paper, a controlled document (``ops_sales_policy_paper.py``).
    """

    _name = "ops.sales.policy"
    _description = "Sales policy"
    _inherit = ["ops.paper.mixin", "ops.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"
    _guarded = ("state", "document_id", "replaces_id")

    name = fields.Char("Title", required=True, tracking=True)
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("withdrawn", "Withdrawn")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_from = fields.Date(
        "In force from",
        required=True,
        tracking=True,
        default=lambda self: self.env.company._ops_today(),
    )
    date_to = fields.Date("In force until", tracking=True, help="Last day. Empty: until replaced.")
    validity = fields.Selection(
        [("future", "To come"), ("valid", "In force"), ("past", "Over")],
        "Validity",
        compute="_compute_validity",
        search="_search_validity",
    )
    clause_ids = fields.One2many("ops.sales.policy.clause", "policy_id", "Clauses", copy=True)
    scope_department_ids = fields.Many2many(
        "hr.department",
        "ops_sales_policy_department_rel",
        string="Branches",
        help="It counts for orders of these branches and those below. Empty: of all.",
    )
    scope_categ_ids = fields.Many2many(
        "product.category",
        "ops_sales_policy_categ_rel",
        string="Product categories",
        help="It counts for products of these categories and those below. Empty: of all.",
    )
    pricelist_id = fields.Many2one(
        "product.pricelist",
        "Price list",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        help="Discounts are measured from its prices; without one, from the sales prices.",
    )
    reader_role_ids = fields.Many2many(
        "ops.role",
        "ops_sales_policy_role_rel",
        string="To be read by",
        default=lambda self: self._default_reader_role_ids(),
        help="Holders of these role cards in its branches sign that they have read it.",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment", "ops_sales_policy_attachment_rel", string="Files", copy=False
    )
    replaces_id = fields.Many2one(
        "ops.sales.policy",
        "Replaces",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    document_id = fields.Many2one(
        "ops.document",
        "Paper to be read",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    unread_count = fields.Integer(related="document_id.unread_count", related_sudo=True)
    end_reason = fields.Text("Why it is withdrawn", copy=False)

    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A policy ends on its first day or later.",
    )
    _in_force = models.Index("(company_id, date_from) WHERE state = 'published'")
    _list = models.Index("(date_from DESC, id DESC)")

    @api.model
    def _default_reader_role_ids(self):
        return self.env["ops.role"].union(*(self.env.ref(name) for name in READERS))

    @api.depends("date_from", "date_to")
    def _compute_validity(self):
        for policy in self:
            today = (policy.company_id or self.env.company)._ops_today()
            over = policy.date_to and policy.date_to < today
            future = policy.date_from and policy.date_from > today
            policy.validity = "past" if over else "future" if future else "valid"

    @api.model
    def _search_validity(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ops_today()
        over = Domain("date_to", "<", today)
        future = Domain("date_from", ">", today)
        ways = {"past": over, "future": ~over & future, "valid": ~over & ~future}
        return Domain.OR(ways[one] for one in value if one in ways)

    @api.constrains("pricelist_id", "company_id")
    def _check_pricelist(self):
        for policy in self:
            owner = policy.pricelist_id.company_id
            if owner and owner != policy.company_id:
                raise ValidationError(
                    self.env._("%s: choose a price list of its own company.", policy.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies._adopt_attachments()
        return policies

    def write(self, vals):
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_attachments()
        return result

    def action_submit(self):
        """Submit to approval; a policy says something, and starts no earlier than it is known."""
        for policy in self:
            if not policy.clause_ids:
                raise UserError(self.env._("%s: enter its clauses first.", policy.name))
            if policy.date_to and policy.date_to < policy.company_id._ops_today():
                raise UserError(
                    self.env._("%s: it would be over already. Correct its days.", policy.name)
                )
        return super().action_submit()

    def action_new_version(self):
        """Open a draft that takes the place of this policy once it is approved."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "published":
            raise UserError(self.env._("%s is not published: change it as it is.", self.name))
        draft = self.search([("replaces_id", "=", self.id), ("state", "=", "draft")], limit=1)
        if not draft:
            start = max(self.date_from, self.company_id._ops_today()) + timedelta(days=1)
            draft = self.copy({"name": self.name, "date_from": start, "date_to": False})
            draft.sudo().write({"replaces_id": self.id})
        return draft._get_records_action(name=draft.display_name)

    def action_withdraw_policy(self):
        """Take a published policy out of force from today on, for a reason written down."""
        self.ensure_one()
        self._check_manager()
        if self.state != "published":
            raise UserError(self.env._("%s is not published.", self.name))
        if not (self.end_reason or "").strip():
            raise UserError(self.env._("Write down why %s is withdrawn.", self.name))
        self.sudo().state = "withdrawn"
        self.sudo()._withdraw_paper()
        self._refresh_held()

    def action_open_receipts(self):
        """Open who has read it and who has not, those first."""
        self.ensure_one()
        self.check_access("read")
        return self.document_id.action_open_receipts()

    def action_read(self):
        """Open its paper, where it is signed as read and understood."""
        self.ensure_one()
        self.check_access("read")
        return self.document_id.action_read()

    def _check_manager(self):
        """:raise AccessError: for who does not approve policies of the department"""
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group("ops_roles.group_mm"):
            raise AccessError(self.env._("Only the centre manager withdraws a policy."))

    def _approval_fields(self):
        return (
            *("name", "date_from", "date_to", "pricelist_id"),
            *("scope_department_ids", "scope_categ_ids", "attachment_ids", "clause_ids"),
            *("clause_ids.role_ids", "clause_ids.percent"),
        )

    def _on_approved(self):
        for policy in self:
            policy._close_replaced()
            policy.state = "published"
            policy._publish_paper()
        self._refresh_held()

    def _close_replaced(self):
        """The policy it replaces ends the day before, or is withdrawn when it never began."""
        old, last = self.replaces_id, self.date_from - timedelta(days=1)
        if old.state != "published":
            return
        if last < old.date_from:
            old.state = "withdrawn"
        elif not old.date_to or old.date_to > last:
            old.date_to = last

    @api.model
    def _refresh_held(self):
        """Have quotations looked at again: what was below a floor may not be any more."""
        orders = self.env["sale.order"].sudo()
        open_ones = orders.search([("state", "in", ("draft", "sent"))])
        for name in ("ops_held", "ops_floor_note"):
            self.env.add_to_compute(orders._fields[name], open_ones)

    @api.model
    def _rules_of(self, companies):
        """Return what ``core.price_floor`` needs of the published policies, by company (sudo)."""
        domain = [("state", "=", "published"), ("company_id", "in", companies.ids)]
        return {
            company: [one._rule() for one in policies]
            for company, policies in self.sudo().search(domain).grouped("company_id").items()
        }

    def _rule(self):
        limits = self.clause_ids.filtered("is_limit")
        return price_floor.Policy(
            self,
            self.date_from,
            self.date_to,
            frozenset(self.scope_department_ids.ids),
            frozenset(self.scope_categ_ids.ids),
            tuple(
                price_floor.Floor(one, frozenset(one.role_ids.ids), one.percent) for one in limits
            ),
        )
