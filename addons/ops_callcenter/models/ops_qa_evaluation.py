from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.quality import Judged, accuracy_parts, score

#: What may still be written of a submitted score: that the agent has seen it.
AFTERWARDS = {"seen_at"}


class OpsQaEvaluation(models.Model):
    """One call scored by one inspector with one version of a form; final once submitted.

    What the call was is kept here too, for recordings and numbers of calls are deleted in time.
    Rows are written by the methods only, so the original is never changed or deleted. Scores run
    from 0 to 100; ``customer_right`` of ``customer_counted`` and so on are the parts of the
    accuracies, to be added up before dividing.
    """

    _name = "ops.qa.evaluation"
    _description = "Score of a call"
    _order = "call_at desc, id desc"

    call_id = fields.Many2one("ops.call", "Call", required=True, ondelete="restrict")
    sample_id = fields.Many2one("ops.qa.sample", "Draw", ondelete="restrict", index=True)
    form_id = fields.Many2one(
        "ops.qa.form", "Scored by", required=True, ondelete="restrict", index=True
    )
    project_id = fields.Many2one("ops.client.project", "Client project", index=True)
    department_id = fields.Many2one("hr.department", "Department", index=True)
    company_id = fields.Many2one("res.company", "Company", index=True)
    employee_id = fields.Many2one("hr.employee", "Agent")
    call_at = fields.Datetime("Called at", required=True)
    talk_s = fields.Integer("Talk", aggregator="avg")
    evaluator_id = fields.Many2one("res.users", "Inspector", required=True, index=True)
    state = fields.Selection(
        [("draft", "Being scored"), ("submitted", "Submitted")],
        "State of the score",
        required=True,
        default="draft",
    )
    submitted_at = fields.Datetime("Submitted at")
    day = fields.Date("Scored on", help="Day of the submission in the company's time zone.")
    seen_at = fields.Datetime("Seen by the agent at")
    raw_score = fields.Float("Raw score", aggregator="avg", digits=(5, 2))
    score = fields.Float(aggregator="avg", digits=(5, 2))
    counted = fields.Integer("Scores", help="1 when anything was applicable.")
    fatal = fields.Boolean("Fatal error")
    fatal_count = fields.Integer("Calls with a fatal error")
    passed = fields.Boolean()
    customer_right = fields.Integer("Right for the customer")
    customer_counted = fields.Integer("Judged for the customer")
    business_right = fields.Integer("Right for the business")
    business_counted = fields.Integer("Judged for the business")
    compliance_right = fields.Integer("Compliant")
    compliance_counted = fields.Integer("Judged for compliance")
    minor_right = fields.Float("Other points earned", digits=(16, 1))
    minor_counted = fields.Float("Other points judged", digits=(16, 1))
    comment = fields.Text("To the agent")
    verdict_ids = fields.One2many("ops.qa.verdict", "evaluation_id", "Verdicts")
    mark_ids = fields.One2many("ops.qa.mark", "evaluation_id", "Marks")
    sheet = fields.Json("Sheet", compute="_compute_sheet")

    _call_once = models.UniqueIndex("(call_id)", "This call is being scored already.")
    _newest = models.Index("(department_id, call_at)")
    _of_agent = models.Index("(employee_id, state, submitted_at)")
    _of_day = models.Index("(day) WHERE state = 'submitted'")

    @api.depends("employee_id", "call_at")
    def _compute_display_name(self):
        for evaluation in self:
            at = fields.Datetime.context_timestamp(evaluation, evaluation.call_at)
            evaluation.display_name = f"{evaluation.employee_id.name} · {at:%m-%d %H:%M}"

    @api.depends("verdict_ids.verdict", "mark_ids", "state", "comment")
    @api.depends_context("uid")
    def _compute_sheet(self):
        for evaluation in self:
            evaluation.sheet = evaluation._sheet()

    def write(self, vals):
        if not vals.keys() <= AFTERWARDS:
            self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Scores are kept: they cannot be deleted."))

    def action_judge(self, verdict_id, verdict, note=None):
        """Judge one item; returns the sheet as it is then.

        :param verdict: pass, half, fail, na or False to take it back
        """
        self._check_grader()
        line = self.sudo().verdict_ids.filtered(lambda one: one.id == verdict_id)
        line._judge(verdict, note)
        return self._sheet()

    def action_mark(self, second, verdict_id=False, note=""):
        """Mark a second of the recording, for an item or none; returns the sheet."""
        self._check_grader()
        line = self.sudo().verdict_ids.filtered(lambda one: one.id == verdict_id)
        self.env["ops.qa.mark"].sudo().create(
            {
                "evaluation_id": self.id,
                "second": max(0, int(second)),
                "verdict_id": line.id,
                "note": note or "",
            }
        )
        return self._sheet()

    def action_note_mark(self, mark_id, note):
        """Write what was heard at a mark; returns the sheet."""
        self._check_grader()
        self.sudo().mark_ids.filtered(lambda one: one.id == mark_id).note = note or ""
        return self._sheet()

    def action_unmark(self, mark_id):
        """Take a mark back; returns the sheet."""
        self._check_grader()
        self.sudo().mark_ids.filtered(lambda one: one.id == mark_id).unlink()
        return self._sheet()

    def action_comment(self, comment):
        """Write what the agent is told about the call as a whole; returns the sheet."""
        self._check_grader()
        self.sudo().comment = comment or ""
        return self._sheet()

    def action_submit(self):
        """Make the score final; every item has to be judged."""
        for evaluation in self:
            evaluation._check_grader()
            open_items = evaluation.verdict_ids.filtered(lambda one: not one.verdict)
            if open_items:
                raise UserError(
                    self.env._(
                        "%(count)s items are not judged yet, the first is %(item)s.",
                        count=len(open_items),
                        item=open_items[0].item_id.display_name,
                    )
                )
            evaluation.sudo()._submit()
        return True

    def action_seen(self):
        """The agent has seen his score."""
        self.check_access("read")
        mine = self.filtered(lambda one: one.employee_id.user_id == self.env.user)
        if mine != self:
            raise AccessError(self.env._("Only the agent confirms that he has seen his score."))
        self.sudo().filtered(lambda one: not one.seen_at).seen_at = fields.Datetime.now()
        return True

    def action_open_call(self):
        """Open the call."""
        self.ensure_one()
        self.check_access("read")
        return self.call_id._get_records_action()

    @api.model
    def _begin(self, call, sample):
        """Return a new score of ``call`` for the user who asks (superuser rights).

        :raise UserError: somebody is scoring the call already
        """
        if found := self.search([("call_id", "=", call.id)], limit=1):
            raise UserError(
                self.env._("%(name)s is scoring this call already.", name=found.evaluator_id.name)
            )
        return self.create(
            {
                "call_id": call.id,
                "sample_id": sample.id,
                "form_id": sample.form_id.id,
                "project_id": call.project_id.id,
                "department_id": call.department_id.id,
                "company_id": call.company_id.id,
                "employee_id": call.employee_id.id,
                "call_at": call.answered_at,
                "talk_s": call.talk_s,
                "evaluator_id": self.env.uid,
                "verdict_ids": [
                    fields.Command.create({"item_id": item.id}) for item in sample.form_id.item_ids
                ],
            }
        )

    def _check_grader(self):
        """Refuse everybody but the inspector who scores this call, and once it is submitted."""
        self.ensure_one()
        if not self.env.user.has_group("ops_roles.group_qa"):
            raise AccessError(self.env._("Calls are scored by quality inspectors."))
        self.check_access("read")
        if self.evaluator_id != self.env.user:
            raise AccessError(self.env._("%s scores this call.", self.sudo().evaluator_id.name))
        self._check_open()

    def _check_open(self):
        for evaluation in self:
            if evaluation.sudo().state != "draft":
                raise UserError(
                    self.env._(
                        "The score of %s was submitted and stays as it is.",
                        evaluation.display_name,
                    )
                )

    def _judged(self) -> list:
        """The items judged so far, as ``core/quality.py`` takes them."""
        return [
            Judged(one.item_id.weight, one.verdict, one.item_id.kind, one.item_id.fatal)
            for one in self.verdict_ids
            if one.verdict
        ]

    def _submit(self):
        judged = self._judged()
        found, parts = score(judged), accuracy_parts(judged)
        now = fields.Datetime.now()
        vals = {
            "raw_score": found.raw or 0.0,
            "score": found.final or 0.0,
            "counted": int(found.final is not None),
            "fatal": found.fatal,
            "fatal_count": int(found.fatal),
            "passed": found.final is not None and found.final >= self.form_id.pass_score,
            "state": "submitted",
            "submitted_at": now,
            "day": (self.company_id or self.env.company)._ops_today(),
        }
        for kind, (right, counted) in parts.items():
            vals |= {f"{kind}_right": right, f"{kind}_counted": counted}
        self.write(vals)
        lines = self.env["ops.qa.sample.line"].search([("evaluation_id", "=", self.id)])
        lines.is_open = False
        self.env["ops.home"]._notify(self.employee_id.user_id)

    def _sheet(self) -> dict:
        """What the screen shows: recording, items with verdicts, marks, score so far."""
        self.ensure_one()
        self.check_access("read")
        one = self.sudo()
        found = score(one._judged())
        return {
            "editable": one.state == "draft" and one.evaluator_id == self.env.user,
            "audio": one.call_id.has_recording and f"/ops/recording/call/{one.call_id.id}",
            "seconds": one.talk_s,
            "items": [verdict._row() for verdict in one.verdict_ids],
            "marks": [mark._row() for mark in one.mark_ids],
            "comment": one.comment or "",
            "raw": found.raw,
            "final": found.final,
            "fatal": found.fatal,
            "open": len(one.verdict_ids.filtered(lambda line: not line.verdict)),
        }
