"""A branch is made in one step with all that is its own, follows and closes with it."""

import io

from openpyxl import load_workbook
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.ops_roles.tests.common_access import AccessTableMixin

from .access_table import ACCESS
from .common_branch import BRANCH_CODES, BranchCase

PARTS = ("department_id", "warehouse_id", "analytic_account_id", "team_id")


@tagged("post_install", "-at_install")
class TestBranchAccess(AccessTableMixin, BranchCase):
    module = "ops_branch"
    access = ACCESS


@tagged("post_install", "-at_install")
class TestBranch(BranchCase):
    def _open(self, role="dm", **vals):
        wizard = (
            self.env["ops.branch.opening"]
            .with_user(self.users[role])
            .create(
                {
                    "name": "Zhoukou",
                    "code": "ZKQ",
                    "region_code": "411600",
                    "manager_id": self.staff["near"]["bm"].id,
                    **vals,
                }
            )
        )
        return self.env["ops.branch"].browse(wizard.action_open()["res_id"])

    def test_one_step_makes_everything(self):
        branch = self._open()
        self.assertEqual({branch[part].name for part in PARTS}, {"Zhoukou"})
        self.assertEqual(branch.department_id.parent_id, self.project)
        self.assertEqual((branch.warehouse_id.code, branch.cash_journal_id.code), ("ZKQ", "CZKQ"))
        self.assertEqual(branch.cash_journal_id.type, "cash")
        self.assertTrue(branch.cash_journal_id.restrict_mode_hash_table)
        self.assertEqual(
            branch.analytic_account_id.plan_id, self.env.ref("ops_branch.analytic_plan_branch")
        )
        self.assertEqual(branch.department_id.manager_id, self.staff["near"]["bm"])
        self.assertEqual(branch.team_id.user_id, self.near_users["bm"])
        self.assertEqual(branch.with_user(self.users["dm"]).state, "open")

    def test_administrator_is_asked_for_the_role_cards(self):
        todo = self._open().activity_ids.filtered(lambda one: one.user_id == self.users["adm"])
        self.assertIn("Zhoukou", todo.summary)

    def test_place_below_another(self):
        branch = self._open(parent_id=self.near.id, kind="station")
        self.assertEqual(branch.department_id.parent_id, self.near.department_id)
        self.assertEqual(branch.department_id.ops_branch_id, branch)
        team = self._department("Team", branch.department_id)
        self.assertEqual(team.ops_branch_id, branch)

    def test_nothing_is_left_of_a_failure(self):
        before = self.env["stock.warehouse"].search_count([])
        with self.assertRaises(IntegrityError), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            self._open(code="NEAR")
        self.assertEqual(self.env["stock.warehouse"].search_count([]), before)

    def test_codes_have_a_form(self):
        for vals in ({"code": "zk"}, {"code": "ZKQXY"}, {"region_code": "41"}):
            with (
                self.subTest(vals),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
                mute_logger("odoo.sql_db"),
            ):
                self._open(**vals)

    def test_only_within_reach(self):
        with self.assertRaises(AccessError):
            self._open("bm")
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._open(parent_id=self.far.id)

    def test_new_name_manager_and_place_follow(self):
        mine = self.near.with_user(self.users["dm"])
        mine.write({"name": "Renamed", "manager_id": self.staff["near"]["bm"].id})
        self.assertEqual({self.near[part].name for part in PARTS}, {"Renamed"})
        self.assertIn("Renamed", self.near.cash_journal_id.name)
        self.assertEqual(self.near.team_id.user_id, self.near_users["bm"])
        below = self._open(parent_id=self.near.id)
        other = self._open(name="Elsewhere", code="ELS")
        below.with_user(self.users["dm"]).parent_id = other
        self.assertEqual(below.department_id.parent_id, other.department_id)
        with self.assertRaises(ValidationError):
            other.with_user(self.users["dm"]).parent_id = below

    def test_what_is_never_typed(self):
        mine = self.near.with_user(self.users["dm"])
        for vals in (
            {"state": "closed"},
            {"code": "ZZZ"},
            {"warehouse_id": self.far.warehouse_id.id},
            {"department_id": self.other.id},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                mine.write(vals)
        with self.assertRaises(AccessError):
            mine.sudo().unlink()

    def test_closing_lists_what_is_open(self):
        mine = self.near.with_user(self.users["dm"])
        mine.action_start_closing()
        with self.assertRaises(UserError) as refused:
            mine.action_close()
        self.assertIn("Staff: 5", str(refused.exception))
        self.assertIn("Role cards not ended: 5", str(refused.exception))

    def test_each_open_thing_is_in_the_way(self):
        empty = self._open()
        self._close(empty)
        empty.with_user(self.users["dm"]).action_reopen()
        for key, make in self._openers(empty).items():
            with self.subTest(key), self.cr.savepoint() as point:
                make()
                counts = empty._count_open(empty._closing_things())
                self.assertEqual(counts, {(empty.department_id.id, key): 1})
                with self.assertRaises(UserError):
                    self._close(empty)
                point.close(rollback=True)
            self.env.invalidate_all()

    def _close(self, branch):
        mine = branch.with_user(self.users["dm"])
        mine.action_start_closing()
        mine.action_close()

    def _openers(self, branch):
        """A function per kind of open work that makes one of it."""
        env, place = self.env, branch.department_id
        product = env["product.product"].create({"name": "Thing", "is_storable": True})
        partner = env["res.partner"].create({"name": "Customer"})
        house, stock = branch.warehouse_id, branch.warehouse_id.lot_stock_id

        def employee():
            return env["hr.employee"].create({"name": "Worker"})

        def worked(model, **vals):
            person = employee()
            person.department_id = place
            record = env[model].create({"employee_id": person.id, **vals})
            person.department_id = False
            return record

        return {
            "picking": lambda: env["stock.picking"].create(
                {
                    "picking_type_id": house.in_type_id.id,
                    "location_id": env.ref("stock.stock_location_suppliers").id,
                    "location_dest_id": stock.id,
                }
            ),
            "stock": lambda: env["stock.quant"]._update_available_quantity(product, stock, 2),
            "cash": lambda: self._cash_line(branch, 5),
            "sale": lambda: env["sale.order"].create(
                {"partner_id": partner.id, "team_id": branch.team_id.id}
            ),
            "lead": lambda: env["crm.lead"].create(
                {"name": "Chance", "team_id": branch.team_id.id, "type": "opportunity"}
            ),
            "repair": lambda: env["repair.order"].create(
                {"product_id": product.id, "picking_type_id": house.repair_type_id.id}
            ),
            "expense": lambda: worked("hr.expense", name="Taxi", total_amount_currency=5),
            "attendance": lambda: worked("hr.attendance", check_in="2026-11-02 00:00:00"),
            "card": lambda: self._assign(employee(), "technician", place),
            "person": lambda: env["hr.employee"].create(
                {"name": "Worker", "department_id": place.id}
            ),
            "below": lambda: self._branch("Below", "BLW", place),
        }

    def test_closing_archives_the_parts_and_opening_brings_them_back(self):
        branch = self._open()
        self._close(branch)
        parts = [branch[part] for part in (*PARTS, "cash_journal_id")]
        self.assertEqual((branch.state, {part.active for part in parts}), ("closed", {False}))
        self.assertEqual(branch.closed_on, self.env.company._ops_today())
        branch.with_user(self.users["dm"]).action_reopen()
        self.assertEqual((branch.state, {part.active for part in parts}), ("open", {True}))

    def test_only_the_deputy_closes(self):
        for code in ("bm", "sd", "fin", "adm"):
            mine = self.near.with_user(self.users[code])
            for action in (mine.action_start_closing, mine.action_close, mine.action_reopen):
                with self.subTest(code), self.assertRaises(AccessError):
                    action()
        with self.assertRaises(AccessError):
            self.far.with_user(self.users["dm"]).action_start_closing()

    def test_lists_of_open_things(self):
        mine = self.near.with_user(self.near_users["bm"])
        for thing in mine._open_things():
            action = mine.with_context(thing=thing.key).action_open_thing()
            mine.env[action["res_model"]].search(action["domain"])
        with self.assertRaises(UserError):
            mine.with_context(thing="secret").action_open_thing()

    def test_cockpit_counts_the_own_branch(self):
        self._openers(self.near)["picking"]()
        self._openers(self.far)["sale"]()
        home = self.env["ops.home"].with_user(self.near_users["bm"]).get_home()
        cards = [card for section in home["sections"] for card in section["cards"]]
        cockpit = next(card for card in cards if card["key"] == "branch_cockpit")
        self.assertEqual(
            [(item["label"], item["value"]) for item in cockpit["items"]], [("Transfers to do", 1)]
        )


@tagged("post_install", "-at_install")
class TestLiaison(BranchCase, HttpCase):
    def test_workbook_and_paper_hold_the_reach_alone(self):
        self.near.write({"phone": "0371-00000001", "liaison_id": self.staff["near"]["bm"].id})
        mine = self.env["ops.branch"].with_user(self.near_users["bm"])
        book = load_workbook(io.BytesIO(mine._liaison_workbook()))
        cells = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
        self.assertTrue({"Near", "0371-00000001", "t_near_bm"} <= cells)
        self.assertNotIn("Far", cells)
        self.assertEqual(mine.action_liaison_print()["context"]["active_ids"], self.near.ids)
        self.authenticate("t_near_bm", "t_near_bm")
        answer = self.url_open(mine.action_liaison_book()["url"])
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.content[:2], b"PK")

    def test_not_for_outsiders(self):
        self.authenticate("t_clerk", "t_clerk")
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open("/ops/branch/contacts.xlsx").status_code, 403)

    def test_every_menu_of_branch_staff_opens(self):
        for code in BRANCH_CODES:
            home = self.env["ops.home"].with_user(self.near_users[code]).get_home()
            self.assertTrue(home["sections"])
