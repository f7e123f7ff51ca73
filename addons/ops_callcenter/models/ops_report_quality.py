from odoo import api, models
from odoo.tools import SQL

from odoo.addons.ops_roles.core.report_book import Chart, Column, Sheet

from ..core.quality import wilson

#: Sums of a set of scores, as ``_quality_sums`` reads them.
SUMS = (
    *("scores", "points", "passed", "fatal"),
    *("customer_right", "customer_counted", "business_right", "business_counted"),
    *("compliance_right", "compliance_counted"),
)


class OpsReportBuilder(models.AbstractModel):
    """Quality of the period, by agent and by item; for the weekly and the monthly report."""

    _inherit = "ops.report.builder"

    @api.model
    def _build_quality(self, department, date_from, date_to):
        scope = [self._departments(department).ids, date_from, date_to]
        return [self._quality_agents(scope), self._quality_items(scope)]

    def _quality_agents(self, scope):
        rows = [self._quality_row(*row) for row in self._quality_sums(*scope)]
        return Sheet(
            self.env._("By agent"),
            self._quality_columns(),
            tuple(rows),
            (Chart("bar", self.env._("Average score"), "name", ("score",)),),
            (self.env._("Counted by the day a score was submitted; accuracies are separate."),),
        )

    def _quality_sums(self, department_ids, first, last):
        """Return (name, sums, domain, employee id) of each agent, the total last, in one query."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT e.employee_id, p.name, sum(counted), sum(score),
                       count(*) FILTER (WHERE passed), sum(fatal_count),
                       sum(customer_right), sum(customer_counted),
                       sum(business_right), sum(business_counted),
                       sum(compliance_right), sum(compliance_counted)
                  FROM ops_qa_evaluation e LEFT JOIN hr_employee p ON p.id = e.employee_id
                 WHERE e.state = 'submitted' AND e.department_id = ANY(%s)
                   AND e.day BETWEEN %s AND %s
              GROUP BY GROUPING SETS ((e.employee_id, p.name), ())
              ORDER BY GROUPING(e.employee_id), sum(score) / NULLIF(sum(counted), 0), p.name
                """,
                department_ids,
                first,
                last,
            )
        )
        span = [("state", "=", "submitted"), ("day", ">=", first), ("day", "<=", last)]
        domain = [*span, ("department_id", "in", department_ids)]
        return [
            (name, dict(zip(SUMS, sums, strict=True)), domain, employee_id)
            for employee_id, name, *sums in self.env.cr.fetchall()
            if sums[0]
        ]

    def _quality_row(self, name, sums, domain, employee_id):
        own = [("employee_id", "=", employee_id)] if employee_id else []
        low, high = wilson(sums["passed"], sums["scores"])
        shares = {
            kind: self._quality_share(sums[f"{kind}_right"], sums[f"{kind}_counted"])
            for kind in ("customer", "business", "compliance")
        }
        return {
            "name": name if employee_id else self.env._("Total"),
            "scores": sums["scores"],
            "score": sums["points"] / sums["scores"],
            "passed": sums["passed"] / sums["scores"],
            "low": low,
            "high": high,
            **shares,
            "fatal": sums["fatal"],
            "_model": "ops.qa.evaluation",
            "_domains": {
                "scores": domain + own,
                "fatal": [*domain, *own, ("fatal", "=", True)],
            },
            **({} if employee_id else {"_total": True}),
        }

    @api.model
    def _quality_share(self, part, whole):
        return part / whole if whole else None

    def _quality_columns(self):
        _ = self.env._
        return (
            Column("name", _("Agent")),
            Column("scores", _("Calls scored"), "integer"),
            Column("score", _("Average score"), "number", _("sum of final scores / calls scored")),
            Column("passed", _("Passed"), "percent", _("passed / calls scored")),
            Column("low", _("from"), "percent", _("Wilson interval of 95 %")),
            Column("high", _("to"), "percent", _("Wilson interval of 95 %")),
            Column("customer", _("Customer-critical"), "percent", _("calls without such an error")),
            Column("business", _("Business-critical"), "percent", _("calls without such an error")),
            Column(
                "compliance", _("Compliance-critical"), "percent", _("calls without such an error")
            ),
            Column("fatal", _("Fatal errors"), "integer", _("calls with a fatal error")),
        )

    def _quality_items(self, scope):
        """Items by how often they failed, with the interval that so few calls leave."""
        self.env.cr.execute(
            """
            SELECT f.name || ' ' || i.code || ' ' || i.name,
                   count(*) FILTER (WHERE v.verdict = 'fail'), count(*)
              FROM ops_qa_verdict v
              JOIN ops_qa_evaluation e ON e.id = v.evaluation_id
              JOIN ops_qa_item i ON i.id = v.item_id
              JOIN ops_qa_form f ON f.id = i.form_id
             WHERE e.state = 'submitted' AND v.verdict <> 'na' AND e.department_id = ANY(%s)
               AND e.day BETWEEN %s AND %s
          GROUP BY f.name, i.code, i.name
          ORDER BY 2 DESC, 3, 1
            """,
            scope,
        )
        _ = self.env._
        rows = [self._quality_item(*row) for row in self.env.cr.fetchall()]
        columns = (
            Column("name", _("Item")),
            Column("failed", _("Failed"), "integer"),
            Column("judged", _("Judged"), "integer", _("calls it applied to")),
            Column("rate", _("Error rate"), "percent", _("failed / judged")),
            Column("low", _("from"), "percent", _("Wilson interval of 95 %")),
            Column("high", _("to"), "percent", _("Wilson interval of 95 %")),
        )
        chart = Chart("bar", _("Error rate"), "name", ("rate",))
        return Sheet(_("By item"), columns, tuple(rows), (chart,))

    @api.model
    def _quality_item(self, name, failed, judged):
        low, high = wilson(failed, judged)
        return {
            "name": name,
            "failed": failed,
            "judged": judged,
            "rate": failed / judged,
            "low": low,
            "high": high,
        }
