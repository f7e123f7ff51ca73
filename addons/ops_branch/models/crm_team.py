from odoo import api, fields, models


class CrmTeam(models.Model):
    _name = "crm.team"
    _inherit = ["crm.team", "ops.branch.owned.mixin"]

    _ops_owner_paths = ("ops_branch_ids.department_id",)

    ops_branch_ids = fields.One2many("ops.branch", "team_id", "Branches")

    @api.model
    def _get_default_team_id(self, user_id=False, domain=False):
        """Staff of a branch sell for their branch, whatever teams they are members of."""
        user = self.env["res.users"].browse(user_id) if user_id else self.env.user
        team = user._ops_branch().team_id
        return team.with_env(self.env) or super()._get_default_team_id(user_id, domain)
