from odoo.tests import TransactionCase, tagged

from .common_approval import check_pending_demo, templates_without_demo


@tagged("post_install", "-at_install")
class TestApprovalDemo(TransactionCase):
    def test_every_template_has_a_pending_document(self):
        check_pending_demo(self)

    def test_a_template_without_one_is_named(self):
        self.env.ref("base.module_ops_roles").demo = True
        self.env["ops.approval.flow"].search([("state", "=", "pending")]).state = "draft"
        found = templates_without_demo(self.env)
        self.assertEqual(found["ops_roles.approval_template_note"], "ops.approval.note")

    def test_templates_of_a_company_need_none(self):
        self.env["ops.approval.template"].create(
            {"name": "x", "model_id": self.env["ir.model"]._get_id("ops.approval.note")}
        )
        check_pending_demo(self)

    def test_steps_of_shipped_templates_can_be_translated(self):
        """A step without an id of its own stays English on the screens."""
        templates = self.env["ops.approval.template"].search([])
        shipped = [one for one, name in templates.get_external_id().items() if name]
        lines = templates.browse(shipped).line_ids
        self.assertEqual([one for one, name in lines.get_external_id().items() if not name], [])
