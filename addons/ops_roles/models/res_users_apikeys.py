from odoo import api, models

from odoo.addons.base.models.res_users import INDEX_SIZE

FEED_SCOPE = "ops_feed"


class ResUsersApikeys(models.Model):
    _inherit = "res.users.apikeys"

    @api.model
    def _ops_check_feed_key(self, key):
        """Id of the user of a valid key made for feeding, else None.

        Odoo's own check also takes keys without a scope, which open everything: such a key must
        not lie on a machine that only sends files, so it is not taken here.
        """
        if not key or not key.isascii():
            return None
        self.env.cr.execute(
            "SELECT 1 FROM res_users_apikeys WHERE index = %s AND scope = %s",
            [key[:INDEX_SIZE], FEED_SCOPE],
        )
        if not self.env.cr.fetchone():
            return None
        return self._check_credentials(scope=FEED_SCOPE, key=key)
