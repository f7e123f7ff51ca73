from odoo import api, models

from .ops_home_find import Wanted


class OpsHome(models.AbstractModel):
    """Training needs that wait for the decision of a trainer, acted on in place."""

    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        if self.env.user.has_group("ops_roles.group_trainer"):
            needs = self.env["ops.training.need"]
            shown = ["display_name", "month"]
            open_ones = [("state", "=", "open")]
            searches["training_needs"] = Wanted(needs, open_ones, shown, needs._order)
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self.env.user.has_group("ops_roles.group_trainer"):
            cards.append(self._home_training_needs())
        return cards

    def _home_training_needs(self):
        return {
            "key": "training_needs",
            "section": "waiting",
            "title": self.env._("Training needs to decide on"),
            "empty": self.env._("Training that somebody asks for appears here."),
            "action": "ops_roles.action_training_need",
            "items": [
                self._home_training_need(need) for need in self._home_found("training_needs")
            ],
        }

    def _home_training_need(self, need):
        return {
            "label": need.display_name,
            "value": f"{need.month:%Y-%m}",
            "state": "yellow",
            "action": {
                "type": "ir.actions.act_window",
                "res_model": "ops.training.need",
                "res_id": need.id,
                "views": [[False, "form"]],
            },
            "button": {
                "label": self.env._("Plan it"),
                "model": "ops.training.need",
                "method": "action_plan",
                "args": [need.ids],
            },
        }
