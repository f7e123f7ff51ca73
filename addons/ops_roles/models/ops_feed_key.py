from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError

from .res_users_apikeys import FEED_SCOPE


class OpsFeedKey(models.Model):
    """The keys of machines that send files, as a list without the keys themselves."""

    _name = "ops.feed.key"
    _description = "Key of a Machine that Sends Files"
    _auto = False
    _order = "expiration_date, id"

    name = fields.Char("Machine", readonly=True)
    user_id = fields.Many2one("res.users", readonly=True)
    create_date = fields.Datetime("Created", readonly=True)
    expiration_date = fields.Datetime("Valid until", readonly=True)

    def init(self):
        tools.drop_view_if_exists(self.env.cr, self._table)
        self.env.cr.execute(
            tools.SQL(
                """
                CREATE VIEW ops_feed_key AS
                SELECT id, name, user_id, create_date, expiration_date
                  FROM res_users_apikeys WHERE scope = %s
                """,
                FEED_SCOPE,
            )
        )

    def action_revoke(self):
        """Delete these keys; the machines cannot send files from now on."""
        if not self.env.user.has_group("ops_roles.group_adm"):
            raise AccessError(self.env._("Only an access administrator revokes keys."))
        self.env["res.users.apikeys"].sudo().browse(self.exists().ids).unlink()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _cron_warn_expiry(self):
        """Scheduled action: a to-do for the owner of each key that ends soon."""
        days = self.env["ops.feed"]._limits()["key_warning_days"]
        now = fields.Datetime.now()
        for key in self.sudo().search(
            [("expiration_date", ">", now), ("expiration_date", "<=", now + timedelta(days=days))]
        ):
            key._warn()

    def _warn(self):
        """One to-do per person and key; a machine's key is the administrators' business."""
        owner = self.user_id
        machine = owner.has_group("ops_roles.group_feeder")
        admins = self.env.ref("ops_roles.group_adm").all_user_ids
        for user in admins if machine else owner:
            self.with_context(lang=user.lang)._warn_user(user)

    def _warn_user(self, user):
        until = fields.Date.to_string(self.expiration_date)
        summary = self.env._(
            "The key “%(name)s” for sending files ends on %(until)s", name=self.name, until=until
        )
        partner = self.user_id.partner_id
        known = partner.activity_ids.filtered(
            lambda activity: activity.user_id == user and activity.summary == summary
        )
        if not known:
            partner.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.expiration_date.date(),
                summary=summary,
                note=self.env._("Make a new key and give it to the machine before that day."),
                user_id=user.id,
            )
