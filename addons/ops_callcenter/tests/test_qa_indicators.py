from odoo.tests import tagged

from .common_quality import QualityCase


@tagged("post_install", "-at_install")
class TestQaIndicators(QualityCase):
    """Figures of quality by the one engine, against two calls scored by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sheets = (
            {"A": "pass", "B": "fail", "C": "half"},
            {"A": "fail", "B": "na", "C": "pass"},
        )
        for line, verdicts in zip(cls._draw().line_ids, sheets, strict=True):
            evaluation = cls._begin(line)
            cls._judge(evaluation, **verdicts)
            evaluation.action_submit()

    def _value(self, code, scope, record, day):
        indicator = self.env.ref(f"ops_callcenter.indicator_{code}")
        start = day.replace(day=1)
        return indicator._values(start, day.replace(day=28), scope, record.ids)[record.id]

    def test_of_the_department_and_of_the_agent(self):
        # Scores 0 (fatal) and 20 of 60; one of two calls right for the customer.
        day = self.env.company._ops_today().replace(day=28)
        expected = {
            "quality_score": (0 + 100 * 20 / 60) / 2,
            "customer_accuracy": 1 / 2,
            "compliance_accuracy": 0,
            "minor_accuracy": (10 + 20) / 40,
            "fatal_rate": 1 / 2,
        }
        for code, value in expected.items():
            for scope, record in (("department", self.project), ("employee", self.people["cs"])):
                with self.subTest(code=code, scope=scope):
                    self.assertAlmostEqual(self._value(code, scope, record, day), value, 2)

    def test_coverage_by_week(self):
        self.assertAlmostEqual(
            self._value("qa_coverage", "department", self.project, self.week), 2 / 3
        )

    def test_report_by_agent_and_by_item(self):
        day = self.env.company._ops_today()
        agents, items = self.env["ops.report.builder"]._build_quality(self.project, day, day)
        one, total = agents.rows
        self.assertEqual((one["name"], one["scores"], one["fatal"]), ("t_cs", 2, 1))
        self.assertAlmostEqual(one["score"], (0 + 100 * 20 / 60) / 2, 2)
        self.assertEqual({**total, "name": "t_cs"}["customer"], 1 / 2)
        self.assertTrue(total["_total"])
        opened = self.env["ops.qa.evaluation"].search(one["_domains"]["scores"])
        self.assertEqual(len(opened), 2)
        found = {row["name"].split()[2]: (row["failed"], row["judged"]) for row in items.rows}
        self.assertEqual(found, {"A": (1, 2), "B": (1, 1), "C": (0, 2)})
