from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_work import WorkCase


@tagged("post_install", "-at_install")
class TestDirective(WorkCase):
    def test_from_order_to_close(self):
        directive = self._directive("pm", "sv", "cs")
        first, second = directive.line_ids
        self.assertEqual(first.state, "issued")
        self._as("sv", first).action_receive()
        self._step("sv", self._as("sv", first).action_report(), progress=60)
        self.assertEqual((first.state, first.progress), ("doing", 60))
        self._step("sv", self._as("sv", first).action_done())
        self._as("pm", first).action_accept()
        self.assertEqual((first.state, first.checked_by_id), ("closed", self.users["pm"]))
        self.assertEqual(directive.state, "conveyed")
        self._done("cs", second)
        self._as("pm", second).action_accept()
        self.assertEqual(directive.state, "closed")
        kinds = first.report_ids.mapped("kind")
        self.assertEqual(kinds, ["issue", "receipt", "report", "done", "accept"])

    def test_returned_work_goes_on(self):
        line = self._directive("pm", "sv").line_ids
        self._done("sv", line)
        with self.assertRaises(UserError):
            self._step("pm", self._as("pm", line).action_return(), text="  ")
        self._step("pm", self._as("pm", line).action_return(), text="Two callers are missing")
        self.assertEqual((line.state, line.return_count), ("doing", 1))
        self._step("sv", self._as("sv", line).action_done())
        self._as("pm", line).action_accept()
        self.assertEqual(line.state, "closed")

    def test_nobody_checks_his_own_work(self):
        with self.assertRaises(UserError):
            self._directive("pm", "sv", checker_id=self.users["sv"].id)
        line = self._directive("pm", "sv", checker_id=self.users["om"].id).line_ids
        self._done("sv", line)
        for code in ("sv", "cs", "qa"):
            with self.subTest(code), self.assertRaises(AccessError):
                self._as(code, line.sudo()).sudo(False).action_accept()
        self._as("om", line).action_accept()
        self.assertEqual(line.state, "closed")

    def test_orders_go_down_and_requests_to_heads(self):
        stranger = self._person("t_far", department_id=self.other.id)
        self._assign(stranger, "sv", self.other)
        head = self._person("t_head", department_id=self.other.id)
        self._assign(head, "bm", self.other)
        self.people |= {"far": stranger, "head": head}
        with self.assertRaises(UserError):
            self._directive("pm", "far")
        self._directive("cs", "head", source_kind="request")
        self.people["far"].department_id = self.project
        self._directive("pm", "far")
        self.assertEqual(self.other._ops_head(), head)

    def test_to_all_holders_of_a_role_card(self):
        """Those of the author's departments with a login, each once, never the author."""
        second = self._person("t_cs_two", department_id=self.project.id)
        far = self._person("t_cs_far", department_id=self.other.id)
        self._assign(second, "cs", self.project)
        self._assign(far, "cs", self.other)
        form = Form(self.env["ops.directive"].with_user(self.users["sv"]))
        form.ask_role_id = self.roles["cs"]
        form.ask_role_id = self.env["ops.role"]
        form.ask_role_id = self.roles["cs"]
        form.name, form.text, form.due = "x", "y", self._day(5)
        directive = form.save()
        self.assertEqual(directive.line_ids.executor_id, self.people["cs"] | second)
        self.assertEqual(len(directive.line_ids), 2)
        directive.action_convey()
        with self.assertRaises(UserError):
            form = Form(self.env["ops.directive"].with_user(self.users["sv"]))
            form.ask_role_id = self.roles["gm"]

    def test_evidence(self):
        line = self._directive("pm", "sv", needs_evidence=True).line_ids
        self._as("sv", line).action_receive()
        action = self._as("sv", line).action_done()
        with self.assertRaises(UserError):
            self._step("sv", action)
        other = self.env["ir.attachment"].create({"name": "payroll", "raw": b"secret"})
        with self.assertRaises(AccessError):
            self._step("sv", action, attachment_ids=[(6, 0, other.ids)])
        own = (
            self.env["ir.attachment"]
            .with_user(self.users["sv"])
            .create({"name": "list", "raw": b"x", "res_model": "ops.directive.step"})
        )
        self._step("sv", action, attachment_ids=[(6, 0, own.ids)])
        self.assertEqual(line.report_ids[-1].attachment_ids, own.sudo())
        self.assertTrue(own.with_user(self.users["pm"]).has_access("read"))

    def test_more_time(self):
        line = self._directive("pm", "sv").line_ids
        ask = self._as("sv", line).action_extend()
        with self.assertRaises(UserError):
            self._step("sv", ask, due=self._day(5))
        self._step("sv", ask, due=self._day(9))
        with self.assertRaises(UserError):
            self._step("sv", ask, due=self._day(10))
        request = line.extension_ids
        with self.assertRaises(AccessError):
            self._as("sv", request).action_grant()
        self._as("pm", request).action_grant()
        self.assertEqual(line.due, self._day(9))
        self._step("sv", ask, due=self._day(12))
        self._step("pm", self._as("pm", line.extension_ids[0]).action_refuse())
        self.assertEqual(line.due, self._day(9))
        self.assertEqual(line.extension_ids[0].state, "refused")

    def test_lights(self):
        lines = self.env["ops.directive.line"]
        expected = {}
        for days, light in ((-1, "red"), (0, "yellow"), (3, "yellow"), (4, "blue")):
            line = self._directive("pm", "sv", due=self._day(5)).line_ids
            line.sudo().due = self._day(days)
            expected[line] = light
        closed = self._directive("pm", "sv").line_ids
        self._done("sv", closed)
        self._as("pm", closed).action_accept()
        for line, light in expected.items():
            self.assertEqual(line.light, light)
        for light in ("red", "yellow", "blue"):
            found = lines.search([("light", "=", light), ("user_id", "=", self.users["sv"].id)])
            self.assertEqual(set(found), {one for one, is_ in expected.items() if is_ == light})
        self.assertFalse(closed.light)
        self.assertIn(closed, lines.search([("light", "=", False)]))

    def test_the_todo_speaks_the_language_of_its_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.users["cs"].lang = "zh_CN"
        line = self._directive("pm", "cs").line_ids
        self.assertEqual(line.activity_ids.summary, "签收督办事项")
        self.users["cs"].lang = "en_US"
        line.sudo()._sync_todos()
        self.assertEqual(line.activity_ids.summary, "Sign for the directive")

    def test_escalation_once_per_step(self):
        line = self._directive("pm", "cs").line_ids
        self.people["cs"].parent_id = self.people["sv"]
        self.people["sv"].parent_id = self.people["pm"]
        company = self.env.company
        for days, step, told in ((-1, 1, "sv"), (-3, 2, "pm")):
            line.sudo().due = company._ops_workdays_after(self.today, days)
            for _twice in range(2):
                line._cron_escalate()
            self.assertEqual(line.escalation_step, step)
            late = line.sudo().activity_ids.filtered(
                lambda one: (
                    one.activity_type_id == self.env.ref("ops_roles.activity_directive_late")
                )
            )
            self.assertEqual(late.user_id & self.users[told], self.users[told])
            self.assertEqual(len(late), step)

    def test_one_todo_for_whose_turn_it_is(self):
        kind = self.env.ref("ops_roles.activity_directive")
        line = self._directive("pm", "sv").line_ids

        def turn():
            todos = line.sudo().activity_ids
            return todos.filtered(lambda one: one.activity_type_id == kind).user_id

        self.assertEqual(turn(), self.users["sv"])
        self._done("sv", line)
        self.assertEqual(turn(), self.users["pm"])
        self._as("pm", line).action_accept()
        self.assertFalse(turn())

    def test_a_stand_in_executes_but_never_checks_it(self):
        line = self._directive("om", "pm", checker_id=self.users["qa"].id).line_ids
        card = self.cards["pm"]
        self._assign(self.people["qa"], "pm", self.project, kind="acting", acting_for_id=card.id)
        self._done("qa", line)
        with self.assertRaises(AccessError):
            self._as("qa", line).action_accept()
        self._as("om", line).action_accept()

    def test_monthly_figures(self):
        self.people["cs"].department_id = self.project
        lines = self._directive("pm", "cs").line_ids | self._directive("pm", "cs").line_ids
        late = lines[0]
        self._done("cs", late)
        self._as("pm", late).action_accept()
        lines.sudo().due = self._day(-1)
        first, last = self._day(-5), self._day(5)
        with self.assertQueryCount(4):
            figures = self.env["ops.directive"]._monthly_figures(
                self.project | self.other, first, last
            )
        self.assertEqual(
            figures[self.project.id],
            {
                "issued": 2,
                "due": 2,
                "closed": 1,
                "on_time": 0,
                "late": 1,
                "open": 1,
                "overdue": 1,
                "returned": 0,
                "extended": 0,
            },
        )
        self.assertFalse(any(figures[self.other.id].values()))

    def test_withdrawn_and_over(self):
        directive = self._directive("pm", "sv")
        self._step("pm", self._as("pm", directive).action_withdraw())
        self.assertEqual(directive.line_ids.state, "cancelled")
        with self.assertRaises(UserError):
            self._as("sv", directive.line_ids).action_receive()
        with self.assertRaises(UserError):
            self._directive("pm", "sv", due=fields.Date.to_date("2026-01-01"))
        with self.assertRaises(UserError):
            self._directive("pm")


@tagged("post_install", "-at_install")
class TestDirectiveAccess(WorkCase):
    def _reads(self, record):
        return {code for code in self.users if self._as(code, record).has_access("read")}

    def test_who_reads_it(self):
        self.people["cs"].department_id = self.project
        directive = self._directive("pm", "cs")
        leaders = {"gm", "om", "pm", "mm", "dm", "sd", "bm"}
        self.assertEqual(self._reads(directive), leaders | {"cs"})
        self.assertEqual(self._reads(directive.line_ids), leaders | {"cs"})
        self.assertEqual(self._reads(directive.line_ids.report_ids), leaders | {"cs"})

    def test_other_department_and_confidential(self):
        away = self._person("t_away", department_id=self.other.id)
        self._assign(away, "pm", self.other)
        directive = self._directive("om", "sv")
        self.assertFalse(directive.with_user(away.user_id).has_access("read"))
        self.assertFalse(directive.line_ids.with_user(away.user_id).has_access("read"))
        secret = self._directive("om", "sv", classification="confidential")
        self.assertEqual(self._reads(secret), {"om", "sv"})
        self.assertEqual(self._reads(secret.line_ids), {"om", "sv"})

    def test_draft_is_its_authors(self):
        draft = self._draft("pm", "sv")
        self.assertEqual(self._reads(draft), {"pm"})

    def test_nothing_is_forged(self):
        directive = self._directive("pm", "sv")
        line = directive.line_ids
        attempts = (
            (directive, {"state": "closed"}),
            (directive, {"issuer_id": self.users["sv"].id}),
            (directive, {"checker_id": self.users["sv"].id}),
            (directive, {"due": "2030-01-01"}),
            (line, {"state": "closed"}),
            (line, {"due": "2030-01-01"}),
            (line, {"executor_id": self.people["cs"].id}),
        )
        for code in self.users:
            for record, vals in attempts:
                with self.subTest(code, vals=vals), self.assertRaises(UserError):
                    self._as(code, record).write(vals)
        with self.assertRaises(UserError):
            self._as("pm", directive).unlink()
        for vals in ({"state": "closed"}, {"issuer_id": self.users["gm"].id}, {"number": "1"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self._draft("sv", "cs", **vals)
        with self.assertRaises(AccessError):
            self.env["ops.directive.report"].with_user(self.users["sv"]).create(
                {"line_id": line.id, "user_id": self.users["pm"].id, "kind": "accept"}
            )
        forged = self.env["ops.directive"].with_user(self.users["sv"])
        draft = forged.with_context(default_state="conveyed").create(
            {"name": "x", "text": "x", "due": self._day(1), "checker_id": self.users["sv"].id}
        )
        self.assertEqual(draft.state, "draft")

    def test_buttons_of_others(self):
        directive = self._directive("pm", "sv")
        line = directive.line_ids
        for code in set(self.users) - {"sv"}:
            for button in ("action_receive", "action_report", "action_done", "action_extend"):
                with self.subTest(code, button=button), self.assertRaises(AccessError):
                    getattr(self._as(code, line), button)()
        for code in set(self.users) - {"pm"}:
            for button in ("action_convey", "action_withdraw"):
                with self.subTest(code, button=button), self.assertRaises(AccessError):
                    getattr(self._as(code, directive), button)()

    def test_the_dialog_checks_too(self):
        line = self._directive("pm", "sv").line_ids
        self._done("sv", line)
        forged = {"default_operation": "accept", "default_line_id": line.id}
        for code in ("sv", "cs"):
            with self.subTest(code), self.assertRaises(AccessError):
                self._step(code, {"context": forged})

    def test_a_source_that_is_not_read(self):
        with self.assertRaises(UserError):
            self._draft("pm", "sv", source_model="res.users", source_res_id=self.env.uid)

    def test_home(self):
        line = self._directive("pm", "sv").line_ids
        home = self.env["ops.home"].with_user(self.users["sv"])

        def items(key):
            cards = [one for part in home.get_home()["sections"] for one in part["cards"]]
            return next(one for one in cards if one["key"] == key)["items"]

        [item] = items("directives")
        self.assertEqual(item["button"]["method"], "action_receive")
        self.assertFalse(items("activities_waiting"))
        line.sudo().due = self._day(-1)
        self.assertFalse(items("directives"))
        self.assertEqual(items("directives_late")[0]["state"], "red")
