from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

STATES = [
    ("draft", "Negotiation"),
    ("confirmed", "Confirmed"),
    ("sealed", "Sealed"),
    ("running", "In execution"),
    ("ended", "Ended"),
    ("terminated", "Terminated"),
]
#: Reviewed by the deputy sales manager, confirmed by the centre manager.
FROZEN = ("confirmed", "sealed", "running", "ended", "terminated")


class OpsContract(models.Model):
    """A contract with a customer, from negotiation to its end.

    Its way: drafts and their versions (``ops_contract_negotiation.py``), review and confirmation by
    the shared approval, number, seals and scan (``ops_contract_paper.py``), orders, deliveries and
    money (``ops_contract_execution.py``), expiry and renewal (``ops_contract_term.py``). Days are
    calendar days in the time zone of the company; amounts include tax.
    """

    _name = "ops.contract"
    _description = "Contract"
    _inherit = [
        *("ops.paper.mixin", "ops.scoped.mixin", "ops.todo.mixin"),
        *("mail.thread", "mail.activity.mixin"),
    ]
    _order = "id desc"
    _rec_names_search = ["number", "name", "partner_id.name"]
    _guarded = (
        *("state", "number", "series_id", "year", "running_number", "confirmed_on"),
        *("renews_id", "parent_id", "ended_on"),
    )

    name = fields.Char("Subject", required=True, tracking=True)
    number = fields.Char("Contract number", readonly=True, copy=False, index="trigram")
    series_id = fields.Many2one("ops.letter.series", readonly=True, copy=False, ondelete="restrict")
    year = fields.Integer(readonly=True, copy=False)
    running_number = fields.Integer(readonly=True, copy=False)
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Salesperson",
        required=True,
        index=True,
        tracking=True,
        domain=[("share", "=", False)],
        default=lambda self: self.env.user,
    )
    template_id = fields.Many2one(
        "ops.contract.template", "Text template", ondelete="restrict", index="btree_not_null"
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    amount = fields.Monetary(
        tracking=True, help="Taxes included; of an amendment: by how much the price changes."
    )
    date_from = fields.Date("Valid from", tracking=True)
    date_to = fields.Date("Valid until", index="btree_not_null", tracking=True, help="Last day.")
    signed_on = fields.Date("Signed on", copy=False, tracking=True)
    body = fields.Text("Text of the contract")
    attachment_ids = fields.Many2many(
        "ir.attachment", "ops_contract_attachment_rel", string="Annexes", copy=False
    )
    parent_id = fields.Many2one(
        "ops.contract",
        "Amends",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    amendment_ids = fields.One2many("ops.contract", "parent_id", "Amendments")
    amendment_count = fields.Integer("Amendments of it", compute="_compute_amendments")
    amount_now = fields.Monetary(
        "Amount with amendments", compute="_compute_amendments", help="Confirmed ones only."
    )
    confirmed_on = fields.Date("Confirmed on", readonly=True, copy=False)
    ended_on = fields.Date("Ended on", readonly=True, copy=False)
    end_reason = fields.Text("Why it was terminated", copy=False)

    _number_once = models.UniqueIndex(
        "(series_id, year, running_number)", "Another contract has this number already."
    )
    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A contract ends on its first day or later.",
    )
    _list = models.Index("(state, id DESC)")

    @api.depends("number", "name")
    def _compute_display_name(self):
        for contract in self:
            contract.display_name = " ".join(filter(None, (contract.number, contract.name)))

    @api.depends("amount", "amendment_ids.amount", "amendment_ids.state")
    def _compute_amendments(self):
        for contract in self:
            amendments = contract.sudo().amendment_ids
            valid = amendments.filtered(lambda one: one.state in FROZEN[:-1])
            contract.amendment_count = len(amendments)
            contract.amount_now = contract.amount + sum(valid.mapped("amount"))

    @api.model_create_multi
    def create(self, vals_list):
        """The branch knows the customer from now on."""
        contracts = super().create(vals_list)
        contracts._adopt_attachments()
        for place, records in contracts.sudo().grouped("department_id").items():
            records.partner_id._ops_known_by(place)
        return contracts

    def write(self, vals):
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_attachments()
        return result

    def action_submit(self):
        """Hand in for review; the text as it is becomes a version."""
        for contract in self:
            if not (contract.body or "").strip():
                raise UserError(
                    self.env._("%s: fill in its text from the template first.", contract.name)
                )
            if not contract.parent_id and contract.amount <= 0:
                raise UserError(self.env._("%s: enter its amount first.", contract.name))
            contract._keep_version(self.env._("Handed in for review"))
        return super().action_submit()

    def action_amend(self):
        """Open the draft of an amendment; it goes the same way as the contract itself."""
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("confirmed", "sealed", "running"):
            raise UserError(self.env._("%s is not in force: nothing to amend.", self.display_name))
        kept = ("partner_id", "department_id", "user_id", "currency_id", "date_from", "date_to")
        vals = {name: self[name].id if hasattr(self[name], "id") else self[name] for name in kept}
        name = self.env._("Amendment to %s", self.display_name)
        draft = self.create({**vals, "name": name})
        draft.sudo().parent_id = self
        return draft._get_records_action(name=draft.display_name)

    def action_open_amendments(self):
        """Open its amendments."""
        self.ensure_one()
        self.check_access("read")
        return self.amendment_ids._get_records_action(name=self.env._("Amendments"))

    def action_terminate(self):
        """End it before its time, for a reason written down; the centre manager only."""
        self.ensure_one()
        self._check_role("mm")
        if self.state not in ("confirmed", "sealed", "running"):
            raise UserError(self.env._("%s is not in force.", self.display_name))
        if not (self.end_reason or "").strip():
            raise UserError(self.env._("Write down why %s is terminated.", self.display_name))
        self.sudo().write({"state": "terminated", "ended_on": self.company_id._ops_today()})

    def _check_role(self, *codes):
        """:raise UserError: for who holds none of these role cards"""
        self.check_access("read")
        roles = self.env["ops.role"].sudo().search([("code", "in", codes)])
        if not self.env.su and not self.env.user.all_group_ids & roles.group_id:
            raise UserError(self.env._("Only %s does this.", ", ".join(roles.mapped("name"))))

    def _approval_fields(self):
        return (
            *("name", "partner_id", "amount", "currency_id", "date_from", "date_to"),
            *("body", "attachment_ids", "user_id", "department_id"),
        )

    def _approval_amount(self):
        return abs(
            self.currency_id._convert(
                self.amount,
                self.company_id.currency_id,
                self.company_id,
                self.company_id._ops_today(),
            )
        )

    def _on_approved(self):
        for contract in self:
            contract.write(
                {
                    **contract._series()._draw(),
                    "state": "confirmed",
                    "confirmed_on": contract.company_id._ops_today(),
                }
            )

    def _series(self):
        """Return the series contracts of the company are numbered by."""
        series = (
            self.env["ops.letter.series"]
            .sudo()
            .search(
                Domain("direction", "=", "contract")
                & Domain("company_id", "=", self.company_id.id),
                limit=1,
            )
        )
        if not series:
            raise UserError(
                self.env._(
                    "%s has no series of contract numbers. Ask the access administrator for one"
                    " under Settings.",
                    self.company_id.name,
                )
            )
        return series
