import json

from odoo import Command, http
from odoo.fields import Datetime
from odoo.tests import HttpCase, new_test_user, tagged

from . import common_secret
from .common_confidential import NUMBER, OTHER_NUMBER
from .common_secret import MODEL

MASKED = "138****4087"


@tagged("post_install", "-at_install")
class TestConfidentialHttp(common_secret.SecretMixin, HttpCase):
    """The same promises over the wire: JSON-RPC, JSON-2, export and the eye in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cs = new_test_user(
            cls.env,
            "confidential_http",
            "base.group_user,base.group_allow_export,ops_roles.group_cs",
            password="confidential_http",
        )
        cls.secret = cls._make_confidential(NUMBER)
        cls.other_secret = cls._make_confidential(OTHER_NUMBER)
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.authenticate("confidential_http", "confidential_http")

    def _rpc(self, model, method, *args, **kwargs):
        return self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={"params": {"model": model, "method": method, "args": args, "kwargs": kwargs}},
        )

    def _log(self, kind):
        return self.env["ops.reveal.log"].search(
            [("kind", "=", kind), ("user_id", "=", self.cs.id)]
        )

    def test_read(self):
        for method, args in (
            ("read", [self.secret.ids]),
            ("search_read", [[]]),
            ("web_search_read", [[], {"phone": {}, "parent_id": {"fields": {"phone": {}}}}]),
            ("web_save", [self.secret.ids, {"note": "x"}, {"phone": {}}]),
        ):
            with self.subTest(method=method):
                answer = self._rpc(MODEL, method, *args).text
                self.assertIn(MASKED, answer)
                self.assertNotIn(NUMBER, answer)

    def test_content_route(self):
        answer = self.url_open(f"/web/content/{MODEL}/{self.secret.id}/phone")
        self.assertNotIn(NUMBER, answer.text)

    def test_exact_search(self):
        """Odoo serves searches by a read-only cursor; the log is written all the same."""
        answer = self._rpc(MODEL, "search_read", [("phone", "=", NUMBER)], ["phone"]).json()
        self.assertIn(self.secret.id, [row["id"] for row in answer["result"]])
        row = self._log("search")
        self.assertEqual((row.user_id, row.masked_value, row.ip), (self.cs, MASKED, "127.0.0.1"))

    def test_searches_refused(self):
        for domain in (
            [("phone", "like", "138")],
            [("phone", ">", "138")],
            [("child_ids.phone", "=ilike", "138%")],
            ["!", ("parent_id", "any", [("phone", "like", "138")])],
        ):
            with self.subTest(domain=domain):
                answer = self._rpc(MODEL, "search_count", domain).json()
                self.assertEqual(answer["error"]["data"]["name"], "odoo.exceptions.AccessError")

    def test_json2(self):
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.cs)
            ._generate(None, "test", Datetime.add(Datetime.now(), days=1))
        )
        answer = self.url_open(
            f"/json/2/{MODEL}/search_read",
            json={"domain": [["phone", "=", NUMBER]], "fields": ["phone", "display_name"]},
            headers={"Authorization": f"Bearer {key}"},
        )
        self.assertEqual(answer.status_code, 200, answer.text)
        self.assertIn(MASKED, answer.text)
        self.assertNotIn(NUMBER, answer.text)
        self.assertEqual(self._log("search").user_id, self.cs)

    def test_chatter(self):
        """Posting, reading and editing a message over the wire shows and loses no digit."""
        contact = self.env["res.partner"].create({"name": "王女士", "phone": NUMBER})
        self.cs.group_ids = [Command.link(self.env.ref("base.group_partner_manager").id)]
        where = {"thread_model": "res.partner", "thread_id": contact.id}
        post = {"body": f"请回电 {NUMBER}", "message_type": "comment"}
        posted = self._mail("/mail/message/post", **where, post_data=post)
        message = contact.message_ids[0]
        fetched = self._mail("/mail/thread/messages", **where)
        body = ["markup", f"<p>请回电 {MASKED}，急</p>"]
        edited = self._mail(
            "/mail/message/update_content", message_id=message.id, update_data={"body": body}
        )
        card = self._mail(
            "/mail/data", fetch_params=[["avatar_card", {"id": contact.id, "model": "res.partner"}]]
        )
        for answer in (posted, fetched, edited):
            self.assertIn(MASKED, answer)
        for answer in (posted, fetched, edited, card):
            self.assertNotIn(NUMBER, answer)
        message.invalidate_recordset()
        self.assertIn(NUMBER, message.body)
        self.assertNotIn("*", message.body)

    def test_contact_card(self):
        """The card people download for their address book is masked as well."""
        contact = self.env["res.partner"].create({"name": "王女士", "phone": NUMBER})
        card = self.url_open(f"/web_enterprise/partner/{contact.id}/vcard").text
        self.assertIn(MASKED, card)
        self.assertNotIn(NUMBER, card)

    def _mail(self, route, **params):
        return self.url_open(route, json={"params": params}).text

    def test_export(self):
        wanted = {
            "model": MODEL,
            "fields": [{"name": "phone", "label": "P"}, {"name": "parent_id/phone", "label": "Q"}],
            "ids": self.secret.ids,
            "domain": [],
            "import_compat": False,
            "context": {},
        }
        answer = self.url_open(
            "/web/export/csv",
            data={"data": json.dumps(wanted), "csrf_token": http.Request.csrf_token(self)},
        )
        self.assertIn(MASKED, answer.text)
        self.assertNotIn(NUMBER, answer.text)
        self.assertEqual(self._log("export").user_id, self.cs)

    def test_log_closed(self):
        for method, args in (
            ("create", [[{"kind": "reveal", "model": MODEL, "field": "phone"}]]),
            ("write", [[1], {"note": "x"}]),
            ("unlink", [[1]]),
            ("search_read", [[]]),
            ("_append", [{}]),
            ("_log_search", [MODEL, "phone", [NUMBER]]),
        ):
            with self.subTest(method=method):
                self.assertIn("error", self._rpc("ops.reveal.log", method, *args).json())

    def test_eye(self):
        """The agent sees the masked number, gives a reason, sees it in full, and it hides again."""
        self.env["ir.ui.view"].create(
            {
                "name": "secret form",
                "model": MODEL,
                "arch": """<form><field name="note"/>
                    <field name="phone" widget="ops_confidential"/></form>""",
            }
        )
        action = self.env["ir.actions.act_window"].create(
            {"name": "Secret", "res_model": MODEL, "view_mode": "form", "res_id": self.secret.id}
        )
        self.start_tour(f"/odoo/action-{action.id}", "ops_reveal", login="confidential_http")
        row = self._log("reveal")
        self.assertEqual((row.user_id, row.reason, row.note), (self.cs, "other", "第二次来电"))
        self.assertEqual(self.secret.phone, "13700001111")
