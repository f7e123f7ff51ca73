from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_roles import CODES, RolesCase


@tagged("post_install", "-at_install")
class TestRetention(RolesCase):
    """Rules erase what is past its time, and nothing else, once two people agreed."""

    def setUp(self):
        super().setUp()
        partners = self.env["res.partner"]
        self.old = partners.create({"name": "Old", "phone": "13812344087"})
        self.new = partners.create({"name": "New", "phone": "13998765432"})
        self.env.flush_all()
        self.cr.execute(
            "UPDATE res_partner SET create_date = %s WHERE id = %s", ["2001-01-01", self.old.id]
        )
        self.env.invalidate_all()
        self.rule = self._rule(self.users["adm"])

    def test_second_person(self):
        with self.assertRaises(AccessError):
            self.rule.with_user(self.users["adm"]).action_activate()
        self.rule.with_user(self.users["om"]).action_activate()
        self.assertEqual(self.rule.state, "active")
        self.rule.with_user(self.users["adm"]).months = 200
        self.assertEqual((self.rule.state, self.rule.edited_by_id), ("draft", self.users["adm"]))

    def test_state_cannot_be_forged(self):
        for code in CODES:
            mine = self.rule.with_user(self.users[code])
            for forge in (
                lambda rule: rule.write({"state": "active"}),
                lambda rule: rule.create({"name": "x", "basis": "x", "state": "active"}),
                lambda rule: rule.write({"edited_by_id": self.users["qa"].id}),
            ):
                with self.subTest(role=code), self.assertRaises(AccessError):
                    forge(mine)
            if code not in ("om", "adm"):
                with self.subTest(role=code), self.assertRaises(AccessError):
                    mine.action_activate()

    def test_run(self):
        """A draft erases nothing; in force it erases the old number with its copies, and logs."""
        self._run()
        self.assertEqual(self.old.phone, "13812344087")
        self.assertEqual(self.rule.due_count, 1)
        action = self.rule.with_user(self.users["om"]).action_preview()
        self.assertEqual(action["domain"], [("id", "in", self.old.ids)])
        self.rule.with_user(self.users["om"]).action_activate()
        self._run()
        self.assertFalse(self.old.phone)
        self.assertFalse(self.old.phone_sanitized)
        self.assertEqual(self.new.phone, "13998765432")
        log = self.env["ops.retention.log"].search([("rule_id", "=", self.rule.id)])
        self.assertEqual((log.records, log.rule_name), (1, "Phones"))
        self._run()
        self.assertEqual(len(self.rule.log_ids), 1)

    def test_batches(self):
        self.new.browse(self.new.ids).flush_recordset()
        self.cr.execute(
            "UPDATE res_partner SET create_date = '2001-01-01' WHERE id = %s", self.new.ids
        )
        self.rule.with_user(self.users["om"]).action_activate()
        with patch("odoo.addons.ops_roles.models.ops_retention_rule._BATCH", 1):
            self._run()
        self.assertFalse(self.old.phone or self.new.phone)
        self.assertEqual(self.rule.log_ids.mapped("records"), [1, 1])

    def test_anonymise(self):
        self.rule.action = "anonymise"
        self.rule.with_user(self.users["om"]).action_activate()
        self._run()
        self.assertEqual(self.old.phone, "138********")
        self.assertFalse(self.rule.due_count)

    def test_rejects(self):
        rule = self.env.ref("ops_roles.retention_rejects")
        self.assertEqual(rule.state, "active")
        self.assertIn("art. 19", rule.with_context(lang="en_US").basis)
        self.assertEqual(rule.due_count, 0)

    def test_company_is_agreed_too(self):
        self.rule.with_user(self.users["om"]).action_activate()
        other = self.env["res.company"].create({"name": "Other"})
        self.rule.company_id = other
        self.assertEqual(self.rule.state, "draft")

    def test_what_may_be_chosen(self):
        name = self.env["ir.model.fields"]._get("res.partner", "name")
        with self.assertRaises(ValidationError):
            self.rule.field_ids = [Command.set(name.ids)]
        with self.assertRaises(ValidationError):
            self.rule.action = "delete"
        self.assertIn("res.partner", self.rule.model_choice_ids.mapped("model"))
        self.assertNotIn("res.lang", self.rule.model_choice_ids.mapped("model"))

    def test_log_is_append_only(self):
        self.rule.with_user(self.users["om"]).action_activate()
        self._run()
        log = self.rule.log_ids
        for user in (self.env.user, *self.users.values()):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                log.with_user(user).write({"records": 0})
            with self.subTest(user=user.login), self.assertRaises(UserError):
                log.with_user(user).unlink()
        self.rule.unlink()
        self.assertEqual(log.exists().rule_name, "Phones")

    def _run(self):
        """Run the scheduled action; of the demo's and default rules nothing is due here."""
        with patch.object(self.registry["ir.cron"], "_commit_progress", lambda *a, **k: 60):
            self.env["ops.retention.rule"]._cron_run()
        self.env.invalidate_all()

    def _rule(self, user):
        field = self.env["ir.model.fields"]._get
        return (
            self.env["ops.retention.rule"]
            .with_user(user)
            .create(
                {
                    "name": "Phones",
                    "model_id": self.env["ir.model"]._get_id("res.partner"),
                    "field_ids": [Command.set(field("res.partner", "phone").ids)],
                    "date_field_id": field("res.partner", "create_date").id,
                    "months": 240,
                    "basis": "Test",
                }
            )
            .with_user(self.env.user)
        )
