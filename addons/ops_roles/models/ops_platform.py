from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

#: Roles that look after platforms day by day.
KEEPERS = ("dm", "sa", "da", "adm")


class OpsPlatform(models.Model):
    """A system of others or our own that the work depends on, looked at once a day.

    The day's check is one button when all is well; else an outage is reported. Days are those of
    the company's time zone.
    """

    _name = "ops.platform"
    _description = "Platform"
    _inherit = ["ops.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "name, id"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            ("authority", "Platform of an authority"),
            ("operator", "Platform of an operator"),
            ("customer", "System of a customer"),
            ("own", "Own system"),
        ],
        required=True,
        default="operator",
    )
    url = fields.Char("Address", help="Begins with https:// or http://")
    keeper_id = fields.Many2one(
        "res.users",
        "Looked after by",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: self.env.user,
    )
    check_daily = fields.Boolean("Checked every day", default=True, tracking=True)
    note = fields.Text("What to look at")
    account_ids = fields.One2many("ops.platform.account", "platform_id", "Accounts")
    check_ids = fields.One2many("ops.platform.check", "platform_id", "Checks", readonly=True)
    outage_ids = fields.One2many("ops.platform.outage", "platform_id", "Outages")
    today = fields.Selection(
        [("none", "Not checked"), ("well", "All well"), ("outage", "Outage")],
        string="Check of Today",
        compute="_compute_today",
        search="_search_today",
    )
    last_check = fields.Date(compute="_compute_last_check")

    @api.depends("check_ids.day", "check_ids.result")
    def _compute_today(self):
        checks = self.env["ops.platform.check"].sudo()
        today = self.env.company._ops_today()
        found = {
            check.platform_id: check.result
            for check in checks.search([("platform_id", "in", self.ids), ("day", "=", today)])
        }
        for platform in self:
            platform.today = found.get(platform._origin, "none")

    @api.model
    def _search_today(self, operator, value):
        if operator != "in":
            return NotImplemented
        checked = Domain("check_ids", "any", [("day", "=", self.env.company._ops_today())])
        results = [one for one in value if one != "none"]
        found = Domain(
            "check_ids",
            "any",
            [("day", "=", self.env.company._ops_today()), ("result", "in", results)],
        )
        return found | ~checked if "none" in value else found

    @api.depends("check_ids.day")
    def _compute_last_check(self):
        checks = self.env["ops.platform.check"].sudo()
        found = dict(
            checks._read_group([("platform_id", "in", self.ids)], ["platform_id"], ["day:max"])
        )
        for platform in self:
            platform.last_check = found.get(platform._origin)

    @api.constrains("url")
    def _check_url(self):
        for platform in self:
            if platform.url and not platform.url.startswith(("https://", "http://")):
                raise ValidationError(
                    self.env._("%s: an address begins with https:// or http://", platform.name)
                )

    def action_all_well(self):
        """Note that the platforms were looked at today and nothing is wrong."""
        self._check_keeper()
        self.env["ops.platform.check"].sudo()._note(self, "well")

    def action_report_outage(self):
        """Open a new outage of the platform."""
        self._check_keeper()
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report an outage"),
            "res_model": "ops.platform.outage",
            "views": [[False, "form"]],
            "context": {"default_platform_id": self.id},
        }

    def action_open_outages(self):
        """Open the outage log of the platform."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_platform_outage")
        return {**action, "domain": [("platform_id", "in", self.ids)], "context": {}}

    def _check_keeper(self):
        """:raise AccessError: for roles whose duty the platforms are not, or other departments"""
        user = self.env.user
        if not any(user.has_group(f"ops_roles.group_{code}") for code in KEEPERS):
            raise AccessError(self.env._("Platforms are checked by those who look after them."))
        self.check_access("read")
