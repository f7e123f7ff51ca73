"""In the browser, as requester and as each signer, at a desk and with a telephone."""

from odoo.tests import HttpCase, tagged

from .common_approval import ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalTour(ApprovalCase, HttpCase):
    def tour(self, name, code):
        self.start_tour("/odoo", f"ops_approval_{name}", login=f"t_{code}")

    def test_from_submission_to_signatures_and_back(self):
        self.tour("submit", "sv")
        note = self.Note.search([("name", "=", "Tour server")])
        self.assertEqual(self.waiting(note), {"t_pm"})
        self.tour("approve", "pm")
        self.assertEqual(self.waiting(note), {"t_om"})
        self.tour("add_signer", "om")
        self.assertEqual(self.waiting(note), {"t_qa"})
        self.tour("send_back", "qa")
        note.invalidate_recordset()
        self.assertEqual((note.approval_state, self.todo(note)), ("draft", []))
        opinions = note.sudo().approval_step_ids.sorted("id").mapped("opinion")
        self.assertEqual(opinions[1:], ["Agreed", "Please look at the figures", "Add the price"])

    def test_approved_on_the_home_page(self):
        note = self.note(self.users["sv"], name="Tour server")
        note.action_submit()
        self.tour("home", "pm")
        self.assertEqual(self.waiting(note), {"t_om"})


@tagged("post_install", "-at_install")
class TestApprovalPhoneTour(ApprovalCase, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_approved_with_a_telephone(self):
        note = self.note(self.users["sv"], name="Tour server")
        note.action_submit()
        self.start_tour("/odoo", "ops_approval_phone", login="t_pm")
        self.assertEqual(self.waiting(note), {"t_om"})
