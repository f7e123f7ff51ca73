from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common_floor import FloorCase, as_bytes, at, left, session


@tagged("post_install", "-at_install")
class TestFloorTours(FloorCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("om", "sv"):
            cls.users[code].password = cls.users[code].login
        today = fields.Date.context_today(cls.env.user.with_context(tz="Asia/Shanghai"))
        day = fields.Date.to_string(today - timedelta(days=1))
        lines = [
            *session(1001, "care", at(9, day=day), at(12, day=day)),
            *left("7.1", "care", at(10, 7, day=day), 40, number="13800001006"),
        ]
        cls.env["ops.feed"].ingest(
            "asterisk_queue_log", "yesterday", as_bytes(lines), source="floor_test"
        )

    def test_bad_interval_of_yesterday(self):
        self.start_tour("/odoo/ops-home", "ops_floor_bad_interval", login=self.users["om"].login)

    def test_abandoned_caller_is_called_back(self):
        self.start_tour("/odoo/ops-home", "ops_floor_call_back", login=self.users["sv"].login)
        call = self.env["ops.call"].search([("callid", "=", "7.1")])
        self.assertFalse(call.to_call_back)
