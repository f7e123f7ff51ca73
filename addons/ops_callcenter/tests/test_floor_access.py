from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.ops_roles.tests.common_access import AccessTableMixin

from .access_table import ACCESS
from .common_floor import FloorCase, at

#: Rows of LOG each role sees of the scoped models: (of its own department, of the other one).
SEEN = {
    "ops.call": {
        "gm": (7, 2),
        "om": (7, 0),
        "pm": (7, 0),
        "sv": (7, 0),
        "qa": (7, 0),
        "tr": (7, 0),
        "cs": (3, 0),
    },
    "ops.call.interval": {"gm": (1, 1), "om": (1, 0), "pm": (1, 0), "sv": (1, 0), "qa": (1, 0)},
    "ops.project.day": {"gm": (1, 1), "om": (1, 0), "pm": (1, 0), "sv": (1, 0), "qa": (1, 0)},
    "ops.agent.session": {"gm": (1, 1), "om": (1, 0), "pm": (1, 0), "sv": (1, 0), "cs": (1, 0)},
    "ops.agent.day": {"gm": (1, 1), "om": (1, 0), "pm": (1, 0), "sv": (1, 0), "cs": (1, 0)},
    "ops.client.project": {"gm": (1, 1), "om": (1, 0), "pm": (1, 0), "sv": (1, 0), "cs": (1, 0)},
}


@tagged("post_install", "-at_install")
class TestFloorAccess(AccessTableMixin, FloorCase):
    module = "ops_callcenter"
    access = ACCESS

    def test_rows_by_role_and_department(self):
        for model, table in SEEN.items():
            for code, (own, other) in table.items():
                with self.subTest(model=model, role=code):
                    field = "id" if model == "ops.client.project" else "project_id"
                    if model in ("ops.agent.session", "ops.agent.day"):
                        mine = [("employee_id", "=", self.people["cs"].id)]
                        theirs = [("employee_id", "=", self.outsider.id)]
                    else:
                        mine = [(field, "=", self.client.id)]
                        theirs = [(field, "=", self.stranger.id)]
                    found = self._as(code, model)
                    self.assertEqual(found.search_count(mine), own)
                    self.assertEqual(found.search_count(theirs), other)

    def test_another_departments_call_is_not_read_by_its_id(self):
        foreign = self.calls.filtered(lambda call: call.queue == "far")[:1]
        for code in ("om", "pm", "sv", "qa", "cs"):
            with self.subTest(code), self.assertRaises(AccessError):
                foreign.with_user(self.users[code]).read(["outcome"])

    def test_nobody_writes_what_the_log_says(self):
        call = self.calls.filtered(lambda call: call.callid == "1.6")
        for code in ("om", "sv", "cs", "gm"):
            with self.subTest(code):
                mine = call.with_user(self.users[code])
                for attempt in (
                    lambda mine=mine: mine.write({"outcome": "answered"}),
                    lambda mine=mine: mine.write({"to_call_back": False}),
                    lambda mine=mine: mine.create({"callid": "x", "visit": 1}),
                    lambda mine=mine: mine.unlink(),
                ):
                    with self.assertRaises(AccessError):
                        attempt()

    def test_state_of_a_client_project_follows_from_buttons(self):
        client = self.client.with_user(self.users["om"])
        with self.assertRaises(UserError):
            client.write({"state": "running"})
        with self.assertRaises(AccessError):
            self.client.with_user(self.users["sv"]).action_start()
        client.action_start()
        self.assertEqual(self.client.state, "running")

    def test_marking_a_call_back(self):
        call = self.calls.filtered(lambda call: call.callid == "1.6")
        self.assertTrue(call.to_call_back)
        for code in ("cs", "qa", "gm"):
            with self.subTest(code), self.assertRaises(AccessError):
                call.with_user(self.users[code]).action_mark_called_back()
        call.with_user(self.users["sv"]).action_mark_called_back()
        self.assertFalse(call.to_call_back)
        self.assertTrue(call.called_back_at)
        mark = self.env["ops.call.back"].search([("callid", "=", "1.6")])
        self.assertEqual(mark.user_id, self.users["sv"])
        with self.assertRaises(UserError):
            call.with_user(self.users["sv"]).action_mark_called_back()

    def test_mark_outlives_the_log_fed_again(self):
        call = self.calls.filtered(lambda call: call.callid == "1.6")
        call.with_user(self.users["sv"]).action_mark_called_back()
        note = (at(10, 30), "1.6|care|NONE|INFO|DISPO|LATE")
        self._feed([note], "late")
        call.invalidate_recordset()
        self.assertFalse(call.to_call_back)

    def test_caller_of_another_department_is_not_marked(self):
        foreign = self.calls.filtered(lambda call: call.callid == "2.2")
        with self.assertRaises(AccessError):
            foreign.with_user(self.users["sv"]).action_mark_called_back()
