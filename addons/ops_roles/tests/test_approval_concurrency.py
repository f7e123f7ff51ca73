"""Two people press at the same moment: one wins, the other is told, nothing is signed twice."""

from contextlib import closing, contextmanager

from odoo import api
from odoo.api import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestApprovalConcurrency(BaseCase):
    """With transactions of their own, as in real life; what they commit is deleted again."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._clean)
        with self.environment() as env:
            signers = [new_test_user(env, f"t_signer_{name}", "base.group_user") for name in "ab"]
            self.first, self.second = (user.id for user in signers)
            self.template_id = self._template(env, [self.first, self.second]).id
            self.department_id = env["hr.department"].create({"name": "Committed"}).id
            values = {"name": "x", "text": "y", "department_id": self.department_id}
            note = env["ops.approval.note"].create(values)
            note.action_submit()
            self.note_id, self.flow_id = note.id, note.approval_flow_id.id

    def _template(self, env, users):
        line = {"name": "x", "resolver": "person", "user_ids": [Command.set(users)]}
        return env["ops.approval.template"].create(
            {
                "name": "Committed",
                "sequence": -1000,
                "model_id": env["ir.model"]._get_id("ops.approval.note"),
                "line_ids": [Command.create({**line, "mode": "any"})],
            }
        )

    def _clean(self):
        with self.environment() as env:
            cr = env.cr
            cr.execute("ALTER TABLE ops_approval_step DISABLE TRIGGER ops_approval_step_keep")
            for statement in (
                "UPDATE ops_approval_flow SET stage_id = NULL WHERE id = %s",
                "DELETE FROM ops_approval_step WHERE flow_id = %s",
                "DELETE FROM ops_approval_stage WHERE flow_id = %s",
                "UPDATE ops_approval_note SET approval_flow_id = NULL WHERE approval_flow_id = %s",
                "DELETE FROM ops_approval_flow WHERE id = %s",
            ):
                cr.execute(statement, [self.flow_id])
            cr.execute("ALTER TABLE ops_approval_step ENABLE TRIGGER ops_approval_step_keep")
            env.invalidate_all()
            env["ops.approval.note"].browse(self.note_id).unlink()
            env["ops.approval.template"].browse(self.template_id).unlink()
            env["hr.department"].browse(self.department_id).unlink()
            users = env["res.users"].browse([self.first, self.second])
            partners = users.partner_id
            users.unlink()
            partners.unlink()

    @contextmanager
    def environment(self, user=SUPERUSER_ID):
        """An environment of a new transaction, committed at its end."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, user, {})

    def approve(self, cr, user):
        env = api.Environment(cr, user, {})
        env["ops.approval.note"].browse(self.note_id).action_approve()
        env.flush_all()

    def signatures(self):
        with self.environment() as env:
            steps = env["ops.approval.flow"].browse(self.flow_id).step_ids
            return steps.filtered(lambda step: step.verdict == "approved").user_id.ids

    def test_the_second_is_told_while_the_first_is_at_it(self):
        with closing(self.registry.cursor()) as one, closing(self.registry.cursor()) as two:
            self.approve(one, self.first)
            with self.assertRaisesRegex(UserError, "Somebody else has just acted"):
                self.approve(two, self.second)
            two.rollback()
            one.commit()
        self.assertEqual(self.signatures(), [self.first])

    def test_the_second_is_told_when_the_first_has_finished_meanwhile(self):
        with closing(self.registry.cursor()) as stale:
            stale.execute("SELECT 1")
            with closing(self.registry.cursor()) as one:
                self.approve(one, self.first)
                one.commit()
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(UserError, "Somebody else has just acted"),
            ):
                self.approve(stale, self.second)
            stale.rollback()
        with (
            closing(self.registry.cursor()) as late,
            self.assertRaisesRegex(UserError, "no longer in approval"),
        ):
            self.approve(late, self.second)
        self.assertEqual(self.signatures(), [self.first])
