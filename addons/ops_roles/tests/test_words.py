from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestWords(TransactionCase):
    def test_values_taken_over_from_mixins_are_chinese(self):
        """A model of a later addon shows the states of the approval mixin in Chinese."""
        heirs = [
            model
            for name, model in self.env.items()
            if "approval_flow_id" in model._fields and not model._abstract
        ]
        self.assertIn("ops.approval.note", [model._name for model in heirs])
        for model in heirs:
            field = model.with_context(lang="zh_CN")._fields["approval_state"]
            shown = dict(field._description_selection(self.env(context={"lang": "zh_CN"})))
            with self.subTest(model._name):
                self.assertEqual(shown["pending"], "审批中")
