"""Tools of a branch: in the store, in somebody's hands, lost; every hand-over is kept."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_branch import BranchCase


@tagged("post_install", "-at_install")
class TestTool(BranchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = cls.near_users["storekeeper"]
        cls.tools = cls.env["maintenance.equipment"].with_user(cls.keeper)
        cls.tool = cls.tools.create({"name": "Cable tester", "serial_no": "TL-1"})
        cls.person = cls.env["hr.employee.public"].browse(cls.staff["near"]["technician"].id)
        cls.yesterday = cls.env.company._ops_today() - timedelta(days=1)

    def _step(self, operation, **vals):
        action = getattr(self.tool, f"action_ops_{operation}")()
        step = self.env["ops.tool.step"].with_user(self.keeper).with_context(**action["context"])
        step.create(vals).action_confirm()
        return self.tool.ops_custody_ids[:1]

    def test_a_new_tool_is_on_the_shelf_of_the_branch(self):
        self.assertEqual(self.tool.ops_department_id, self.near.department_id)
        self.assertEqual(self.tool.ops_state, "shelf")
        self.assertFalse(self.tool.with_user(self.far_users["bm"]).has_access("read"))

    def test_out_and_back(self):
        custody = self._step("issue", employee_id=self.person.id, due_on=self.yesterday)
        self.assertEqual((self.tool.ops_state, self.tool.ops_holder_id), ("out", self.person))
        self.assertEqual(self.tool.sudo().employee_id.id, self.person.id)
        self.assertTrue(custody.is_late and self.tool.ops_is_late)
        held = self.env["ops.tool.custody"].with_user(self.keeper)
        self.assertEqual(held.search([("is_late", "=", True)]), custody)
        home = self.env["ops.home"].with_user(self.keeper).get_home()
        cards = [card for section in home["sections"] for card in section["cards"]]
        late = next(card for card in cards if card["key"] == "tools_late")
        self.assertEqual(late["items"][0]["action"]["res_id"], self.tool.id)
        self._step("return", condition="worn", text="Clip loose")
        self.assertEqual((self.tool.ops_state, custody.state), ("shelf", "returned"))
        self.assertEqual((custody.condition, custody.ended_by_id), ("worn", self.keeper))
        self.assertFalse(self.tool.ops_holder_id or self.tool.sudo().employee_id)
        self._step("issue", employee_id=self.person.id)
        self.assertEqual(len(self.tool.ops_custody_ids), 2)

    def test_lost_needs_a_reason_and_found_it_comes_back(self):
        custody = self._step("issue", employee_id=self.person.id)
        with self.assertRaises(UserError):
            self._step("lose", text=" ")
        self._step("lose", text="Left at the customer's")
        self.assertEqual((self.tool.ops_state, custody.state), ("lost", "lost"))
        self.assertEqual(custody.end_note, "Left at the customer's")
        with self.assertRaises(UserError):
            self._step("issue", employee_id=self.person.id)
        self._step("return", condition="good")
        self.assertEqual(self.tool.ops_state, "shelf")

    def test_a_tool_is_in_one_pair_of_hands(self):
        self._step("issue", employee_id=self.person.id)
        with self.assertRaises(UserError):
            self.tool.issue(self.person)
        self.assertEqual(len(self.tool.ops_custody_ids), 1)

    def test_who_may_hand_out_and_to_whom(self):
        self.tool.sudo().message_subscribe(self.near_users["technician"].partner_id.ids)
        with self.assertRaises(AccessError):
            self.tool.with_user(self.near_users["technician"]).issue(self.person)
        with self.assertRaises(AccessError):
            self.tool.with_user(self.far_users["storekeeper"]).issue(self.person)
        elsewhere = self.person.browse(self.staff["far"]["technician"].id)
        with self.assertRaises(UserError):
            self.tool.issue(elsewhere)
        with self.assertRaises(UserError):
            self._step("issue")

    def test_where_a_tool_is_cannot_be_typed(self):
        with self.assertRaises(AccessError):
            self.tool.write({"ops_state": "lost"})
        custody = self._step("issue", employee_id=self.person.id)
        with self.assertRaises(AccessError):
            custody.sudo().unlink()

    def test_the_holder_finds_his_tools(self):
        custody = self._step("issue", employee_id=self.person.id)
        action = self.env.ref("ops_branch.action_tool_mine")
        self.assertIn("employee_id.user_id", action.domain)
        mine = self.env["ops.tool.custody"].with_user(self.near_users["technician"])
        found = mine.search([("employee_id.user_id", "=", self.near_users["technician"].id)])
        self.assertEqual((found, found.tool), (custody, "Cable tester/TL-1"))
