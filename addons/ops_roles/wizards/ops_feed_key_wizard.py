from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..models.res_users_apikeys import FEED_SCOPE


class OpsFeedKeyWizard(models.TransientModel):
    """Make a key for a machine that sends files; the key is shown once."""

    _name = "ops.feed.key.wizard"
    _description = "New Key for Sending Files"

    def _default_expiration(self):
        days = self.env["ops.feed"]._limits()["key_days"]
        return fields.Datetime.now() + timedelta(days=days)

    name = fields.Char("Machine", required=True, help="Where the key will be kept.")
    owner = fields.Selection(
        [("machine", "A user of its own that can do nothing else"), ("me", "Myself")],
        required=True,
        default="machine",
    )
    expiration_date = fields.Datetime(
        "Valid until", required=True, default=lambda self: self._default_expiration()
    )

    def action_make(self):
        """Create the key and open the window that shows it once."""
        self.ensure_one()
        if not self.env.user.has_group("ops_roles.group_adm"):
            raise AccessError(self.env._("Only an access administrator makes keys."))
        if self.expiration_date <= fields.Datetime.now():
            raise UserError(self.env._("Choose a day in the future until which the key is valid."))
        user = self.env.user if self.owner == "me" else self._machine_user()
        key = (
            self.env["res.users.apikeys"]
            .with_user(user)
            .sudo()
            ._generate(FEED_SCOPE, self.name, self.expiration_date)
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.feed.key.show",
            "name": self.env._("Key for sending files"),
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_key": key},
        }

    @api.model
    def _machine_user(self):
        """The user of the machines of this company: no password, no group but feeding."""
        login = f"ops_feeder_{self.env.company.id}"
        # As superuser: a machine has no role card, and only those grant our groups to people.
        users = self.env["res.users"].with_user(SUPERUSER_ID)
        users = users.with_context(active_test=False, no_reset_password=True)
        return users.search([("login", "=", login)]) or users.create(
            {
                "name": self.env._("Machines that send files"),
                "login": login,
                "company_id": self.env.company.id,
                "company_ids": [Command.set(self.env.company.ids)],
                "group_ids": [Command.set(self.env.ref("ops_roles.group_feeder").ids)],
            }
        )
