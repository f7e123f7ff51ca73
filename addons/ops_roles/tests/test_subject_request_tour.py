from odoo.tests import HttpCase, tagged

from .common_roles import CODES, RolesCase

NUMBER = "13812344087"


@tagged("post_install", "-at_install")
class TestSubjectRequestTour(RolesCase, HttpCase):
    """In the browser as the access administrator; and by hostile RPC as everybody else."""

    def setUp(self):
        super().setUp()
        self.partner = self.env["res.partner"].create({"name": "Tour caller", "phone": NUMBER})
        self.request = (
            self.env["ops.subject.request"]
            .with_user(self.users["om"])
            .create(
                {
                    "kind": "erase",
                    "person": "Tour caller",
                    "number": NUMBER,
                    "identity_check": "Called back",
                }
            )
        )
        self.request.action_search()

    def test_administrator_answers_erases_and_sees_the_log(self):
        self.request.action_ask_erasure()
        self.start_tour("/odoo", "ops_subject_request", login="t_adm")
        self.env.invalidate_all()
        self.assertFalse(self.partner.phone)
        self.assertEqual(self.request.state, "done")
        asked = self.env["ops.subject.request"].search([("person", "=", "Tour asker")])
        self.assertEqual((asked.state, asked.masked_number), ("done", "137****1111"))

    def test_hostile_calls(self):
        """As every role: states, signatures and steps out of turn or by others are refused."""
        adm, om = "adm", "om"
        self.request.action_ask_erasure()
        rule = self.env["ops.retention.rule"].search([], limit=1)
        self.env.flush_all()
        own = {"state": "done", "asked_by_id": False, "masked_number": "1", "person": "x"}
        for code in CODES:
            self.authenticate(f"t_{code}", f"t_{code}")
            calls = [
                *(("ops.subject.request", "write", [self.request.ids, {k: own[k]}]) for k in own),
                ("ops.subject.request", "unlink", [self.request.ids]),
                ("ops.subject.request", "_close", [self.request.ids, "done"]),
                ("ops.subject.request", "_answer", [self.request.ids]),
                ("ops.subject.source", "_search", [NUMBER]),
                ("ops.subject.source", "_erase", [NUMBER, []]),
                ("ops.retention.rule", "write", [rule.ids, {"state": "draft"}]),
                ("ops.retention.rule", "_cron_run", []),
                ("ops.retention.handler", "_apply", [rule.ids, [1]]),
                ("ops.retention.log", "create", [{"rule_name": "x", "at": "2026-01-01"}]),
            ]
            if code != adm:
                calls.append(("ops.retention.rule", "write", [rule.ids, {"months": 1}]))
                calls.append(("ops.retention.rule", "unlink", [rule.ids]))
            if code not in (adm, om):
                calls += [
                    ("ops.subject.request", "action_send_back", [self.request.ids]),
                    ("ops.subject.request", "read", [self.request.ids, ["person"]]),
                    ("ops.retention.rule", "action_suspend", [rule.ids]),
                    ("ops.retention.rule", "action_preview", [rule.ids]),
                    ("ops.reveal.report", "search_read", [[]]),
                ]
            if code != adm:
                calls.append(("ops.subject.request", "action_approve", [self.request.ids]))
            for model, method, args in calls:
                with self.subTest(role=code, model=model, method=method, args=args):
                    self.assertIn("error", self._call(model, method, args))
        self.env.invalidate_all()
        self.assertEqual((self.request.state, self.partner.phone), ("approval", NUMBER))

    def _call(self, model, method, args):
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        return self.url_open("/web/dataset/call_kw", json=body).json()
