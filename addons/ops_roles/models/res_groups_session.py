from odoo import models


class ResGroups(models.Model):
    _inherit = "res.groups"

    def _ops_set_members(self, to_add: dict, to_remove: dict):
        """Whose last role card ended is out at once: he logs in again to do what is left."""
        result = super()._ops_set_members(to_add, to_remove)
        lost = sorted({uid for uids in to_remove.values() for uid in uids})
        if lost:
            self.env.flush_all()
            self.env.cr.execute(
                """
                SELECT unnest(%s) EXCEPT
                SELECT uid FROM res_groups_users_rel
                 WHERE gid IN (SELECT group_id FROM ops_role)
                """,
                [lost],
            )
            gone = [uid for (uid,) in self.env.cr.fetchall()]
            self.env["res.users"].sudo().browse(gone)._ops_close_sessions()
        return result
