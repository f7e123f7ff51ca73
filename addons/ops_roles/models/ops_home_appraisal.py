from odoo import api, models

from .ops_appraisal_cycle import HEADS


class OpsHome(models.AbstractModel):
    """One's own assessment, and the appraisals of others that wait; heads start the month."""

    _inherit = "ops.home"

    @api.model
    def _home_activity_kinds(self):
        known = self.env["ir.model.data"]._xmlid_to_res_id
        mine = {
            "key": "appraisal_self",
            "section": "waiting",
            "sequence": 12,
            "title": self.env._("My self-assessment"),
            "empty": "",
            "action": "ops_roles.action_appraisal_mine",
        }
        others = {
            "key": "appraisals",
            "section": "waiting",
            "sequence": 11,
            "title": self.env._("Appraisals to score, confirm and decide"),
            "empty": "",
            "action": "ops_roles.action_appraisal_waiting",
        }
        return {
            **super()._home_activity_kinds(),
            known("ops_roles.activity_appraisal_self"): (self.env._("Assess"), mine),
            known("ops_roles.activity_appraisal_score"): (self.env._("Score"), others),
            known("ops_roles.activity_appraisal_confirm"): (self.env._("Confirm"), others),
            known("ops_roles.activity_appraisal_appeal"): (self.env._("Decide"), others),
        }

    @api.model
    def _home_office_buttons(self):
        buttons = super()._home_office_buttons()
        if any(self.env.user.has_group(f"ops_roles.group_{code}") for code in HEADS):
            label = self.env._("Start an appraisal")
            buttons.append({"label": label, "action": "ops_roles.action_appraisal_cycle_new"})
        return buttons
