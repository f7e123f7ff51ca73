from odoo import fields, models
from odoo.api import SUPERUSER_ID


class ResUsers(models.Model):
    """Sessions and keys of people who left, or hold no role card any more, end at once."""

    _inherit = "res.users"

    # Part of what a session is signed with: another number, and no session of before is valid.
    ops_session_epoch = fields.Integer(copy=False, readonly=True, groups=fields.NO_ACCESS)

    def _get_session_token_fields(self):
        return super()._get_session_token_fields() | {"ops_session_epoch"}

    def _ops_close_sessions(self):
        """Make all open web sessions and API keys of these users worthless."""
        if not self:
            return
        self.env["res.users.apikeys"].sudo().search([("user_id", "in", self.ids)]).unlink()
        self.flush_recordset()
        self.env.cr.execute(
            "UPDATE res_users SET ops_session_epoch = COALESCE(ops_session_epoch, 0) + 1"
            " WHERE id = ANY(%s)",
            [self.ids],
        )
        self.invalidate_recordset(["ops_session_epoch"], flush=False)
        self.env.registry.clear_cache()

    def _ops_depart(self):
        """Archive the logins of people whom no employee record needs any more.

        The one who records the departure keeps his login: Odoo forbids archiving oneself.
        """
        staff = self.env["hr.employee"].sudo().with_context(active_test=True)
        people = staff.search([("user_id", "in", self.ids)])
        remaining = people.filtered(lambda person: not person._ops_is_gone()).user_id
        gone = (self.sudo() - remaining - self.env.user).filtered("active")
        gone = gone.filtered(lambda user: user.id != SUPERUSER_ID)
        gone._ops_close_sessions()
        gone.write({"active": False})
