"""Market notes that become opportunities, promises to customers, incidents of branches."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_branch import BranchCase

TODAY = "2026-11-25 04:00:00"


@tagged("post_install", "-at_install")
class TestMarketNote(BranchCase):
    def _note(self, user="branch_sales", **vals):
        notes = self.env["ops.market.note"].with_user(self.near_users[user])
        return notes.create(
            {"name": "Cheaper", "kind": "price", "competitor": "Other", "price": 99, **vals}
        )

    def test_belongs_to_the_branch_of_its_author(self):
        note = self._note()
        self.assertEqual(note.branch_id, self.near)
        self.assertTrue(note.with_user(self.near_users["bm"]).has_access("read"))
        self.assertFalse(note.with_user(self.far_users["bm"]).has_access("read"))

    def test_becomes_one_opportunity_of_the_team(self):
        note = self._note()
        action = note.action_make_opportunity()
        lead = self.env["crm.lead"].browse(action["res_id"])
        self.assertEqual((lead.team_id, lead.type), (self.near.team_id, "opportunity"))
        self.assertEqual(lead.ops_department_id, self.near.department_id)
        self.assertEqual((lead.expected_revenue, lead.user_id), (99, note.author_id))
        self.assertIn("Other", lead.description)
        self.assertEqual(note.action_make_opportunity()["res_id"], lead.id)
        with self.assertRaises(UserError):
            note.unlink()

    def test_who_may_do_what(self):
        note = self._note()
        with self.assertRaises(AccessError):
            note.with_user(self.near_users["technician"]).name = "Mine"
        with self.assertRaises(AccessError):
            note.with_user(self.near_users["technician"]).action_make_opportunity()
        with self.assertRaises(AccessError):
            note.write({"lead_id": 1})
        note.with_user(self.near_users["bm"]).weight = "2"

    def test_trend_by_region(self):
        self._note(price=100)
        self._note(price=50)
        ((branch, mean, count),) = self.env["ops.market.note"]._read_group(
            [("branch_id", "=", self.near.id)], ["branch_id"], ["price:avg", "__count"]
        )
        self.assertEqual((branch, mean, count), (self.near, 75, 2))


@tagged("post_install", "-at_install")
class TestCommitment(BranchCase):
    def _promise(self, due="2026-11-25", user="branch_sales", **vals):
        partner = self.env["res.partner"].create({"name": "Haulier"})
        promises = self.env["ops.commitment"].with_user(self.near_users[user])
        return promises.create(
            {
                "name": "Swap ten terminals",
                "partner_id": partner.id,
                "promised_on": "2026-11-20",
                "due": due,
                **vals,
            }
        )

    @freeze_time(TODAY)
    def test_lights(self):
        for due, light in (
            ("2026-11-24", "red"),
            ("2026-11-25", "yellow"),
            ("2026-11-26", "blue"),
        ):
            with self.subTest(due):
                promise = self._promise(due)
                self.assertEqual(promise.light, light)
                self.assertIn(promise, promise.search([("light", "=", light)]))

    @freeze_time(TODAY)
    def test_kept_or_not(self):
        kept, late, broken = self._promise(), self._promise("2026-11-23"), self._promise()
        (kept | late).action_keep()
        self.assertEqual((kept.was_late, late.was_late), (False, True))
        with self.assertRaises(UserError):
            broken.action_give_up()
        broken.text = "No terminals in stock"
        broken.action_give_up()
        self.assertEqual((broken.state, str(broken.closed_on)), ("broken", "2026-11-25"))
        with self.assertRaises(UserError):
            kept.name = "Other"

    @freeze_time(TODAY)
    def test_seen_by_the_branch_closed_by_who_answers(self):
        promise = self._promise()
        self.assertTrue(promise.with_user(self.near_users["technician"]).has_access("read"))
        self.assertFalse(promise.with_user(self.far_users["bm"]).has_access("read"))
        self.assertEqual(promise.partner_id.ops_department_ids, self.near.department_id)
        with self.assertRaises(AccessError):
            promise.with_user(self.near_users["technician"]).action_keep()
        with self.assertRaises(AccessError):
            promise.write({"state": "kept"})
        promise.with_user(self.near_users["bm"]).action_keep()
        self.assertEqual(promise.state, "kept")

    @freeze_time(TODAY)
    def test_another_department_is_asked_by_a_directive(self):
        promise = self._promise()
        action = promise.with_user(self.near_users["bm"]).action_new_directive()
        self.assertEqual(action["context"]["default_source_kind"], "request")
        directive = (
            self.env["ops.directive"]
            .with_user(self.near_users["bm"])
            .with_context(**action["context"])
            .create({"name": "Ten terminals", "text": "Send them", "due": "2026-11-28"})
        )
        boss = promise.with_user(self.near_users["bm"])
        self.assertEqual(boss.directive_ids, directive)
        opened = self.env.ref("ops_branch.action_local_problem")._get_action_dict()
        self.assertEqual(opened["res_model"], "ops.directive")
        found = directive.search(
            [("source_kind", "=", "request"), ("department_id.ops_branch_id", "!=", False)]
        )
        self.assertIn(directive, found)


@tagged("post_install", "-at_install")
class TestBranchIncident(BranchCase):
    def test_reported_in_short_at_the_branch(self):
        severity = self.env["ops.incident.severity"].search([], limit=1)
        incident = (
            self.env["ops.incident"]
            .with_user(self.near_users["technician"])
            .create({"name": "Fire", "severity_id": severity.id})
        )
        self.assertEqual(incident.ops_branch_id, self.near)
        answer = incident.action_report_quick()
        self.assertEqual(answer["params"]["next"]["type"], "ir.actions.act_window_close")
        self.assertTrue(incident.with_user(self.near_users["bm"]).has_access("read"))
        self.assertFalse(incident.with_user(self.far_users["bm"]).has_access("read"))
