"""The periodic training report: counts by department of the people and by course, and cost."""

from odoo.tests import tagged

from ..core.report_period import period_of
from .common_training import TrainingCase


@tagged("post_install", "-at_install")
class TestTrainingReport(TrainingCase):
    def _sheets(self, department):
        first, last = period_of("month", self.env.company._ops_today())
        builder = self.env["ops.report.builder"].with_context(lang="en_US")
        return builder._build("training", department, first, last)

    def test_by_department_and_by_course(self):
        self.people["cs"].department_id = self.project
        self.people["sv"].department_id = self.other
        course = self._given(exam_kind="practical")
        session = self._session("tr", "cs", "sv", course_id=course.id)
        attendees = session.attendee_ids.grouped(lambda one: one.employee_id.id)
        attendees[self.people["sv"].id].action_absent()
        session.action_all_present()
        session.action_hold()
        attendees[self.people["cs"].id].action_pass()
        session.trainer_fee = 120
        self._session("tr", "cs", start=self._noon(hours=3))
        places, courses = self._sheets(self.centre)
        rows = {row["name"]: row for row in places.rows}
        mine, theirs, total = rows["Project"], rows["Other project"], rows["Total"]
        rates = (mine["attendance"], theirs["attendance"], total["attendance"])
        self.assertEqual(rates, (1, 0, 0.5))
        self.assertEqual((mine["pass_rate"], theirs["pass_rate"]), (1, None))
        self.assertEqual((mine["cost"], theirs["cost"], total["per_head"]), (120, 0, 120))
        self.assertEqual([row["sessions"] for row in courses.rows], [1, 1])
        self.assertEqual(courses.rows[0]["name"], course.display_name)

    def test_figures_open_what_they_count(self):
        session = self._held("cs")
        for sheet in self._sheets(self.top):
            for row in sheet.rows:
                records = self.env[row["_model"]]
                for name, domain in row["_domains"].items():
                    self.assertEqual(records.search_count(domain), row[name], name)
        self.assertTrue(session.attendee_ids)
