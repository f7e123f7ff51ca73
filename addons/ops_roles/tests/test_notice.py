"""Notices outward: what leaves, to whom, how often, and what never does."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_approval import ApprovalCase
from .common_notice import VendorMixin
from .common_work import WorkCase

ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc"


@tagged("post_install", "-at_install")
class TestNotice(VendorMixin, WorkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.lang = "en_US"
        cls.Notice = cls.env["ops.notice"]
        cls.Channel = cls.env["ops.notice.channel"]
        cls.env["ops.notice.recipient"].create(
            {"user_id": cls.users["pm"].id, "wecom_userid": "pm-w", "dingtalk_userid": "pm-d"}
        )

    def _late(self, **vals):
        directive = self._directive("om", "cs", **vals)
        directive.line_ids.sudo().write({"due": self._day(-10)})
        return directive.line_ids

    def test_off_by_default_nothing_is_queued_and_costs_no_query(self):
        channel = self._channel(on=False)
        line = self._late()
        self.Channel._listening("directive")
        with self.assertQueryCount(0):
            self.Notice._send("directive", self.users["pm"], "x", line)
        self.assertFalse(self._notices(channel))

    def test_a_channel_of_a_department_hears_of_its_own_records_only(self):
        near, above, far = (self._channel() for _turn in range(3))
        near.department_id, above.department_id = self.project, self.centre
        far.department_id = self.other
        self.Notice._send("directive", self.users["pm"], "x", self._late())
        self.assertEqual([len(self._notices(one)) for one in (near, above, far)], [1, 1, 0])
        self.Notice._send("alert", self.users["pm"], "of no record")
        self.assertEqual([len(self._notices(one)) for one in (near, above, far)], [1, 1, 0])

    def test_an_overdue_directive_leaves_once_a_day(self):
        channel = self._channel()
        line = self._late(name="Ring back 13812344087")
        for _turn in range(2):
            line._tell_superiors(1)
            self.Notice._cron_send()
        path, query, body = self.vendor.taken[0]
        self.assertEqual((path, query), ("/send", {"key": ["KEY1"]}))
        self.assertEqual(len(self.vendor.taken), 1)
        text = body["text"]["content"]
        for part in (line.number, str(line.due), "138****4087", f"/ops.directive.line/{line.id}"):
            self.assertIn(part, text)
        self.assertNotIn("13812344087", text)
        self.assertNotIn("By the end of the week", text)
        self.assertEqual(self._notices(channel).mapped("state"), ["sent"])
        self.env["ops.notice"].search([]).key = "another day"
        line._tell_superiors(1)
        self.assertEqual(len(self._notices(channel)), 2)

    def test_the_scheduled_scan_queues_and_the_title_of_a_confidential_one_stays(self):
        channel = self._channel()
        line = self._late(classification="confidential", name="Merger with Huaxing")
        self.env["ops.directive.line"]._cron_escalate()
        found = self._notices(channel).filtered(lambda one: one.link.endswith(f"/{line.id}"))
        self.assertEqual(len(found), 1)
        self.assertNotIn("Huaxing", found.text)
        self.assertIn(line.number, found.text)

    def test_numbers_cards_and_plates_stay_inside(self):
        channel = self._channel()
        secret = {
            "phone 138-1234-4087": "1234",
            "１３８１２３４４０８７": "1234",
            "card 110105 19491231 002X": "19491231",
            "bank 6222021234567890123": "0212345678",
            "plate 粤B·12345": "12345",
            "plate 沪AD12345": "12345",
            "desk 010-55501234": "1234",
        }
        for title in secret:
            self.Notice._send("alert", self.users["pm"], title)
        texts = self._notices(channel).mapped("text")
        self.assertEqual(len(texts), len(secret))
        for hidden in secret.values():
            for text in texts:
                with self.subTest(text, hidden=hidden):
                    self.assertNotIn(hidden, text)

    def test_an_approval_that_waits_tells_its_signers_only(self):
        channel = self._channel("wecom_app")
        flow = self.env["ops.approval.flow"].search([("stage_id", "!=", False)], limit=1)
        flow = flow.sudo()
        company = flow.company_id
        channel.sudo().company_id = company
        flow._send_outward(self.users["pm"] | self.users["sv"])
        self.assertEqual(self._notices(channel).user_id, self.users["pm"])
        self.Notice._cron_send()
        path, query, body = self.vendor.taken[0]
        self.assertEqual((path, query["access_token"]), ("/cgi-bin/message/send", ["tok/en+1"]))
        self.assertEqual((body["touser"], body["agentid"]), ("pm-w", 7))

    def test_dingtalk_robot_signs_and_work_notice_names_its_reader(self):
        self._channel("dingtalk_robot", form="markdown")
        self._channel("dingtalk_work")
        self.Notice._send("alert", self.users["pm"], "a [b](http://c)")
        self.Notice._cron_send()
        (_path, query, robot), (path, _token, work) = self.vendor.taken
        self.assertEqual((len(query["sign"][0]), len(query["timestamp"][0])), (44, 13))
        self.assertNotIn("](http://c)", robot["markdown"]["text"])
        self.assertEqual(path, "/topapi/message/corpconversation/asyncsend_v2")
        self.assertEqual((work["userid_list"], work["agent_id"]), ("pm-d", 7))

    def test_a_failing_channel_holds_up_no_other_and_is_tried_again(self):
        bad = self._channel(name="a", address=f"http://{self.host}/send?key=K")
        good = self._channel(name="b", kind="dingtalk_robot")
        bad.sudo().address_kept = "http://127.0.0.1:1/send?key=TOPSECRET"
        self.Notice._send("alert", self.users["pm"], "x")
        self.Notice._cron_send()
        self.assertEqual(self._notices(good).state, "sent")
        lost = self._notices(bad)
        self.assertEqual((lost.state, lost.tries), ("queued", 1))
        self.assertGreater(lost.next_try, fields.Datetime.now())
        self.assertNotIn("TOPSECRET", f"{lost.error}{bad.last_error}")
        self.assertIn(self.users["adm"], bad.sudo().activity_ids.user_id)
        for _turn in range(5):
            lost.next_try = fields.Datetime.now()
            self.Notice._cron_send()
        self.assertEqual((lost.state, lost.tries), ("failed", 6))
        bad.sudo().address_kept = f"http://{self.host}/send?key=K"
        lost.with_user(self.users["adm"]).action_retry()
        self.Notice._cron_send()
        self.assertEqual((lost.state, lost.error), ("sent", False))

    def test_answers_that_are_no_success(self):
        channel = self._channel(on=False)
        for status, answer in (
            (302, {}),
            (500, {}),
            (200, b"<html>"),
            (200, []),
            (200, {"errcode": 45009, "errmsg": "key KEY1"}),
            (200, b"x" * 100000),
        ):
            with self.subTest(status=status, answer=str(answer)[:30]):
                self.vendor.status, self.vendor.answer = status, answer
                found = channel.action_test()["params"]
                self.assertEqual(found["type"], "danger")
                self.assertNotIn("KEY1", found["message"])
        self.assertEqual(len(self.vendor.taken), 6)

    def test_many_share_few_messages_and_the_limit_per_minute_holds(self):
        channel = self._channel()
        for number in range(80):
            self.Notice._send("alert", self.users["pm"], f"{number} " + "报" * 100)
        self.Notice._cron_send()
        self.assertEqual(len(self.vendor.taken), 10)
        for _path, _query, body in self.vendor.taken:
            self.assertLessEqual(len(body["text"]["content"].encode()), 2048)
        left = self._notices(channel).filtered(lambda one: one.state == "queued")
        self.assertEqual((bool(left), set(left.mapped("tries"))), (True, {0}))
        channel.sudo().window_start -= timedelta(minutes=1)
        self.Notice._cron_send()
        self.assertFalse(left.filtered(lambda one: one.state != "sent"))

    def test_test_message_says_what_became_of_it(self):
        channel = self._channel(on=False)
        self.assertEqual(channel.action_test()["params"]["type"], "success")
        self.assertIn("wecom_robot", self.vendor.taken[0][2]["text"]["content"])
        app = self._channel("wecom_app", on=False)
        with self.assertRaisesRegex(Exception, "your own user id"):
            app.action_test()

    def test_only_addresses_of_the_vendor(self):
        for address in (
            "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a",
            "https://127.0.0.1/cgi-bin/webhook/send?key=a",
            "https://qyapi.weixin.qq.com.evil.cn/cgi-bin/webhook/send?key=a",
            "https://qyapi.weixin.qq.com@10.0.0.1/cgi-bin/webhook/send?key=a",
        ):
            with self.subTest(address), self.assertRaises(ValidationError):
                self._channel(on=False, address=address)
        channel = self._channel(on=False, address=ROBOT)
        for found in ("10.1.2.3", "127.0.0.1", "::1"):
            with patch("socket.getaddrinfo", return_value=[(0, 0, 0, "", (found, 443))]):
                self.assertIn("private", channel.action_test()["params"]["message"])
        self.env["ir.config_parameter"].set_param("ops_roles.notice_hosts", "")
        channel.sudo().address_kept = f"http://{self.host}/send?key=1"
        self.assertIn("not the vendor", channel.action_test()["params"]["message"])
        self.assertFalse(self.vendor.taken)

    def test_secrets_are_never_read_back(self):
        channel = self._channel()
        adm = channel.with_user(self.users["adm"])
        names = ["address", "secret", "has_address", "has_secret"]
        self.assertEqual(
            adm.read(names)[0],
            {
                "id": channel.id,
                "address": False,
                "secret": False,
                "has_address": True,
                "has_secret": True,
            },
        )
        self.assertEqual(adm.sudo().export_data(["address", "secret"])["datas"], [["", ""]])
        for name in ("address_kept", "secret_kept"):
            with self.assertRaises(AccessError):
                adm.read([name])
            with self.assertRaises(AccessError):
                adm.search([(name, "like", "KEY%")])
        self.assertFalse(adm.copy().has_address)

    def test_only_the_administrator_switches_tries_and_sends_again(self):
        channel = self._channel(on=False, address=False)
        with self.assertRaisesRegex(ValidationError, "Webhook"):
            channel.action_switch()
        with self.assertRaises(AccessError):
            channel.with_user(self.users["adm"]).is_on = True
        for method in ("action_switch", "action_test"):
            with self.assertRaises(AccessError):
                getattr(channel.with_user(self.users["om"]), method)()
        with self.assertRaises(AccessError):
            self.Notice.with_user(self.users["om"]).action_retry()

    def test_other_companies_hear_nothing(self):
        channel = self._channel()
        other = self.env["res.company"].create({"name": "Other"})
        line = self._late()
        self.users["adm"].company_ids = [Command.link(other.id)]
        channel.sudo().company_id = other
        self.Notice._send("directive", self.users["pm"], "x", line)
        self.assertFalse(self._notices(channel))


@tagged("post_install", "-at_install")
class TestNoticeApproval(VendorMixin, ApprovalCase):
    def test_a_submission_and_its_reminder_leave_once_a_day(self):
        channel = self._channel()
        note = self.pending()
        note.sudo().approval_flow_id._remind(note.sudo().approval_flow_id.stage_id)
        found = self._notices(channel)
        self.assertEqual(found.mapped("kind"), ["approval"])
        self.assertIn(f"/{note._name}/{note.id}", found.link)
