"""Machines post files with a key that opens nothing else; people upload and download."""

import json
from datetime import timedelta

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.ops_roles.tests.common_feed import TestHandlerMixin


@tagged("post_install", "-at_install")
class TestFeedHttp(TestHandlerMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.machine = cls.make_user("feed_machine", "ops_roles.group_feeder")
        cls.key = cls.make_key(cls.machine)

    @classmethod
    def make_key(cls, user, scope="ops_feed", days=10):
        until = fields.Datetime.now() + timedelta(days=days)
        return cls.env["res.users.apikeys"].with_user(user).sudo()._generate(scope, "test", until)

    def post(self, content, key=None, target=None, filename="a.txt", **headers):
        target = target or f"{self.profile.code}/{self.source.code}"
        query = f"?filename={filename}" if filename else ""
        key = self.key if key is None else key
        headers = {"Content-Type": "application/octet-stream", **headers}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        self.env.flush_all()
        response = self.url_open(
            f"/ops/feed/{target}{query}", data=content, headers=headers, method="POST"
        )
        self.env.invalidate_all()
        return response.status_code, response.json()

    def test_a_machine_feeds(self):
        status, answer = self.post(b"a|1\nx\n")
        self.assertEqual(status, 200)
        feed = self.env["ops.feed"].browse(answer["feed"])
        self.assertEqual((feed.name, feed.user_id, feed.state), ("a.txt", self.machine, "done"))
        self.assertEqual(
            [answer[name] for name in ("state", "accepted", "duplicates", "rejects")],
            ["done", 1, 0, 1],
        )

    def test_a_body_in_chunks_of_unknown_length(self):
        """Log shippers stream: no Content-Length, a line may be cut by a chunk's end."""
        for filename, pieces, accepted in (
            ("stream.txt", [b"a|1\nb", b"|2\n"], 2),
            (None, [b"c|", b"3\n", b"d|4\n"], 2),
            ("big.txt", [b"e%d|1\n" % n * 100 for n in range(300)], 300),
        ):
            with self.subTest(filename):
                status, answer = self.post(iter(pieces), filename=filename)
                self.assertEqual((status, answer["accepted"]), (200, accepted))
        self.assertEqual(self.merged()["b"], "2")
        status, _answer = self.post(iter([]), filename="nothing.txt")
        self.assertEqual(status, 400)

    def test_the_same_again_is_answered_with_the_first(self):
        first = self.post(b"a|1\n")[1]["feed"]
        status, answer = self.post(b"a|1\n", filename="b.txt")
        self.assertEqual((status, answer["feed"], answer["duplicate"]), (200, first, True))

    def test_batches_without_a_name_append(self):
        first = self.post(b"a|1\n", filename=None)[1]
        second = self.post(b"b|2\n", filename=None)[1]
        self.assertEqual(first["feed"], second["feed"])
        self.assertEqual(second["accepted"], 2)

    def test_who_gets_in(self):
        expired = self.make_key(self.manager)
        self.env.cr.execute(
            "UPDATE res_users_apikeys SET expiration_date = '2020-01-01' WHERE user_id = %s",
            [self.manager.id],
        )
        fired = self.make_user("feed_fired", "ops_roles.group_om")
        fired_key = self.make_key(fired)
        fired.active = False
        table = [
            ("no key", "", 401),
            ("nonsense", "0123456789abcdef", 401),
            ("not ascii", "\u00e9" * 8, 401),
            ("full access", self.make_key(self.admin, None), 401),
            ("other scope", self.make_key(self.admin, "rpc"), 401),
            ("expired", expired, 401),
            ("archived user", fired_key, 401),
            ("agent", self.make_key(self.agent), 403),
            ("machine", self.key, 200),
            ("administrator", self.make_key(self.admin), 200),
        ]
        for number, (name, key, expected) in enumerate(table):
            with self.subTest(name):
                status, answer = self.post(f"{number}|1\n".encode(), key)
                self.assertEqual(status, expected, answer)
                self.assertEqual("feed" in answer, expected == 200)

    def test_the_key_opens_nothing_else(self):
        response = self.url_open(
            "/json/2/res.partner/search",
            data=json.dumps({"domain": []}),
            headers={"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"},
        )
        self.assertEqual(response.status_code, 401)

    def test_what_is_wrong_is_told(self):
        table = [
            (b"", {}, 400, "empty"),
            (b"PK\x03\x04", {}, 400, "Save as"),
            (b"x\ny\n", {}, 400, ""),
            (b"a|1", {"Content-Type": "application/x-www-form-urlencoded"}, 400, "octet-stream"),
        ]
        for content, headers, expected, text in table:
            with self.subTest(content=content, headers=headers):
                status, answer = self.post(content, **headers)
                self.assertEqual(status, expected)
                self.assertIn(text, answer.get("error", ""))
        for target in ("nothing/test_source", "test_lines/nowhere"):
            self.assertEqual(self.post(b"a|1\n", target=target)[0], 404)

    def test_too_large_and_too_often(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("ops_roles.feed_max_upload_bytes", 10)
        self.assertEqual(self.post(b"a|1\n" * 10)[0], 413)
        parameters.set_param("ops_roles.feed_posts_per_minute", 0)
        self.assertEqual(self.post(b"b|1\n")[0], 429)

    def test_a_big_file_is_left_to_the_worker(self):
        self.env["ir.config_parameter"].set_param("ops_roles.feed_immediate_bytes", 3)
        status, answer = self.post(b"a|1\n")
        self.assertEqual((status, answer["state"]), (202, "received"))
        triggers = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.env.ref("ops_roles.cron_feed").id)]
        )
        self.assertTrue(triggers)
        with self.registry.cursor() as cr:
            self.env(cr=cr)["ops.feed.worker"]._cron_run_received()
        self.env.invalidate_all()
        self.assertEqual(self.env["ops.feed"].browse(answer["feed"]).state, "done")

    def upload(self, content, **values):
        self.env.flush_all()
        response = self.url_open(
            "/ops/feed/upload",
            data={
                "csrf_token": http.Request.csrf_token(self),
                "profile_id": self.profile.id,
                "source_id": self.source.id,
                **values,
            },
            files={"ufile": ("up.txt", content, "text/plain")},
        )
        self.env.invalidate_all()
        return response.json()

    def test_people_upload_and_see_what_came_of_it(self):
        self.authenticate("feed_om", "feed_om")
        answer = self.upload(b"a|1\nx\n")
        self.assertEqual((answer["state"], answer["accepted"], answer["rejects"]), ("done", 1, 1))
        self.assertTrue(self.upload(b"a|1\nx\n")["duplicate"])
        self.assertEqual(self.upload(b"PK\x03\x04")["state"], "failed")

    def test_an_agent_does_not_upload(self):
        self.authenticate("feed_cs", "feed_cs")
        self.assertTrue(self.upload(b"a|1\n")["error"]["message"])
        self.assertEqual(self.merged(), {})

    def test_an_upload_for_a_source_out_of_scope(self):
        self.source.department_id = self.env["hr.department"].create({"name": "Elsewhere"})
        self.authenticate("feed_om", "feed_om")
        self.assertTrue(self.upload(b"a|1\n")["error"]["message"])
        self.assertEqual(self.merged(), {})

    def download(self, feed, what):
        self.env.flush_all()
        return self.url_open(f"/ops/feed/{feed.id}/{what}")

    def test_rejects_come_as_a_safe_spreadsheet(self):
        feed = self.feed(b'=cmd()\n13812344087\n@x\n-1\n"q",1\n')
        self.authenticate("feed_adm", "feed_adm")
        content = self.download(feed, "rejects.csv").content
        self.assertTrue(content.startswith(b"\xef\xbb\xbf"))
        lines = content.decode("utf-8-sig").splitlines()
        self.assertEqual(len(lines), 6)
        for line, cell in ((1, "'=cmd()"), (2, "138****4087"), (3, "'@x"), (4, "'-1")):
            self.assertTrue(lines[line].endswith(f",{cell}"), lines[line])
        self.assertNotIn("13812344087", content.decode())

    def test_the_original_lines_are_for_who_may_reveal_and_logged(self):
        feed = self.feed(b"13812344087\n=x\n")
        self.authenticate("feed_adm", "feed_adm")
        with mute_logger("odoo.http"):
            self.assertEqual(self.download(feed, "rejects.txt").status_code, 403)
        self.authenticate("feed_om", "feed_om")
        self.assertEqual(self.download(feed, "rejects.txt").content, b"13812344087\n=x\n")
        self.assertIn(b"13812344087", self.download(feed, "rejects.csv").content)
        logged = self.env["ops.reveal.log"].search([("user_id", "=", self.manager.id)])
        self.assertEqual(logged.mapped("model"), ["ops.feed"] * 2)
        self.assertEqual(logged.mapped("res_id"), [feed.id] * 2)

    def test_the_original_file_comes_back_as_it_was(self):
        self.authenticate("feed_om", "feed_om")
        content = "键|值\r\n".encode("gbk")
        feed = self.env["ops.feed"].browse(self.upload(content)["feed"])
        self.assertEqual(self.download(feed, "original").content, content)

    def test_downloads_of_others_departments_are_refused(self):
        self.source.department_id = self.env["hr.department"].create({"name": "Elsewhere"})
        feed = self.feed(b"x\n")
        self.authenticate("feed_om", "feed_om")
        for what in ("rejects.csv", "rejects.txt", "original"):
            with mute_logger("odoo.http"):
                self.assertEqual(self.download(feed, what).status_code, 403, what)


@tagged("post_install", "-at_install")
class TestFeedKeys(TestHandlerMixin):
    def wizard(self, **values):
        wizard = self.env["ops.feed.key.wizard"].with_user(self.admin)
        return wizard.create({"name": "PBX", **values})

    def test_a_key_is_shown_once_and_belongs_to_a_machine(self):
        key = self.wizard().action_make()["context"]["default_key"]
        uid = self.env["res.users.apikeys"]._ops_check_feed_key(key)
        owner = self.env["res.users"].browse(uid)
        self.assertEqual(owner.group_ids, self.env.ref("ops_roles.group_feeder"))
        listed = self.env["ops.feed.key"].with_user(self.admin).search([("name", "=", "PBX")])
        self.assertEqual(listed.user_id, owner)
        listed.action_revoke()
        self.assertFalse(self.env["res.users.apikeys"]._ops_check_feed_key(key))

    def test_only_the_administrator_makes_and_revokes(self):
        with self.assertRaises(AccessError):
            self.env["ops.feed.key.wizard"].with_user(self.manager).create({"name": "x"})
        self.wizard(owner="me").action_make()
        keys = self.env["ops.feed.key"].search([("name", "=", "PBX")])
        with self.assertRaises(AccessError):
            keys.with_user(self.manager).action_revoke()

    def test_a_key_in_the_past_is_refused(self):
        with self.assertRaises(UserError):
            self.wizard(expiration_date="2020-01-01 00:00:00").action_make()

    def test_the_owner_is_warned_once(self):
        soon = fields.Datetime.now() + timedelta(days=3)
        self.wizard(owner="me", expiration_date=soon).action_make()
        self.wizard(owner="me", name="Later").action_make()
        for _run in range(2):
            self.env["ops.feed.key"]._cron_warn_expiry()
        activities = self.admin.partner_id.activity_ids
        self.assertEqual(activities.user_id, self.admin)
        self.assertEqual(len(activities), 1)
        self.assertIn("PBX", activities.summary)

    def test_a_machines_key_warns_the_administrators(self):
        soon = fields.Datetime.now() + timedelta(days=3)
        self.wizard(expiration_date=soon).action_make()
        self.env["ops.feed.key"]._cron_warn_expiry()
        owner = self.env["ops.feed.key"].search([("name", "=", "PBX")]).user_id
        self.assertIn(self.admin, owner.partner_id.activity_ids.user_id)
