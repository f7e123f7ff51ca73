import base64
import io
from datetime import date

from openpyxl import load_workbook

from odoo.tests import tagged

from .common_floor import DAY, FloorCase, answered, at, left

THE_DAY = date.fromisoformat(DAY)


@tagged("post_install", "-at_install")
class TestFloorReport(FloorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.lang = "en_US"
        cls.day, cls.week, cls.month = (
            cls.env.ref(f"ops_callcenter.report_floor_{period}")
            for period in ("day", "week", "month")
        )
        cls.client.action_start()

    def _draw(self, department=None, definition=None, first=THE_DAY, last=THE_DAY):
        department, definition = department or self.centre, definition or self.day
        report = self.env["ops.report"]._draw(definition, department, first, last)
        self.assertFalse(report.error)
        return report

    def _rows(self, report, title):
        [sheet] = [one for one in report.content if one["title"] == title]
        return {row["name"]: row for row in sheet["rows"]}

    def _month(self):
        return self._draw(definition=self.month, first=date(2026, 11, 1), last=date(2026, 11, 30))

    def test_figures_of_a_day_are_those_worked_out_by_hand(self):
        report = self._draw()
        row = self._rows(report, "Client projects")["Client"]
        found = {key: row[key] for key in row if key not in ("_domains", "_model", "name")}
        self.assertEqual(
            found,
            {
                "offered": 7,
                "answered": 3,
                "abandoned": 3,
                "abandoned_short": 1,
                "service_level": 4 / 6,
                "target": 0.8,
                "asa_s": 50 / 3,
                "aht_s": 120.0,
                "occupancy": 360 / (3 * 3600),
                "max_wait_s": 60,
                "formula": self.contract.formula_text,
            },
        )
        self.assertTrue(found["formula"].startswith("F1 = "))
        halves = self._rows(report, "Half hours")
        self.assertEqual((list(halves), halves["10:00"]["offered"]), (["10:00", "Total"], 9))

    def test_agents_with_login_pause_handled_and_aht(self):
        self._feed(
            [
                (at(11), "NONE|NONE|Agent/1001|PAUSEALL|lunch"),
                (at(11, 10), "NONE|NONE|Agent/1001|UNPAUSEALL|lunch"),
            ],
            "pauses",
        )
        row = self._rows(self._draw(), "Agents")["t_cs"]
        self.assertEqual((row["login_s"], row["pause_s"], row["calls"]), (3 * 3600, 600, 3))
        self.assertEqual((row["aht_s"], row["team"]), (120.0, "Project"))
        day = self.env["ops.agent.day"].search(row["_domains"]["calls"])
        self.assertEqual(day.employee_id, self.people["cs"])

    def test_two_agents_of_one_name_stay_apart(self):
        self.outsider.name = self.people["cs"].name
        names = set(self._rows(self._draw(), "Agents"))
        self.assertEqual(names, {"t_cs (Agent/1001)", "t_cs (Agent/1002)", "Total"})

    def test_a_figure_opens_exactly_what_it_counts(self):
        for report in (self._draw(), self._month()):
            for sheet in report.content:
                for row in sheet["rows"]:
                    for column, domain in row["_domains"].items():
                        with self.subTest(sheet=sheet["title"], row=row["name"], column=column):
                            self._assert_opens(row, column, domain)

    def _assert_opens(self, row, column, domain):
        """Calls are counted, half hours and days add up; a wait or average has records at least."""
        records = self.env[row["_model"]].search(domain)
        if column in ("asa_s", "aht_s", "max_wait_s", "service_level", "missing"):
            self.assertEqual(bool(records), row[column] is not None)
        elif row["_model"] == "ops.call":
            self.assertEqual(len(records), row[column])
        else:
            self.assertEqual(sum(records.mapped(column)), row[column])

    def test_hours_short_of_contract_the_worst_first(self):
        self._feed(
            [line for n in range(9) for line in left(f"3.{n}", "care", at(14, n), 30)], "bad"
        )
        rows = self._rows(self._draw(), "Hours short of contract")
        self.assertEqual(
            [(name, row["missing"], row["level"]) for name, row in rows.items()],
            [(f"{DAY} 14:00 · Client", 8, 0.0), (f"{DAY} 10:00 · Client", 1, 4 / 6)],
        )

    def test_levels_of_different_contracts_are_named_and_not_added_up(self):
        self._contract(self.stranger, formula="F3", threshold_s=30, target=0.9)
        rows = self._rows(self._draw(), "Client projects")
        self.assertTrue(rows["Stranger"]["formula"].startswith("F3 = "))
        self.assertEqual(rows["Stranger"]["service_level"], 0.5)
        self.assertIsNone(rows["Total"]["service_level"])
        self.assertEqual(rows["Total"]["offered"], 9)

    def test_a_late_log_is_redrawn_with_the_difference(self):
        first = self._draw(self.project)
        self._feed(answered("8.1", "care", at(16), 90, 300), "late")
        second = self._draw(self.project)
        self.assertEqual((first.is_latest, second.version), (False, 2))
        self.assertEqual(self._rows(first, "Client projects")["Client"]["offered"], 7)
        changed = {
            (one["sheet"], one["row"], one["column"]): (one["old"], one["new"])
            for one in second.difference
        }
        self.assertEqual(changed["Client projects", "Client", "Offered"], (7, 8))
        self.assertEqual(changed["Client projects", "Client", "Longest wait"], (60, 90))
        self.assertEqual(changed["Half hours", "16:00", "Answered"], (None, 1))
        self.assertEqual(changed["Agents", "t_cs", "Handled"], (3, 4))
        self.assertEqual(self._draw(self.project), second)

    def test_week_by_day_and_month_by_week_with_its_trend(self):
        self._feed(left("9.1", "care", at(10, day="2026-10-20"), 9), "october")
        self._feed(left("9.2", "care", at(10, day="2026-11-30"), 9), "end")
        week = self._draw(definition=self.week, last=date(2026, 11, 8))
        self.assertEqual(self._rows(week, "Days")["Total"]["offered"], 9)
        month = self._month()
        weeks = self._rows(month, "Weeks")
        self.assertEqual(list(weeks), ["11-02–11-08", "11-30–11-30", "Total"])
        trend = {name: row["offered"] for name, row in self._rows(month, "Trend").items()}
        self.assertEqual(trend, {"2026-10": 1, "2026-11": 10})

    def test_readers_in_their_scope(self):
        mine, theirs = self._draw(self.project), self._draw(self.other)
        for code in ("om", "pm", "sv"):
            with self.subTest(code):
                self.assertTrue(mine.with_user(self.users[code]).has_access("read"))
                self.assertFalse(theirs.with_user(self.users[code]).has_access("read"))
        for code in ("cs", "qa", "fin"):
            self.assertFalse(mine.with_user(self.users[code]).has_access("read"), code)
        sent = self.env["mail.message"].search(
            [("model", "=", mine._name), ("res_id", "=", mine.id), ("attachment_ids", "!=", False)]
        )
        readers = (self.users["om"] | self.users["pm"] | self.users["sv"]).partner_id
        self.assertEqual(sent.notified_partner_ids, readers)

    def test_owed_for_running_projects_and_above(self):
        scopes = self.day._scopes()
        self.assertLessEqual(self.project | self.centre, scopes)
        self.assertNotIn(self.other, scopes, "in preparation")
        self.day.department_ids = self.other
        self.assertEqual(self.day._scopes(), self.other)

    def test_a_day_without_calls_says_so_without_a_failure(self):
        report = self._draw(first=date(2026, 1, 5), last=date(2026, 1, 5))
        total = self._rows(report, "Client projects")["Total"]
        self.assertEqual((total["offered"], total["service_level"]), (0, None))

    def test_workbook_has_charts_and_notes_and_no_formulas(self):
        self.care.label = "=cmd"
        book = load_workbook(io.BytesIO(base64.b64decode(self._draw().workbook)))
        self.assertEqual([len(page._charts) for page in book.worksheets], [2, 2, 2, 1, 1])
        cells = [cell for page in book for line in page.iter_rows() for cell in line]
        self.assertFalse([cell for cell in cells if cell.data_type == "f"])
        texts = " ".join(str(cell.value) for cell in cells if cell.value)
        self.assertIn("ASA = waits of answered / answered", texts)
        self.assertIn("Client · =cmd", texts)

    def test_drawing_asks_the_same_few_queries_whatever_the_calls(self):
        builder = self.env["ops.report.builder"]
        builder._build("floor_day", self.centre, THE_DAY, THE_DAY)
        self._feed(
            [line for n in range(60) for line in answered(f"6.{n}", "care", at(15) + n, 3, 30)],
            "many",
        )
        self.env.invalidate_all()
        with self.assertQueryCount(30):
            builder._build("floor_day", self.centre, THE_DAY, THE_DAY)
