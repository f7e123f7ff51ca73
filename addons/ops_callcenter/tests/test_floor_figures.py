from odoo.tests import tagged

from .common_floor import DAY, FloorCase, answered, at, left

WEB_NAME = {"fields": {"display_name": {}}}
WEB_CALL = {
    "enter_at": {},
    "queue_id": WEB_NAME,
    "caller": {},
    "wait_s": {},
    "employee_id": WEB_NAME,
    "outcome": {},
}


@tagged("post_install", "-at_install")
class TestFloorFigures(FloorCase):
    def _count(self, action):
        return self.env[action["res_model"]].search_count(action["domain"])

    def test_a_figure_opens_exactly_its_calls(self):
        self._feed(
            [
                *answered("3.1", "care", at(23, 50), 2, 900, number="13800003001"),
                *left("3.2", "care", at(0, 5, day="2026-11-03"), 40, number="13800003002"),
            ],
            "night",
        )
        days = self.env["ops.project.day"].search([("project_id", "=", self.client.id)])
        self.assertEqual(len(days), 2)
        intervals = self.env["ops.call.interval"].search([("source_id", "=", self.source.id)])
        for row in (*days, *intervals):
            with self.subTest(row=row):
                self.assertEqual(self._count(row.action_open_calls()), row.offered)
                self.assertEqual(self._count(row.action_open_abandoned()), row.abandoned)
        for day in days:
            with self.subTest(day=day.day):
                halves = self.env["ops.call.interval"].search(day.action_open_intervals()["domain"])
                self.assertEqual(sum(halves.mapped("offered")), day.offered)

    def test_an_agents_day_opens_exactly_its_calls(self):
        day = self.env["ops.agent.day"].search([("employee_id", "=", self.people["cs"].id)])
        self.assertEqual(day.calls, 3)
        self.assertEqual(self._count(day.action_open_calls()), 3)
        self.assertEqual(self._count(day.action_open_sessions()), 1)
        self.assertEqual(day.talk_s, 360)
        self.assertEqual(day.login_s, 3 * 3600)

    def test_levels_of_different_formulas_are_not_added_up(self):
        def total(model, domain):
            found = [("project_id", "in", (self.client | self.stranger).ids), *domain]
            return self.env[model]._read_group(found, [], ["service_level:avg", "offered:sum"])[0]

        for model in ("ops.call.interval", "ops.project.day"):
            with self.subTest(model):
                self.assertEqual(total(model, []), (5 / 8, 9), "F1, T = 20 s, s = 5 s for both")
        for vals in ({"formula": "F3"}, {"threshold_s": 30}, {"short_s": 2}):
            contract = self._contract(self.stranger, **vals)
            for model in ("ops.call.interval", "ops.project.day"):
                with self.subTest(model=model, **vals):
                    self.assertEqual(total(model, []), (False, 9))
                    own = [("kpi_contract_id", "=", self.contract.id)]
                    self.assertEqual(total(model, own), (4 / 6, 7))
            contract.active = False

    def test_who_worked_a_half_hour(self):
        action = self.interval.action_open_agents()
        sessions = self.env["ops.agent.session"].search(action["domain"])
        self.assertEqual(sessions.employee_id, self.people["cs"])
        self.assertEqual(self.interval.agent_count, 1)

    def test_below_target_by_search(self):
        found = self.env["ops.call.interval"].search([("is_below", "=", True)])
        self.assertIn(self.interval, found)
        self.assertEqual(self.interval.sl_state, "red")
        others = self.env["ops.call.interval"].search([("is_below", "=", False)])
        self.assertFalse(found & others)

    def test_calls_of_the_same_number(self):
        self._feed(left("4.1", "care", at(14), 30, number="+8613800001006"), "again")
        call = self.calls.filtered(lambda call: call.callid == "1.6")
        self.assertEqual(call.with_user(self.users["sv"]).same_caller_count, 1)
        action = call.with_user(self.users["sv"]).action_open_same_caller()
        self.assertEqual(self._count(action), 2)

    def test_timeline_tells_the_log_without_the_number(self):
        call = self.calls.filtered(lambda call: call.callid == "1.2").with_user(self.users["sv"])
        self.assertIn("Agent/1001", call.timeline)
        self.assertNotIn("13800001002", call.timeline)

    def test_timeline_escapes_what_the_log_holds(self):
        self._feed([(at(15), "5.1|care|NONE|ENTERQUEUE||1|1"),
                    (at(15, 1), "5.1|care|<b>x</b>|CONNECT|60|<script>|1")], "odd")  # fmt: skip
        call = self.env["ops.call"].search([("callid", "=", "5.1")])
        self.assertNotIn("<script>", call.timeline)
        self.assertNotIn("<b>x", call.timeline)

    def test_queue_moves_to_another_project_with_its_calls(self):
        self.care.with_user(self.users["om"]).project_id = False
        self.calls.invalidate_recordset()
        mine = self.calls.filtered(lambda call: call.queue == "care")
        self.assertFalse(mine.project_id)
        self.assertEqual(mine.department_id, self.centre)
        self.interval.invalidate_recordset()
        self.assertFalse(self.interval.project_id)
        self.assertFalse(self.interval.kpi_contract_id)
        self.assertEqual(self.interval.offered, 7)

    def test_home_cards(self):
        for code, key in (
            ("om", "floor_yesterday"),
            ("pm", "floor_month"),
            ("sv", "floor_call_back"),
            ("cs", "floor_own"),
        ):
            with self.subTest(code):
                home = self._as(code, "ops.home").get_home()
                cards = {card["key"]: card for part in home["sections"] for card in part["cards"]}
                self.assertIn(key, cards)
        self.assertNotIn("floor_call_back", cards)

    def test_own_figures_of_an_agent(self):
        home = self._as("cs", "ops.home").get_home()
        cards = {card["key"]: card for part in home["sections"] for card in part["cards"]}
        self.assertEqual(cards["floor_own"]["items"][0]["value"], 3)

    def test_query_budgets(self):
        """Main screens ask the same few queries whatever the number of rows."""
        self._feed(
            [line for n in range(60) for line in answered(f"6.{n}", "care", at(11) + n, 3, 30)],
            "many",
        )
        domain = [("queue_id", "=", self.care.id)]
        groups = (
            [("day", "=", DAY)],
            ["kpi_contract_id", "day:day"],
            ["offered:sum", "service_level:avg", "asa_s:avg"],
        )
        for code, model, method, args, budget in (
            ("sv", "ops.call", "web_search_read", (domain, WEB_CALL), 8),
            ("om", "ops.call", "web_search_read", (domain, WEB_CALL), 8),
            ("om", "ops.call.interval", "formatted_read_group", groups, 6),
            ("om", "ops.home", "get_home", (), 24),
            ("sv", "ops.home", "get_home", (), 24),
            ("cs", "ops.home", "get_home", (), 24),
        ):
            with self.subTest(role=code, model=model):
                screen = getattr(self._as(code, model), method)
                screen(*args)  # what is cached for the whole server is warm
                self.env.invalidate_all()
                with self.assertQueryCount(budget):
                    screen(*args)
