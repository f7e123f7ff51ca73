import io
import zipfile

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common_roles import CODES, RolesCase

NUMBER = "13812344087"
MASKED = "138****4087"


@tagged("post_install", "-at_install")
class TestSubjectRequest(RolesCase, HttpCase):
    """What do you hold of my number; erase it (个人信息保护法 art. 44-47, 50)."""

    def setUp(self):
        super().setUp()
        self.partner = self.env["res.partner"].create(
            {"name": "周敏", "phone": "+86 138 1234 4087"}
        )
        self.message = self.partner.message_post(body=f"请回电 {NUMBER}")
        self.other = self.env["res.partner"].create({"name": "黄文", "phone": "13998765432"})
        self.env.flush_all()

    def test_due_date(self):
        with freeze_time("2026-07-01 03:00:00"):
            request = self._request("access")
            self.assertFalse(request.is_late)
        self.assertEqual(str(request.due_date), "2026-07-22")
        with freeze_time("2026-07-23 03:00:00"):
            request.invalidate_recordset(["is_late"])
            self.assertTrue(request.is_late)
            self.assertIn(request, request.search([("is_late", "=", True)]))

    def test_found_everywhere(self):
        """However it is written, in fields and in text; names and numbers are masked."""
        request = self._request("access")
        request.action_search()
        found = {(line.model, line.field, line.res_id) for line in request.line_ids}
        self.assertLessEqual(
            {
                ("res.partner", "phone", self.partner.id),
                ("res.partner", "phone_sanitized", self.partner.id),
                ("mail.message", "body", self.message.id),
            },
            found,
        )
        self.assertNotIn(("res.partner", "phone", self.other.id), found)
        self.assertEqual(set(request.line_ids.mapped("masked_value")), {MASKED})
        self.assertEqual(request.found_count, len(found))
        self.assertEqual(
            self.env["ops.reveal.log"].search_count(
                [("model", "=", request._name), ("user_id", "=", self.users["om"].id)]
            ),
            1,
        )

    def test_answer(self):
        request = self._request("copy")
        request.action_search()
        self.env.flush_all()
        self.authenticate("t_om", "t_om")
        url = f"/ops/subject-request/{request.id}/answer.xlsx"
        answer = self.url_open(url)
        text = zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/sharedStrings.xml").decode()
        self.assertIn(MASKED, text)
        self.assertIn("周敏", text)
        self.assertNotIn(NUMBER, text)
        self.authenticate("t_cs", "t_cs")
        self.assertEqual(self.url_open(url).status_code, 404)
        html = self.env["ir.actions.report"]._render_qweb_html(
            "ops_roles.report_subject_request", request.ids
        )[0]
        self.assertIn(MASKED.encode(), html)
        self.assertNotIn(NUMBER.encode(), html)

    def test_erase(self):
        request = self._request("erase")
        request.action_search()
        with self.assertRaises(UserError):
            request.action_ask_erasure()  # nobody checked who asks
        request.identity_check = "Called back"
        request.action_ask_erasure()
        with self.assertRaises(AccessError):
            request.action_approve()  # a second person
        request.with_user(self.users["adm"]).action_approve()
        self.env.invalidate_all()
        self.assertFalse(self.partner.phone)
        self.assertFalse(self.partner.phone_sanitized)
        self.assertNotIn(NUMBER, self.message.body)
        self.assertEqual(self.other.phone, "13998765432")
        self.assertEqual(set(request.line_ids.mapped("outcome")), {"erased"})
        self.assertEqual((request.state, request.approved_by_id), ("done", self.users["adm"]))
        log = self.env["ops.retention.log"].search([("rule_name", "like", request.name)])
        self.assertLessEqual({"Contact: Phone", "Message: Contents"}, set(log.mapped("what")))
        self.assertEqual(log.user_id, self.users["adm"])

    def test_number_is_forgotten(self):
        """Once answered, the request holds a mask and a hash that tells the same number again."""
        first = self._request("access")
        first.action_search()
        first.action_done()
        second = self._request("access", number="0086 138-1234-4087")
        self.assertFalse(first.sudo().number)
        self.assertEqual(first.masked_number, MASKED)
        self.assertEqual(first.number_hash, second.number_hash)
        self.assertNotIn(NUMBER, first.number_hash)

    def test_withdrawn_consent(self):
        request = self._request("withdraw")
        request.identity_check = "Called back"
        request.action_search()
        request.action_ask_erasure()
        request.with_user(self.users["adm"]).action_approve()
        blocked = self.env["phone.blacklist"].search([]).mapped("number")
        self.assertTrue(any(NUMBER in number for number in blocked))

    def test_refused(self):
        request = self._request("erase")
        with self.assertRaises(UserError):
            request.action_refuse()
        request.refusal = "The invoice has to be kept for ten years."
        request.action_refuse()
        self.assertEqual(request.state, "refused")
        self.assertFalse(request.sudo().number)

    def test_out_of_turn(self):
        request = self._request("access")
        for step in ("action_ask_erasure", "action_approve", "action_send_back", "action_done"):
            with self.subTest(step=step), self.assertRaises(UserError):
                getattr(request, step)()
        request.action_search()
        with self.assertRaises(UserError):
            request.number = "13998765432"
        with self.assertRaises(UserError):
            request.unlink()

    def test_nothing_found(self):
        """An erasure of nothing is answered at once; withdrawn consent is still taken note of."""
        for kind, state in (("erase", "done"), ("withdraw", "searched")):
            request = self._request(kind, number="13700001111")
            request.action_search()
            if state == "done":
                request.action_done()
            else:
                with self.assertRaises(UserError):
                    request.action_done()
            self.assertEqual((request.state, request.found_count), (state, 0))

    def test_answer_stands(self):
        """Who was asked about, how he was known and why not: fixed once answered."""
        request = self._request("erase")
        with self.assertRaises(UserError):
            request.number = False
        request.refusal = "The invoice has to be kept for ten years."
        request.action_refuse()
        for name in ("person", "identity_check", "note", "refusal"):
            with self.subTest(field=name), self.assertRaises(UserError):
                request[name] = "Something else"

    def test_not_a_number(self):
        for number in ("138", "周敏", "138****4087", False):
            with self.subTest(number=number), self.assertRaises(UserError):
                self._request("access", number=number)

    def test_cannot_be_forged(self):
        request = self._request("erase")
        steps = ("action_search", "action_ask_erasure", "action_approve", "action_done", "_answer")
        for code in CODES:
            mine = request.with_user(self.users[code])
            for vals in (
                {"state": "approval"},
                {"state": "done"},
                {"asked_by_id": self.users["qa"].id},
                {"found_count": 0},
                {"masked_number": "139****0000"},
            ):
                with self.subTest(role=code, vals=vals), self.assertRaises(AccessError):
                    mine.write(vals)
            for step in steps if code not in ("om", "adm") else ():
                with self.subTest(role=code, step=step), self.assertRaises(AccessError):
                    getattr(mine, step)()

    def _request(self, kind, number=NUMBER):
        return (
            self.env["ops.subject.request"]
            .with_user(self.users["om"])
            .create({"kind": kind, "person": "周敏", "number": number})
        )
