from odoo import fields, models
from odoo.exceptions import AccessError


class OpsQaSampleLine(models.Model):
    """A call drawn for listening. Rows are written by the draw only."""

    _name = "ops.qa.sample.line"
    _description = "Call drawn"
    _order = "week desc, employee_id, id"
    _rec_name = "call_id"
    _log_access = False

    sample_id = fields.Many2one(
        "ops.qa.sample", "Draw", required=True, index=True, ondelete="restrict"
    )
    project_id = fields.Many2one("ops.client.project", "Client project", index=True)
    department_id = fields.Many2one("hr.department", "Department", index=True)
    company_id = fields.Many2one("res.company", "Company", index=True)
    week = fields.Date("Week from")
    call_id = fields.Many2one("ops.call", "Call", required=True, index=True, ondelete="restrict")
    call_at = fields.Datetime("Called at", related="call_id.enter_at")
    talk_s = fields.Integer("Talk", related="call_id.talk_s")
    disposition = fields.Selection(string="Outcome", related="call_id.disposition")
    employee_id = fields.Many2one("hr.employee", "Agent", index=True)
    stratum_id = fields.Many2one("ops.qa.stratum", "Stratum", ondelete="set null")
    is_open = fields.Boolean("To score", default=True)
    evaluation_id = fields.Many2one(
        "ops.qa.evaluation", "Scored as", index="btree_not_null", ondelete="restrict"
    )
    score = fields.Float(related="evaluation_id.score")

    _open = models.Index("(department_id, week) WHERE is_open")

    def action_score(self):
        """Open the screen on which the call is heard and scored."""
        self.ensure_one()
        if not self.env.user.has_group("ops_roles.group_qa"):
            raise AccessError(self.env._("Calls are scored by quality inspectors."))
        self.check_access("read")
        evaluation = self.evaluation_id or self._begin()
        return evaluation.with_env(self.env)._get_records_action(name=evaluation.display_name)

    def _begin(self):
        line = self.sudo()
        evaluation = self.env["ops.qa.evaluation"].sudo()._begin(line.call_id, line.sample_id)
        line.evaluation_id = evaluation
        return evaluation
