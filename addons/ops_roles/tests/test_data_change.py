from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common_roles import CODES, RolesCase

NUMBER = "13812344087"


@tagged("post_install", "-at_install")
class TestDataChange(RolesCase, HttpCase):
    """Customer data change with evidence and approval only, and only while they are as noted."""

    def setUp(self):
        super().setUp()
        self.customer = self.env["res.partner"].create(
            {"name": "Tour customer", "street": "Old street", "phone": NUMBER}
        )
        template = self.env.ref("ops_roles.approval_template_data_change")
        template.line_ids.unlink()
        self.env["ops.approval.template.line"].create(
            {
                "template_id": template.id,
                "name": "Deputy",
                "resolver": "role",
                "role_ids": [Command.set(self.roles["dm"].ids)],
            }
        )

    def test_applied_once_approved(self):
        change = self._change([("street", "New street"), ("phone", "13700001111")])
        self.assertEqual(change.line_ids.mapped("before"), ["Old street", "138****4087"])
        change.action_submit()
        self.assertEqual(self.customer.street, "Old street")
        change.with_user(self.users["dm"]).action_approve()
        self.assertEqual(
            (self.customer.street, self.customer.phone, change.approval_state),
            ("New street", "13700001111", "approved"),
        )
        self.assertTrue(change.applied_at)
        self.assertIn(change.name, self.customer.message_ids[0].body)
        with self.assertRaises(UserError):
            change.line_ids[0].after = "Third street"

    def test_changed_meanwhile(self):
        """Nothing is applied and nothing signed; read again, it can be submitted anew."""
        change = self._change([("street", "New street"), ("city", "New city")])
        change.action_submit()
        self.customer.street = "Someone else's street"
        with self.assertRaisesRegex(UserError, "Street"), self.cr.savepoint():
            change.with_user(self.users["dm"]).action_approve()
        change.invalidate_recordset()
        self.assertEqual((change.approval_state, self.customer.city), ("pending", False))
        with self.assertRaises(UserError):
            change.action_read_again()
        change.with_user(self.users["dm"]).action_send_back(opinion="Changed")
        with self.assertRaises(UserError):
            change.action_submit()
        change.action_read_again()
        change.action_submit()
        change.with_user(self.users["dm"]).action_approve()
        self.assertEqual(self.customer.street, "New street")

    def test_evidence_and_lines_are_needed(self):
        with self.assertRaises(UserError):
            self._change([("street", "x")], evidence=False).action_submit()
        with self.assertRaises(UserError):
            self._change([]).action_submit()

    def test_other_evidence_voids(self):
        change = self._change([("street", "New street")])
        change.action_submit()
        change.evidence_ids.sudo().raw = b"Other paper"
        change.with_user(self.users["dm"]).action_approve()
        self.assertEqual((change.approval_state, self.customer.street), ("draft", "Old street"))

    def test_what_may_be_changed(self):
        for line in (("phone", "138"), ("name", "")):
            with self.subTest(line=line), self.assertRaises(ValidationError):
                self._change([line])
        with self.assertRaises(ValueError):
            self._change([("user_ids", "x")])
        for partner in (self.users["adm"].partner_id, self.env.company.partner_id):
            with self.subTest(partner=partner.name), self.assertRaises(ValidationError):
                self._change([("email", "a@b.example")], partner=partner)

    def test_nothing_is_forged(self):
        change = self._change([("street", "New street")])
        change.action_submit()
        line = change.line_ids
        for code in CODES:
            user = self.users[code]
            for record, vals in (
                (change, {"approval_state": "approved"}),
                (change, {"applied_at": "2026-01-01 00:00:00"}),
                (line, {"before": "x"}),
                (line, {"before_hash": "x"}),
            ):
                with self.subTest(role=code, vals=vals), self.assertRaises(AccessError):
                    record.with_user(user).write(vals)
            if code != "sa":
                with self.subTest(role=code), self.assertRaises(AccessError):
                    line.with_user(user).after = "Mine"
                with self.subTest(role=code), self.assertRaises(UserError):
                    change.with_user(user).action_read_again()
            if code != "dm":
                with self.subTest(role=code), self.assertRaises(UserError):
                    change.with_user(user).action_approve()
        self.assertEqual(self.customer.street, "Old street")

    def test_tour(self):
        change = self._change([("street", "New street")])
        self.start_tour("/odoo", "ops_data_change_submit", login="t_sa")
        self.assertEqual(change.approval_state, "pending")
        self.start_tour("/odoo", "ops_data_change_approve", login="t_dm")
        self.assertEqual(self.customer.street, "New street")

    def _change(self, lines, evidence=True, partner=None):
        env = self.env["ops.data.change"].with_user(self.users["sa"]).env
        files = env["ir.attachment"]
        if evidence:
            files = files.create({"name": "letter.txt", "raw": b"Paper"})
        return env["ops.data.change"].create(
            {
                "partner_id": (partner or self.customer).id,
                "department_id": self.project.id,
                "reason": "Letter",
                "evidence_ids": [Command.set(files.ids)],
                "line_ids": [
                    Command.create(
                        {"field": field, "number" if field == "phone" else "after": value}
                    )
                    for field, value in lines
                ],
            }
        )
