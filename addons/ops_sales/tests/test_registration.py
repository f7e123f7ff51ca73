"""Registration of customers 报备: found across branches, without a word about the other one."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_sales import SalesCase

NAME = "河南省周口市顺达物流有限公司"
ALIKE = "河南周口顺达物流（集团）有限公司"


@tagged("post_install", "-at_install")
class TestRegistration(SalesCase):
    def setUp(self):
        super().setUp()
        self.today = self.env.company._ops_today()
        self.rival = self.far_users["branch_sales"]

    def _lead(self, user, name=NAME, **vals):
        leads = self.env["crm.lead"].with_user(user)
        return leads.create(
            {"name": "t", "type": "opportunity", "partner_name": name, "user_id": user.id, **vals}
        )

    def _taken(self):
        """Registered by the far branch, wanted by the near one."""
        first = self._lead(self.rival)
        first.action_ops_report()
        second = self._lead(self.seller, ALIKE)
        return first, second, second.action_ops_report()

    def test_registered_and_protected(self):
        lead = self._lead(self.seller)
        lead.action_ops_report()
        self.assertEqual(
            (lead.ops_report_state, lead.ops_reported_on, lead.ops_protected_until),
            ("registered", self.today, self.today + timedelta(days=90)),
        )
        with self.assertRaises(UserError):
            lead.action_ops_report()
        with self.assertRaises(AccessError):
            lead.write({"ops_protected_until": self.today + timedelta(days=900)})

    def test_taken_and_nothing_said_of_whom(self):
        first, second, answer = self._taken()
        self.assertEqual(
            (first.ops_report_state, second.ops_report_state), ("registered", "conflict")
        )
        for secret in (self.far.name, self.rival.name, NAME):
            self.assertNotIn(secret, str(answer))
        self.assertFalse(second.ops_rival_ids)
        self.assertFalse(second.message_ids.filtered(lambda one: NAME in (one.body or "")))

    def test_the_judge_sees_both_and_decides(self):
        first, second, _answer = self._taken()
        manager = self._person("t_judge").user_id
        self._assign(manager.employee_id, "sd", self.centre)
        judged = second.with_user(manager)
        self.assertEqual(judged.ops_rival_ids, first)
        with self.assertRaises(UserError):
            judged.action_ops_refuse()
        judged.ops_verdict_draft = "t"
        judged.action_ops_refuse()
        self.assertEqual((second.ops_report_state, second.ops_verdict), ("refused", "t"))
        second.action_ops_report()
        judged.action_ops_allow()
        self.assertEqual(second.ops_report_state, "registered")
        self.assertEqual(second.ops_reported_by_id, self.seller)

    def test_sellers_do_not_decide(self):
        _first, second, _answer = self._taken()
        for method in (second.action_ops_allow, second.action_ops_refuse):
            with self.assertRaises(AccessError):
                method()

    def test_free_again_when_the_protection_is_over(self):
        first = self._lead(self.rival)
        first.action_ops_report()
        first.sudo().ops_protected_until = self.today - timedelta(days=1)
        second = self._lead(self.seller)
        second.action_ops_report()
        self.assertEqual(second.ops_report_state, "registered")

    def test_the_same_phone_is_the_same_customer(self):
        phone = "13800138000"
        self._lead(self.rival, "甲乙运输", phone=phone).action_ops_report()
        second = self._lead(self.seller, "丙丁物流", phone=phone)
        second.action_ops_report()
        self.assertEqual(second.ops_report_state, "conflict")

    def test_another_customer_is_registered_anew(self):
        lead = self._lead(self.seller)
        lead.action_ops_report()
        lead.partner_name = "商丘通达运输有限公司"
        self.assertEqual((lead.ops_report_state, lead.ops_protected_until), ("none", False))
        with self.assertRaises(UserError):
            self._lead(self.seller, "有限公司").action_ops_report()
