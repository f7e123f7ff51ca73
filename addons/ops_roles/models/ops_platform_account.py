from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class OpsPlatformAccount(models.Model):
    """Who may do what on a platform, and until when. Passwords are never kept here."""

    _name = "ops.platform.account"
    _description = "Account on a Platform"
    _inherit = ["ops.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "expires_on, id"
    _rec_name = "login"
    _guarded = ("state", "reminded_for", "closed_on", "closed_by_id")

    platform_id = fields.Many2one(
        "ops.platform", required=True, index=True, ondelete="restrict", tracking=True
    )
    department_id = fields.Many2one(related="platform_id.department_id")
    login = fields.Char("Account", required=True, tracking=True, help="Never a password.")
    holder_id = fields.Many2one("res.users", "Used by", required=True, index=True, tracking=True)
    holder_active = fields.Boolean("Holder is here", related="holder_id.active")
    rights = fields.Selection(
        [
            ("read", "Look up only"),
            ("entry", "Enter and change"),
            ("approve", "Approve"),
            ("admin", "Administer"),
        ],
        required=True,
        default="read",
        tracking=True,
    )
    rights_note = fields.Char("Scope of the rights", tracking=True)
    valid_from = fields.Date(required=True, default=lambda self: self.env.company._ops_today())
    expires_on = fields.Date("Expires", index=True, tracking=True)
    state = fields.Selection(
        [("active", "In use"), ("closed", "Closed")],
        default="active",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    closed_on = fields.Date(readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True, copy=False)
    reminded_for = fields.Date(readonly=True, copy=False)
    light = fields.Selection(
        [("blue", "Valid"), ("yellow", "Expires soon"), ("red", "Expired or holder left")],
        "Validity",
        compute="_compute_light",
        search="_search_light",
    )

    _once = models.UniqueIndex(
        "(platform_id, login) WHERE state = 'active'", "This account is on the list already."
    )
    _period = models.Constraint(
        "CHECK(expires_on IS NULL OR expires_on >= valid_from)", "It expires after it begins."
    )

    @api.depends("expires_on", "state", "holder_id.active")
    def _compute_light(self):
        today, soon = self._days()
        for account in self.sudo():
            end = account.expires_on
            if account.state == "closed":
                account.light = False
            elif not account.holder_id.active or (end and end < today):
                account.light = "red"
            else:
                account.light = "yellow" if end and end <= soon else "blue"

    @api.model
    def _search_light(self, operator, value):
        if operator != "in":
            return NotImplemented
        today, soon = self._days()
        active = Domain("state", "=", "active")
        red = active & (Domain("expires_on", "<", today) | Domain("holder_id.active", "=", False))
        yellow = active & ~red & Domain("expires_on", "<=", soon)
        lights = {"red": red, "yellow": yellow, "blue": active & ~red & ~yellow}
        return Domain.OR(lights[one] for one in value if one in lights)

    @api.model
    def _days(self):
        """Return today and the day up to which an expiry is near, by the system parameter."""
        days = self.env["ir.config_parameter"].sudo().get_param("ops_roles.platform_account_days")
        today = self.env.company._ops_today()
        return today, today + timedelta(days=int(days or 0))

    def write(self, vals):
        if not self.env.su and any(account.state == "closed" for account in self):
            raise UserError(self.env._("A closed account stays as it is. Enter a new one."))
        result = super().write(vals)
        if "platform_id" in vals:
            self.platform_id.check_access("read")
        return result

    def action_close(self):
        """The account was closed on the platform."""
        self.platform_id._check_keeper()
        self.check_access("write")
        today = self.env.company._ops_today()
        self.sudo().write({"state": "closed", "closed_on": today, "closed_by_id": self.env.uid})
        self.sudo().activity_unlink(["ops_roles.activity_platform_account"])

    @api.model
    def _cron_remind(self):
        """Give the keeper of the platform a to-do for each account that expires soon, once."""
        _today, soon = self._days()
        due = self.sudo().search([("state", "=", "active"), ("expires_on", "<=", soon)])
        due = due.filtered(lambda account: account.reminded_for != account.expires_on)
        for (keeper, day), accounts in due.grouped(
            lambda account: (account.platform_id.keeper_id, account.expires_on)
        ).items():
            accounts.activity_schedule(
                "ops_roles.activity_platform_account", date_deadline=day, user_id=keeper.id
            )
            accounts.write({"reminded_for": day})
