"""Approvals cannot be forged: tried as every role, by every way in."""

import json
from datetime import datetime, timedelta

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_approval import ApprovalCase
from .common_roles import CODES

MODELS = ("ops.approval.flow", "ops.approval.stage", "ops.approval.step")


@tagged("post_install", "-at_install")
class TestApprovalSecurity(ApprovalCase):
    def setUp(self):
        super().setUp()
        self.pend = self.pending()
        self.flow = self.pend.sudo().approval_flow_id

    def test_nobody_writes_flows_stages_or_steps(self):
        for code in CODES:
            env = self.env(user=self.users[code])
            for name in MODELS:
                record = self.env[name].search([("id", "in", self._ids(name))], limit=1)
                with self.subTest(role=code, model=name):
                    for attempt in (
                        lambda env=env, name=name: env[name].create(
                            {"name": "x", "flow_id": self.flow.id, "date": "2026-01-01"}
                        ),
                        lambda record=record, env=env: record.with_env(env).write({"name": "x"}),
                        lambda record=record, env=env: record.with_env(env).unlink(),
                        lambda record=record, env=env: record.with_env(env).copy(),
                    ):
                        with self.assertRaises(AccessError):
                            attempt()

    def _ids(self, name):
        by_model = {"ops.approval.flow": self.flow, "ops.approval.stage": self.flow.stage_ids}
        return by_model.get(name, self.flow.step_ids).ids

    def test_the_database_itself_keeps_the_steps(self):
        step = self.flow.step_ids[0]
        for statement in (
            "UPDATE ops_approval_step SET verdict = 'approved' WHERE id = %s",
            "UPDATE ops_approval_step SET user_id = 1 WHERE id = %s",
            "DELETE FROM ops_approval_step WHERE id = %s",
        ):
            with (
                self.subTest(statement),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(psycopg2.Error, "append-only"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, step.ids)
        with self.assertRaises(AccessError):
            step.sudo().write({"opinion": "x"})
        with self.assertRaises(AccessError):
            step.sudo().unlink()

    def test_state_is_not_typed_in(self):
        values = {
            "approval_state": "approved",
            "approval_flow_id": self.flow.id,
            "approval_digest": "x",
        }
        for code in CODES:
            user = self.users[code]
            for name, value in values.items():
                with self.subTest(role=code, field=name):
                    with self.assertRaises(AccessError):
                        self.note(user, **{name: value})
                    with self.assertRaises(AccessError):
                        self.note(user).write({name: value})

    def test_state_is_not_imported(self):
        for code in CODES:
            with self.subTest(code):
                notes = self.Note.with_user(self.users[code])
                result = notes.load(
                    ["name", "text", "department_id/.id", "approval_state"],
                    [["x", "y", str(self.project.id), "approved"]],
                )
                self.assertFalse(result["ids"])
                self.assertTrue(result["messages"])

    def test_state_does_not_come_from_context_or_defaults(self):
        for code in CODES:
            user = self.users[code]
            with self.subTest(code):
                self.env["ir.default"].with_user(user).set(
                    "ops.approval.note", "approval_state", "approved", user_id=True
                )
                notes = self.Note.with_user(user).with_context(
                    default_approval_state="approved", default_approval_flow_id=self.flow.id
                )
                note = notes.create({"name": "x", "text": "y", "department_id": self.project.id})
                self.assertEqual(note.approval_state, "draft")
                self.assertFalse(note.approval_flow_id)

    def test_copies_start_afresh(self):
        copy = self.pend.copy()
        self.assertEqual((copy.approval_state, copy.approval_flow_id.id), ("draft", False))

    def test_only_whose_turn_it_is_acts(self):
        for code in CODES:
            if code == "pm":
                continue
            note = self.by(code, self.pend)
            for act in (
                lambda note=note: note.action_approve("x"),
                lambda note=note: note.sudo().action_approve("x"),
                lambda note=note: note.action_refuse("x"),
                lambda note=note: note.action_send_back(None, "x"),
                lambda note=note: note.action_add_signer(self.users["cs"], "x"),
                lambda note=note: self._by_dialog(note),
                lambda code=code: self.flow.with_user(self.users[code]).action_approve(),
            ):
                with self.subTest(role=code), self.assertRaises(UserError):
                    act()
        with self.assertRaises(AccessError):
            self.pend.with_user(1).action_approve()
        self.assertEqual(self.pend.approval_state, "pending")
        self.assertEqual(self.waiting(self.pend), {"t_pm"})

    def _by_dialog(self, note):
        wizard = self.env["ops.approval.opinion"].with_user(note.env.user)
        wizard.create({"flow_ids": [Command.set(self.flow.ids)]}).action_confirm()

    def test_only_the_requester_submits_and_withdraws(self):
        draft = self.note(self.users["sv"])
        for code in CODES:
            if code == "sv":
                continue
            with self.subTest(code):
                with self.assertRaises(UserError):
                    self.by(code, draft).action_submit()
                with self.assertRaises(UserError):
                    self.by(code, self.pend).action_withdraw()

    def test_each_role_cannot_approve_its_own(self):
        self.only(list(CODES), resolver="role", everywhere=True)
        for code in CODES:
            note = self.note(self.users[code])
            note.action_submit()
            with self.subTest(code):
                self.assertNotIn(f"t_{code}", self.waiting(note))
                with self.assertRaises(AccessError):
                    self.by(code, note).action_approve()

    def test_another_departments_holder_cannot_approve(self):
        rival = self._person("t_pm_other")
        self._assign(rival, "pm", self.other)
        self.only(["pm"], resolver="role")
        note = self.pending()
        self.assertEqual(self.waiting(note), {"t_pm"})
        with self.assertRaises(AccessError):
            note.with_user(rival.user_id).action_approve()
        with self.assertRaises(AccessError):
            note.with_user(rival.user_id).read(["name"])
        self.assertFalse(self.Flow.with_user(rival.user_id).search([]))

    def test_what_is_approved_stays(self):
        self.by("pm", self.pend).action_approve()
        self.by("om", self.pend).action_approve()
        for attempt in (
            lambda: self.pend.write({"amount": 1}),
            lambda: self.pend.write({"text": "other"}),
            self.pend.unlink,
            self.pend.action_withdraw,
            self.pend.action_submit,
        ):
            with self.assertRaises(UserError):
                attempt()
        with self.assertRaises(UserError):
            self.by("om", self.pend).action_approve()

    def test_a_to_do_of_an_approval_is_not_ticked_off(self):
        activity = self.pend.sudo().activity_ids.with_user(self.users["pm"])
        with self.assertRaises(UserError):
            activity.action_done()

    def test_templates_belong_to_the_administrator(self):
        for code in CODES:
            template = self.template.with_user(self.users[code])
            line = self.template.line_ids[0].with_user(self.users[code])
            with self.subTest(code):
                for record in (template, line):
                    for operation in ("write", "create", "unlink"):
                        self.assertEqual(record.has_access(operation), code == "adm")

    def test_a_changed_template_does_not_change_what_runs(self):
        self.only(["sv"], resolver="role")
        self.by("pm", self.pend).action_approve()
        self.assertEqual(self.waiting(self.pend), {"t_om"})

    def test_staff_without_a_card_cannot_read(self):
        for name in (*MODELS, "ops.approval.note", "ops.approval.template"):
            with self.subTest(name), self.assertRaises(AccessError):
                self.env[name].with_user(self.clerk.user_id).search_read([], ["id"])

    def test_private_methods_are_not_public(self):
        public = {name for name in vars(type(self.Flow)) if name.startswith("action")}
        self.assertFalse(public - {"action_approve", "action_open_document", "action_open_opinion"})


@tagged("post_install", "-at_install")
class TestApprovalHttp(ApprovalCase, HttpCase):
    """The same over HTTP with a key of the user."""

    def _call(self, user, method, ids, **params):
        key = (
            self.env["res.users.apikeys"]
            .with_user(user)
            ._generate("rpc", "test", datetime.now() + timedelta(days=1))
        )
        return self.url_open(
            f"/json/2/ops.approval.note/{method}",
            data=json.dumps({"ids": ids, **params}),
            headers={"Authorization": f"bearer {key}", "Content-Type": "application/json"},
        )

    def test_forging_over_http_is_refused(self):
        note = self.pending()
        pm = self.users["pm"]
        with mute_logger("odoo.http"):
            for user, method, params in (
                (self.users["sv"], "action_approve", {}),
                (self.users["om"], "action_approve", {}),
                (pm, "write", {"vals": {"approval_state": "approved"}}),
                (pm, "_on_approved", {}),
                (pm, "_approval_act", {"verdict": "approved", "opinion": ""}),
            ):
                with self.subTest(user=user.login, method=method):
                    answer = self._call(user, method, note.ids, **params)
                    self.assertIn(answer.status_code, (403, 404, 422), answer.text)
        self.assertEqual(note.approval_state, "pending")
        self.assertEqual(self._call(pm, "action_approve", note.ids).status_code, 200)
        self.assertEqual(self.waiting(note), {"t_om"})
