from odoo import api, fields, models
from odoo.exceptions import AccessError


class OpsOperatorAccount(models.Model):
    """A contract with a telecom operator, with its own portal, bill and files.

    Its platform tells what the state codes in its files mean. All keys of files are per source,
    and an account is one: it is made with it.
    """

    _name = "ops.operator.account"
    _description = "Operator account"
    _inherit = ["ops.scoped.mixin", "ops.guarded.mixin", "mail.thread"]
    _order = "name, id"
    _check_company_auto = True
    _rec_names_search = ["name", "code"]
    _guarded = ("source_id",)

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(required=True, help="Short name; letters, digits, - and _ only.")
    operator = fields.Selection(
        [("mobile", "China Mobile"), ("unicom", "China Unicom"), ("telecom", "China Telecom")],
        required=True,
        tracking=True,
    )
    platform = fields.Selection(
        [
            ("onelink_ct", "OneLink (CT)"),
            ("onelink_pb", "OneLink (PB)"),
            ("cmp", "Unicom CMP"),
            ("gsl", "Global SIM Link"),
        ],
        required=True,
        help="Whose codes stand for the states of its cards.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Operator's company",
        required=True,
        index=True,
        ondelete="restrict",
        help="Who sends the bill.",
    )
    source_id = fields.Many2one(
        "ops.feed.source", "Source of its files", required=True, ondelete="restrict", copy=False
    )
    customer_number = fields.Char("Customer number", help="As it stands on the operator's bill.")
    plan_ids = fields.One2many("ops.sim.plan", "account_id", "Plans")
    sim_count = fields.Integer("SIM cards", compute="_compute_sim_count")
    active = fields.Boolean(default=True)
    note = fields.Text("What to know")

    _code_unique = models.UniqueIndex("(company_id, code)", "Another account has this code.")
    _source_unique = models.UniqueIndex("(source_id)", "A source of files has one account.")

    def _compute_sim_count(self):
        groups = self.env["ops.sim"]._read_group(
            [("account_id", "in", self.ids)], ["account_id"], ["__count"]
        )
        counts = {account.id: count for account, count in groups}
        for account in self:
            account.sim_count = counts.get(account._origin.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        """Make accounts, each with the source its files come from."""
        self.check_access("create")
        self._check_guarded(*vals_list)
        vals_list = [{**self.default_get(["department_id"]), **vals} for vals in vals_list]
        accounts = super(OpsOperatorAccount, self.sudo()).create(
            [{**vals, "source_id": self._make_source(vals).id} for vals in vals_list]
        )
        accounts = accounts.with_env(self.env)
        accounts.check_access("create")
        return accounts

    def write(self, vals):
        if "code" in vals and not self.env.su:
            raise AccessError(
                self.env._("The code of an account stands in scripts and stays as it is.")
            )
        return super().write(vals)

    def _make_source(self, vals):
        """Return the source of a new account (sudo)."""
        place = self.env["hr.department"].sudo().browse(vals.get("department_id"))
        return (
            self.env["ops.feed.source"]
            .sudo()
            .create(
                {
                    "name": vals.get("name"),
                    "code": f"operator-{(vals.get('code') or '').lower()}",
                    "company_id": (place.company_id or self.env.company).id,
                    "department_id": place.id,
                    "tz": "Asia/Shanghai",
                }
            )
        )

    def action_open_sims(self):
        """Show the cards of the account."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_telematics.action_sim")
        return {**action, "domain": [("account_id", "=", self.id)], "context": {}}
