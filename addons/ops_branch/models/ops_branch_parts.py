"""What a branch is made of, made and kept in line by the branch alone."""

from odoo import api, models
from odoo.exceptions import UserError

#: Parts with a field ``name`` that follows the branch's, and the suffix of each.
NAMED = ("department_id", "warehouse_id", "analytic_account_id", "team_id")


class OpsBranch(models.Model):
    _inherit = "ops.branch"

    @api.model
    def _found_parts(self, vals) -> dict:
        """Make department, warehouse, journal, analytic account and team of a new branch (sudo).

        Parts that are given (superuser code that adopts existing ones) are taken as they are.
        """
        makers = {
            "department_id": self._make_department,
            "warehouse_id": self._make_warehouse,
            "cash_journal_id": self._make_cash_journal,
            "analytic_account_id": self._make_analytic_account,
            "team_id": self._make_team,
        }
        sudo = self.sudo()
        return {name: vals.get(name) or make(sudo.env, vals).id for name, make in makers.items()}

    @api.model
    def _make_department(self, env, vals):
        place = self._place_above(env, vals)
        return env["hr.department"].create(
            {
                "name": vals.get("name"),
                "parent_id": place.id,
                "company_id": place.company_id.id or env.company.id,
            }
        )

    @api.model
    def _place_above(self, env, vals):
        """Return the department a new branch hangs below: that of its parent, else one's own."""
        parent = env["ops.branch"].browse(vals.get("parent_id")).department_id
        place = parent or env.user._ops_current_cards("dm")[:1].department_id
        if not place and not self.env.su:
            raise UserError(
                env._("Choose the place this branch belongs to: your role card has no department.")
            )
        return place

    @api.model
    def _make_warehouse(self, env, vals):
        return env["stock.warehouse"].create({"name": vals.get("name"), "code": vals.get("code")})

    @api.model
    def _make_cash_journal(self, env, vals):
        # The switch is hidden on cash journals in Odoo; without it a posted line can be edited.
        return env["account.journal"].create(
            {
                "name": env._("%s cash", vals.get("name")),
                "type": "cash",
                "code": f"C{vals.get('code')}",
                "restrict_mode_hash_table": True,
            }
        )

    @api.model
    def _make_analytic_account(self, env, vals):
        return env["account.analytic.account"].create(
            {
                "name": vals.get("name"),
                "code": vals.get("code"),
                "plan_id": env.ref("ops_branch.analytic_plan_branch").id,
                "company_id": env.company.id,
            }
        )

    @api.model
    def _make_team(self, env, vals):
        return env["crm.team"].create({"name": vals.get("name"), "company_id": env.company.id})

    def _follow(self, names):
        """Bring the parts in line with the fields ``names`` of these branches (sudo)."""
        for branch in self.sudo():
            if "name" in names:
                for part in NAMED:
                    branch[part].name = branch.name
                branch.cash_journal_id.name = self.env._("%s cash", branch.name)
            if "parent_id" in names and branch.parent_id:
                branch.department_id.parent_id = branch.parent_id.department_id
            if "manager_id" in names:
                branch.department_id.manager_id = branch.manager_id
                branch.team_id.user_id = branch.manager_id.user_id

    def _set_parts_active(self, active):
        """Archive all parts of closed branches, or bring them back (sudo)."""
        for branch in self.sudo():
            for part in (*NAMED, "cash_journal_id"):
                branch[part].active = active

    def _ask_for_role_card(self):
        """Ask the access administrators for the role cards of a new branch (sudo)."""
        self.ensure_one()
        role = self.env.ref("ops_roles.role_adm")
        for user in self.env["res.users"]._ops_holders(role):
            self.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=self.env._(
                    "Role cards of %(branch)s: manager %(name)s and staff",
                    branch=self.name,
                    name=self.manager_id.name or "?",
                ),
            )
