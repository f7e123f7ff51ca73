from odoo import models


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _ops_menus_of_groups(self, groups):
        """Return the menus that open something for who has exactly ``groups``.

        A menu counts when it and all above it are open to one of the groups, and when the
        groups may read the records its action shows.
        """
        menus = self.sudo().search([])
        open_ids = {menu.id for menu in menus if not menu.group_ids or menu.group_ids & groups}
        reached = menus.filtered(
            lambda menu: (
                menu.action
                and open_ids.issuperset(int(part) for part in menu.parent_path.split("/") if part)
            )
        )
        readable = self._ops_models_read_by(groups)
        return reached.filtered(lambda menu: self._ops_action_model(menu) in readable)

    def _ops_models_read_by(self, groups) -> set:
        """Return the names of the models ``groups`` may read; False stands for no model."""
        rules = (
            self.env["ir.model.access"]
            .sudo()
            .search([("perm_read", "=", True), ("group_id", "in", [*groups.ids, False])])
        )
        return {False, *rules.model_id.mapped("model")}

    def _ops_action_model(self, menu):
        """Return the name of the model a menu's action shows, or False."""
        action = menu.action
        field = {
            "ir.actions.act_window": "res_model",
            "ir.actions.report": "model",
            "ir.actions.server": "model_name",
        }.get(action._name)
        return action[field] if field else False
