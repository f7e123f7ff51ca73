"""Inspections of a period: ranking of places, findings by section."""

from odoo import api, models

from odoo.addons.ops_roles.core.report_book import Chart, Column, Sheet

from ..core.inspection import ranking


class OpsReportBuilder(models.AbstractModel):
    _inherit = "ops.report.builder"

    @api.model
    def _build_inspections(self, department, date_from, date_to):
        """Scored visits of the period to places in the department."""
        done = [
            ("department_id", "child_of", department.ids),
            ("state", "=", "done"),
            ("visited_on", ">=", date_from),
            ("visited_on", "<=", date_to),
        ]
        return [self._inspection_ranking(done), self._inspection_findings(done)]

    def _inspection_ranking(self, done):
        _ = self.env._
        groups = self.env["ops.inspection"]._read_group(
            done, ["branch_id", "is_passed"], ["score:sum", "__count"]
        )
        sums = {}
        for branch, is_passed, total, count in groups:
            known = sums.setdefault(branch, [0.0, 0, 0])
            known[0] += total
            known[1] += count
            known[2] += 0 if is_passed else count
        means = {branch: total / count for branch, (total, count, _bad) in sums.items()}
        rows = tuple(
            {
                "name": branch.name,
                "place": place,
                "score": mean,
                "visits": sums[branch][1],
                "failed": sums[branch][2],
                "_model": "ops.inspection",
                "_domains": {
                    "visits": [*done, ("branch_id", "=", branch.id)],
                    "failed": [*done, ("branch_id", "=", branch.id), ("is_passed", "=", False)],
                },
            }
            for place, branch, mean in ranking(means)
        )
        columns = (
            Column("name", _("Branch")),
            Column("place", _("Rank"), "integer", _("equal scores share a rank")),
            Column("score", _("Score"), "number", _("mean of the visits of the period")),
            Column("visits", _("Visits"), "integer"),
            Column("failed", _("Not passed"), "integer"),
        )
        title = _("Ranking of branches")
        return Sheet(title, columns, rows, (Chart("bar", title, "name", ("score",)),))

    def _inspection_findings(self, done):
        _ = self.env._
        visits = self.env["ops.inspection"].search(done)
        wrong = [("inspection_id", "in", visits.ids), ("verdict", "in", ("partly", "failed"))]
        marks = self.env["ops.inspection.mark"].search(wrong, order="inspection_id, sequence")
        verdicts = dict(marks._fields["verdict"]._description_selection(self.env))
        states = dict(self.env["ops.directive"]._fields["state"]._description_selection(self.env))
        rows = tuple(
            {
                "place": mark.inspection_id.branch_id.name,
                "day": mark.inspection_id.visited_on,
                "section": mark.section,
                "item": mark.item_id.name,
                "verdict": verdicts[mark.verdict],
                "note": mark.note,
                "directive": mark.directive_id.number,
                "due": mark.directive_id.due,
                "state": states.get(mark.directive_id.state),
            }
            for mark in marks
        )
        columns = (
            Column("place", _("Branch")),
            Column("day", _("Visited on"), "date"),
            Column("section", _("Section")),
            Column("item", _("Looked at")),
            Column("verdict", _("Judgement")),
            Column("note", _("What was found")),
            Column("directive", _("Directive")),
            Column("due", _("To be mended by"), "date"),
            Column("state", _("State of the directive")),
        )
        return Sheet(_("Findings"), columns, rows)
