from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_figures import FiguresCase

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@tagged("post_install", "-at_install")
class TestIndicator(FiguresCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code, day, amount in (
            ("cs", "2026-05-01", 100),
            ("cs", "2026-05-31", 20),
            ("sv", "2026-05-15", 30),
            ("cs", "2026-06-01", 7),
        ):
            cls._expense(cls.people[code], day, amount)
        cls._expense(cls.stranger, "2026-05-02", 1000)

    def _may(self, indicator, scope, ids):
        return indicator._values(MAY, date(2026, 5, 31), scope, ids)

    def test_person_department_and_company(self):
        cs, sv = self.people["cs"].id, self.people["sv"].id
        self.assertEqual(self._may(self.spent, "employee", [cs, sv]), {cs: 120, sv: 30})
        places = (self.team + self.project + self.centre + self.other).ids
        self.assertEqual(
            self._may(self.spent, "department", places),
            dict(zip(places, (150, 150, 1150, 1000), strict=True)),
        )
        company = self.env.company.id
        before = self._may(self.spent, "company", [company])[company]
        self._expense(self.people["cs"], "2026-05-03", 5)
        self.assertEqual(self._may(self.spent, "company", [company])[company], before + 5)

    def test_ratio_adds_up_before_it_divides(self):
        centre = self.centre.id
        self.assertEqual(self._may(self.average, "department", [centre])[centre], 1150 / 4)

    def test_no_record_is_zero_for_a_sum_and_blank_for_a_ratio(self):
        qa = self.people["qa"].id
        self.assertEqual(self._may(self.spent, "employee", [qa]), {qa: 0})
        self.assertEqual(self._may(self.average, "employee", [qa]), {qa: None})

    def test_series_by_month_quarter_and_year(self):
        cs = self.people["cs"].id
        for kind, start, values in (
            ("month", JUNE, [0, 120, 7]),
            ("quarter", date(2026, 4, 1), [0, 0, 127]),
            ("year", date(2026, 1, 1), [0, 0, 127]),
        ):
            with self.subTest(kind):
                self.assertEqual(self.spent._series(kind, start, 3, "employee", [cs]), {cs: values})

    def test_moments_belong_to_the_day_of_the_company(self):
        indicator = self._indicator("moment", date_field="create_date", measure="count")
        expense = self._expense(self.people["cs"], "2026-05-05", 1)
        self.env.cr.execute(
            "UPDATE hr_expense SET create_date = '2026-05-31 16:30' WHERE id = %s", [expense.id]
        )
        cs = self.people["cs"].id
        values = indicator._series("month", JUNE, 2, "employee", [cs])[cs]
        self.assertEqual(values, [0, 1])

    def test_two_sources_in_one_statement(self):
        indicator = self._indicator(
            "per_card",
            kind="ratio",
            measure="sum",
            field_name="total_amount",
            den_model="ops.role.assignment",
            den_measure="count",
            den_date_field="date_from",
            den_employee_path="employee_id",
            den_department_path="department_id",
        )
        person = self.people["cs"]
        self.cards["cs"].with_user(1).date_from = "2026-05-10"
        self.assertEqual(self._may(indicator, "employee", person.ids), {person.id: 120})

    def test_per_hour(self):
        indicator = self._indicator(
            "per_hour",
            kind="per_hour",
            measure="count",
            den_measure="sum",
            den_field_name="total_amount",
        )
        cs = self.people["cs"].id
        self.assertEqual(self._may(indicator, "employee", [cs]), {cs: 2 * 3600 / 120})

    def test_largest_and_average(self):
        for measure, value in (("max", 100), ("avg", 60)):
            with self.subTest(measure):
                indicator = self._indicator(
                    f"by_{measure}", measure=measure, field_name="total_amount"
                )
                cs = self.people["cs"].id
                self.assertEqual(self._may(indicator, "employee", [cs]), {cs: value})

    def test_one_query_whatever_the_number(self):
        everyone = [person.id for person in self.people.values()]
        self._may(self.average, "employee", everyone)
        for ids in (everyone[:1], everyone):
            with self.assertQueryCount(1):
                self.average._series("month", JUNE, 12, "employee", ids)
        with self.assertQueryCount(1):
            self._may(self.average, "department", (self.centre + self.other).ids)

    def test_with_code(self):
        indicator = self.env.ref("ops_roles.indicator_role_holders")
        ids = [self.project.id, self.centre.id]
        values = self._may(indicator, "department", ids)
        self.assertEqual(values[self.project.id], 13)
        self.assertEqual(values[self.centre.id], 14)

    def test_records_behind_the_figure(self):
        for scope, place in (("employee", self.people["cs"]), ("department", self.team)):
            action = self.spent._records_action("month", MAY, scope, place.id)
            found = self.env[action["res_model"]].search(action["domain"])
            value = self._may(self.spent, scope, place.ids)[place.id]
            with self.subTest(scope):
                self.assertEqual(sum(found.mapped("total_amount")), value)

    def test_formula_names_fields_and_filter(self):
        text = self._indicator(
            "told", measure="sum", field_name="total_amount", domain="[('state', '=', 'draft')]"
        ).formula_text
        for word in ("Σ", "Total", "Draft"):
            self.assertIn(word, text)
        self.assertIn("÷", self.average.formula_text)

    def test_who_may_not_read_the_records_sees_the_formula_only(self):
        """A form that names a field of unreadable records would break in the browser."""
        self.env["ir.model.access"].search([("model_id.model", "=", "hr.expense")]).write(
            {"perm_read": False}
        )
        for indicator in (self.spent, self.average):
            shown = indicator.with_user(self.users["mm"])
            self.assertFalse(shown.is_readable)
            self.assertTrue(shown.formula_text)
        self.assertTrue(self.spent.is_readable)

    def test_format(self):
        self.spent.write({"unit": "percent", "decimals": 1})
        self.assertEqual(self.spent._format(0.87654), "87.7%")
        self.assertEqual(self.spent._format(None), "–")


@tagged("post_install", "-at_install")
class TestIndicatorRefusals(FiguresCase):
    def _define(self, role="om", **vals):
        return (
            self.env["ops.indicator"]
            .with_user(self.users[role])
            .create(
                {
                    "name": "New",
                    "code": "t_new",
                    "model": "ops.role.assignment",
                    "date_field": "date_from",
                    **vals,
                }
            )
        )

    def test_defined_without_code_by_qa_om_adm_only(self):
        for code in self.users:
            with self.subTest(code):
                if code in ("qa", "om", "adm"):
                    self.assertTrue(self._define(code, code=f"t_new_{code}"))
                else:
                    with self.assertRaises(AccessError):
                        self._define(code)

    def test_hostile_definitions(self):
        for number, vals in enumerate(
            (
                {"domain": "[('x"},
                {"domain": "__import__('os').system('x')"},
                {"domain": "42"},
                {"domain": "[('nothing', '=', 1)]"},
                {"domain": "[('employee_id.private_phone', 'like', '138')]"},
                {"domain": "[('employee_id', 'any', [('private_phone', 'like', '138')])]"},
                {"domain": "[('user_id.login', '=', 'admin')]", "model": "ops.role.person"},
                {"measure": "sum", "field_name": "nothing"},
                {"measure": "sum", "field_name": "employee_id"},
                {"date_field": "kind"},
                {"date_field": "id); --"},
                {"department_path": "acting_for_id.employee_id"},
                {"employee_path": "department_id.member_ids"},
                {"model": "hr.employee", "date_field": "create_date"},
                {"model": "res.users", "date_field": "create_date"},
                {"model": "ir.attachment", "date_field": "create_date"},
                {"model": "nothing"},
                {"kind": "ratio", "den_measure": "sum", "den_field_name": "nothing"},
                {"kind": "method", "model": False},
            )
        ):
            with self.subTest(vals), self.assertRaises(ValidationError):
                self._define("om", **{"name": f"bad {number}", "code": f"t_bad{number}", **vals})

    def test_confidential_numbers_are_not_measured(self):
        for vals in (
            {"domain": "[('partner_id.phone', '=', '13800000000')]"},
            {"domain": "[('phone', '=', '13800000000')]", "model": "calendar.attendee"},
        ):
            with self.subTest(vals), self.assertRaises(ValidationError):
                self._define(**{"model": "calendar.event", "date_field": "start", **vals})

    def test_not_stored_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "stored"):
            self._define(
                model="ops.role", date_field="create_date", measure="sum", field_name="holder_count"
            )

    def test_a_definition_is_checked_again_when_changed(self):
        indicator = self._define()
        with self.assertRaises(ValidationError):
            indicator.domain = "[('employee_id.private_phone', '!=', False)]"

    def test_every_code_is_unique(self):
        self._define()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._define()
