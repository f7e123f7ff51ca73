from odoo import api, fields, models
from odoo.fields import Domain

from .ops_directive_line import OPEN


class OpsDirectiveLine(models.Model):
    """Who is asked to do what next, and what happens when it is late."""

    _inherit = "ops.directive.line"

    def _sync_todos(self):
        """Let exactly the one person whose turn it is have a to-do per line."""
        kind = self.env.ref("ops_roles.activity_directive")
        activities = self.env["mail.activity"].sudo()
        old = activities.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", kind.id),
            ]
        )
        users = old.user_id
        old.unlink()
        vals = [line._todo_vals(kind) for line in self.sudo() if line.state in OPEN]
        new = activities.with_context(mail_activity_quick_update=True).create(vals)
        self.env["ops.home"]._notify(users | new.user_id)

    def _todo_vals(self, kind):
        asked = self.extension_ids.filtered(lambda one: one.state == "asked")
        turn = self.checker_id if self.state == "done" else self.user_id
        user = self.issuer_id if asked else turn
        # In the language of who reads it, not of who caused it.
        _ = self.with_context(lang=user.lang).env._
        summaries = {
            "issued": _("Sign for the directive"),
            "doing": _("Carry out the directive"),
            "done": _("Check the directive"),
        }
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": kind.id,
            "summary": _("Decide on more time") if asked else summaries[self.state],
            "user_id": user.id,
            "date_deadline": self.due,
        }

    @api.model
    def _cron_escalate(self):
        """Tell superiors of overdue lines: the n-th superior after the n-th number of days.

        ``ops_roles.directive_escalation_days``: working days after the day due, such as "1,3";
        each step happens once per line.
        """
        get = self.env["ir.config_parameter"].sudo().get_param
        steps = [int(days) for days in get("ops_roles.directive_escalation_days", "").split(",")]
        for company in self.env["res.company"].sudo().search([]):
            for step, days in enumerate(steps, 1):
                self._escalate(company, step, days)

    @api.model
    def _escalate(self, company, step, days):
        limit = company._ops_workdays_after(company._ops_today(), -days)
        late = self.sudo().search(
            Domain("company_id", "=", company.id)
            & Domain("state", "in", OPEN)
            & Domain("due", "<=", limit)
            & Domain("escalation_step", "<", step)
        )
        late.write({"escalation_step": step})
        late._log("escalate", "")
        late._tell_superiors(step)
        return late

    def _tell_superiors(self, step):
        """One to-do per superior and line; who has no superior with a login tells nobody."""
        kind = self.env.ref("ops_roles.activity_directive_late")
        vals = []
        for line in self:
            superior = line.executor_id
            for _turn in range(step):
                superior = superior.parent_id or superior
            told = line.user_id | superior.user_id
            line.env["ops.notice"]._send("directive", told, line.name, line, line.number, line.due)
            if superior.user_id and superior != line.executor_id:
                vals.append(line._escalation_vals(kind, superior.user_id))
        activities = self.env["mail.activity"].sudo()
        done = activities.with_context(mail_activity_quick_update=True).create(vals)
        self.env["ops.home"]._notify(done.user_id)

    def _escalation_vals(self, kind, user):
        _ = self.with_context(lang=user.lang).env._
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": kind.id,
            "summary": _("%(name)s is late with a directive", name=self.executor_id.name),
            "user_id": user.id,
            "date_deadline": fields.Date.context_today(self),
        }
