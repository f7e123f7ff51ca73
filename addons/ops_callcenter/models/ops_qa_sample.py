from odoo import api, fields, models

from ..core.quality import margin, wilson


class OpsQaSample(models.Model):
    """One draw of the calls of a week, never changed: a redraw is a draw of its own.

    Seed, plan and week give the same calls again as long as no call was added or scored.
    """

    _name = "ops.qa.sample"
    _description = "Drawn sample"
    _order = "week desc, id desc"

    plan_id = fields.Many2one("ops.qa.plan", "Plan", required=True, ondelete="restrict", index=True)
    project_id = fields.Many2one(related="plan_id.project_id", store=True, index=True)
    department_id = fields.Many2one(related="plan_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    form_id = fields.Many2one("ops.qa.form", "Scored by", required=True, ondelete="restrict")
    week = fields.Date("Week from", required=True, help="Monday, in the PBX's time zone.")
    number = fields.Integer("Draw", required=True, default=1, help="2 and more: drawn again.")
    is_current = fields.Boolean("Counts", default=True, help="Not replaced by a later draw.")
    reason = fields.Char("Why drawn again")
    seed = fields.Integer(required=True, aggregator=None)
    drawn_by_id = fields.Many2one("res.users", "Drawn by", required=True)
    drawn_at = fields.Datetime("Drawn at", required=True, default=fields.Datetime.now)
    population = fields.Integer("Calls to choose from")
    agent_count = fields.Integer("Agents with calls")
    line_ids = fields.One2many("ops.qa.sample.line", "sample_id", "Calls drawn")
    line_count = fields.Integer("Drawn", compute="_compute_progress")
    done_count = fields.Integer("Scored", compute="_compute_progress")
    coverage = fields.Float("Coverage", compute="_compute_progress", aggregator=None)
    margin = fields.Float(
        "Margin",
        compute="_compute_progress",
        aggregator=None,
        help="How far shares of the scored calls can be from those of all calls, 95 %, at most.",
    )
    passed_text = fields.Char(
        "Passed, with interval",
        compute="_compute_progress",
        help="Share of the scored calls that passed, with its Wilson interval of 95 %.",
    )

    _draw_once = models.UniqueIndex(
        "(plan_id, week, number)", "Somebody else has just drawn this week. Open that draw."
    )
    _current_once = models.UniqueIndex(
        "(plan_id, week) WHERE is_current", "Only one draw of a week counts."
    )

    @api.depends("project_id", "week", "number")
    def _compute_display_name(self):
        for sample in self:
            sample.display_name = self.env._(
                "%(project)s, week from %(week)s, draw %(number)s",
                project=sample.project_id.name,
                week=sample.week,
                number=sample.number,
            )

    @api.depends("line_ids.evaluation_id.state")
    def _compute_progress(self):
        counts = self._counts()
        for sample in self:
            drawn, done, passed = counts.get(sample.id, (0, 0, 0))
            sample.line_count, sample.done_count = drawn, done
            sample.coverage = done / sample.population if sample.population else 0.0
            sample.margin = margin(done, sample.population) or 0.0
            sample.passed_text = done and self._share_text(passed, done)

    def action_open_lines(self):
        """Open the calls drawn."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_callcenter.action_ops_qa_sample_line"
        )
        return {**action, "domain": [("sample_id", "in", self.ids)], "context": {}}

    def _counts(self) -> dict:
        """Return ``{sample id: (drawn, scored, passed)}`` in one query."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT l.sample_id, count(*), count(e.id), count(e.id) FILTER (WHERE e.passed)
              FROM ops_qa_sample_line l
         LEFT JOIN ops_qa_evaluation e ON e.id = l.evaluation_id AND e.state = 'submitted'
             WHERE l.sample_id = ANY(%s)
          GROUP BY 1
            """,
            [self.ids],
        )
        return {sample_id: tuple(counts) for sample_id, *counts in self.env.cr.fetchall()}

    @api.model
    def _share_text(self, part, whole):
        low, high = wilson(part, whole)
        return self.env._(
            "%(share)s%% (%(low)s–%(high)s%%, n = %(whole)s)",
            share=f"{100 * part / whole:.1f}",
            low=f"{100 * low:.1f}",
            high=f"{100 * high:.1f}",
            whole=whole,
        )
