from odoo import api, models


class OpsHome(models.AbstractModel):
    _name = "ops.home"
    _description = "Home page of every role"

    @api.model
    def _notify(self, users, menus=False):
        """Tell the open home pages of ``users`` to load again.

        :param menus: their role cards changed, so their menus have to be loaded again too
        """
        users._bus_send("ops_roles.home", {"menus": menus})
