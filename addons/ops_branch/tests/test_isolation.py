"""Every isolated model, by every way in: nothing of another branch, whatever native rights."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_branch import BranchCase
from .common_records import records

#: All native rights there are over these models; the record rules alone keep branches apart.
NATIVE = (
    "account.group_account_manager",
    "base.group_allow_export",
    "hr.group_hr_user",
    "hr_attendance.group_hr_attendance_manager",
    "hr_expense.group_hr_expense_manager",
    "maintenance.group_equipment_manager",
    "project.group_project_manager",
    "sales_team.group_sale_manager",
    "stock.group_stock_manager",
)
#: SQL views and the field of theirs that names the branch's own record.
VIEWS = {
    "sale.report": ("order_reference", "sale.order"),
    "crm.activity.report": ("lead_id", "crm.lead"),
    "report.stock.quantity": ("product_id", "product.product"),
}
#: Papers that can be printed of a model.
PAPERS = {
    "sale.order": "sale.report_saleorder",
    "stock.picking": "stock.report_deliveryslip",
    "repair.order": "repair.report_repairorder2",
    "ops.branch": "ops_branch.liaison_sheet",
}

REPORT_LOGS = ("odoo.http", "odoo.addons.web.controllers.report")


class MatrixCase(BranchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own, cls.foreign = records(cls, cls.near), records(cls, cls.far)
        cls.manager = cls.near_users["bm"]
        cls.manager.group_ids = [Command.link(cls.env.ref(name).id) for name in NATIVE]
        cls.env.flush_all()

    def _each(self, check, user=None):
        """Call ``check(model as the manager sees it, own record, foreign record)`` for each."""
        for name, own in self.own.items():
            self.env.invalidate_all()
            foreign = self.foreign[name]
            with self.subTest(model=name):
                self.assertTrue(own and foreign)
                check(self.env[name].with_user(user or self.manager), own, foreign)


@tagged("post_install", "-at_install")
class TestIsolation(MatrixCase):
    def test_search_and_count(self):
        def check(model, own, foreign):
            both = [("id", "in", (own | foreign).ids)]
            self.assertEqual(model.search(both).ids, own.ids)
            self.assertEqual(model.search_count(both), len(own))
            found = model.web_search_read(both, {"display_name": {}})
            self.assertEqual([one["id"] for one in found["records"]], own.ids)

        self._each(check)

    def test_read_and_write_by_id(self):
        def check(model, own, foreign):
            self.assertTrue(model.browse(own.ids).read(["display_name"]))
            for attempt in ("read", "web_read", "write", "unlink", "copy"):
                arguments = {"read": [["display_name"]], "web_read": [{"display_name": {}}]}
                arguments["write"] = [{"create_uid": self.manager.id}]
                # Some models refuse a copy of anything: UserError, of which AccessError is one.
                refusal = UserError if attempt == "copy" else AccessError
                with self.subTest(attempt), self.assertRaises(refusal):
                    record = model.browse(foreign.ids)
                    getattr(record, attempt)(*arguments.get(attempt, []))

        self._each(check)

    def test_groups(self):
        def check(model, own, foreign):
            both = [("id", "in", (own | foreign).ids)]
            groups = model.formatted_read_group(both, ["create_uid"], ["__count"])
            self.assertEqual(sum(group["__count"] for group in groups), len(own))

        self._each(check)

    def test_export(self):
        def check(model, own, foreign):
            self.assertTrue(model.browse(own.ids).export_data(["id"])["datas"])
            with self.assertRaises(AccessError):
                model.browse(foreign.ids).export_data(["display_name"])

        # The log of exports writes by a connection of its own, which knows no user of this test.
        with patch.object(type(self.env["ops.reveal.log"]), "_log_export"):
            self._each(check)

    def test_name_search(self):
        def check(model, own, foreign):
            both = [("id", "in", (own | foreign).ids)]
            found = model.name_search("", both)
            self.assertEqual(sorted(one[0] for one in found), sorted(own.ids))

        self._each(check)

    def test_messages(self):
        def check(model, own, foreign):
            if not hasattr(model, "message_post"):
                return
            own.sudo().message_post(body="note")
            foreign.sudo().message_post(body="secret")
            messages = self.env["mail.message"].with_user(self.manager)
            about = [("model", "=", model._name), ("res_id", "in", (own | foreign).ids)]
            self.assertEqual(set(messages.search(about).mapped("res_id")), set(own.ids))

        self._each(check)

    def test_analyses(self):
        own, foreign = (
            {**found, "product.product": found["stock.quant"].product_id}
            for found in (self.own, self.foreign)
        )
        self._activities()
        for name, (field, model) in VIEWS.items():
            with self.subTest(name):
                keys = [
                    f"{model},{one.id}" if field == "order_reference" else one.id
                    for one in (own[model], foreign[model])
                ]
                view, boss = self.env[name].with_user(self.manager), self.env[name].sudo()
                for key, visible in zip(keys, (True, False), strict=True):
                    self.assertTrue(boss.search_count([(field, "=", key)]))
                    self.assertEqual(bool(view.search_count([(field, "=", key)])), visible)

    def _activities(self):
        """What the analysis of activities counts: messages of a kind that stands for a call."""
        kind = self.env.ref("mail.mail_activity_data_call")
        for lead in (self.own["crm.lead"], self.foreign["crm.lead"]):
            lead.message_post(body="rang", mail_activity_type_id=kind.id)
        self.env.flush_all()

    def test_headquarters_see_both(self):
        """Who holds a card above all branches; rights as native Odoo has them."""
        user = self.users["gm"]
        user.group_ids = [Command.link(self.env.ref(name).id) for name in NATIVE]

        def check(model, own, foreign):
            both = model.search([("id", "in", (own | foreign).ids)])
            self.assertEqual(set(both.ids), set((own | foreign).ids))

        self._each(check, user)

    def test_records_of_no_branch_stay_visible(self):
        order = self.env["sale.order"].create(
            {"partner_id": self.env["res.partner"].create({"name": "Everybody's"}).id}
        )
        order.write({"team_id": False, "warehouse_id": self._house_of_headquarters().id})
        self.assertFalse(order.ops_department_id)
        self.assertTrue(order.with_user(self.manager).has_access("read"))
        self.assertTrue(order.partner_id.with_user(self.manager).has_access("read"))

    def _house_of_headquarters(self):
        return self.env["stock.warehouse"].search([("ops_department_id", "=", False)], limit=1)

    def test_moved_person_sees_the_other_branch_at_once(self):
        both = [("id", "in", (self.own["sale.order"] | self.foreign["sale.order"]).ids)]
        orders = self.env["sale.order"].with_user(self.manager)
        self.assertEqual(orders.search(both), self.own["sale.order"])
        card = self.Assignment.search(
            [("employee_id", "=", self.staff["near"]["bm"].id), ("state", "=", "current")]
        )
        rules = self.env["ir.rule"].with_user(self.manager)
        before = repr(rules._compute_domain("sale.order", "read"))
        card.with_user(self.users["adm"]).action_end()
        self._assign(self.staff["near"]["bm"], "bm", self.far.department_id, user=self.users["adm"])
        self.assertEqual(orders.search(both), self.foreign["sale.order"])
        # The rule itself is the same text as before: nothing had to be cleared for it.
        self.assertEqual(repr(rules._compute_domain("sale.order", "read")), before)

    def test_own_attendance_and_expenses_go_along(self):
        person = self.staff["near"]["technician"]
        mine = self.own["hr.attendance"].with_user(person.user_id)
        self.env["ops.role.assignment"].search([("employee_id", "=", person.id)]).action_end()
        person.department_id = self.far.department_id
        self.assertTrue(mine.has_access("read"))
        self.assertEqual(self.own["hr.attendance"].ops_department_id, self.near.department_id)
        self.assertTrue(self.own["hr.expense"].with_user(person.user_id).has_access("read"))

    def test_the_branch_is_never_typed(self):
        def check(model, own, _foreign):
            if "ops_department_id" in model._fields:
                with self.assertRaises(AccessError):
                    model.browse(own.ids).write({"ops_department_id": False})

        self._each(check)

    def test_customers_are_known_by_their_records(self):
        partner = self.env["res.partner"].create({"name": "Shared customer"})
        far_sales = self.far_users["branch_sales"]
        self.assertTrue(partner.with_user(far_sales).has_access("read"))
        self.env["sale.order"].with_user(self.near_users["branch_sales"]).create(
            {"partner_id": partner.id}
        )
        self.assertEqual(partner.ops_department_ids, self.near.department_id)
        self.assertFalse(partner.with_user(far_sales).has_access("read"))
        self.env["crm.lead"].create(
            {"name": "Also", "partner_id": partner.id, "team_id": self.far.team_id.id}
        )
        self.assertTrue(partner.with_user(far_sales).has_access("read"))

    def test_what_staff_enter_belongs_to_their_branch(self):
        sales = self.near_users["branch_sales"]
        partner = self.env["res.partner"].with_user(sales).create({"name": "Fresh"})
        order = self.env["sale.order"].with_user(sales).create({"partner_id": partner.id})
        lead = self.env["crm.lead"].with_user(sales).create({"name": "Fresh"})
        for record in (order, lead):
            self.assertEqual(record.ops_department_id, self.near.department_id)
        self.assertEqual(order.warehouse_id, self.near.warehouse_id)
        self.assertEqual(partner.ops_department_ids, self.near.department_id)

    def test_colleagues_are_everybodys(self):
        colleague = self.near_users["cashier"].partner_id
        self.env["sale.order"].create({"partner_id": colleague.id, "team_id": self.far.team_id.id})
        self.assertFalse(colleague.ops_department_ids)


@tagged("post_install", "-at_install")
class TestIsolationHttp(MatrixCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate("t_near_bm", "t_near_bm")

    def test_papers(self):
        for model, report in PAPERS.items():
            with (
                self.subTest(model),
                mute_logger("odoo.http", "odoo.addons.web.controllers.report"),
            ):
                url = f"/report/html/{report}/"
                self.assertEqual(self.url_open(f"{url}{self.own[model].id}").status_code, 200)
                answer = self.url_open(f"{url}{self.foreign[model].id}")
                self.assertNotEqual(answer.status_code, 200)
                self.assertNotIn(self.foreign[model].display_name, answer.text)

    def test_attachments(self):
        for name, own in self.own.items():
            with self.subTest(name):
                for record, status in ((own, 200), (self.foreign[name], 404)):
                    file = self.env["ir.attachment"].create(
                        {
                            "name": "paper.txt",
                            "raw": b"words",
                            "res_model": name,
                            "res_id": record[:1].id,
                        }
                    )
                    answer = self.url_open(f"/web/content/{file.id}")
                    self.assertEqual(answer.status_code, status)

    def test_rpc(self):
        for name, foreign in self.foreign.items():
            with self.subTest(name), mute_logger("odoo.http"):
                answer = self.url_open(
                    f"/web/dataset/call_kw/{name}/read",
                    json={
                        "params": {
                            "model": name,
                            "method": "read",
                            "args": [foreign.ids, ["display_name"]],
                            "kwargs": {},
                        }
                    },
                ).json()
                self.assertIn("AccessError", answer["error"]["data"]["name"])
