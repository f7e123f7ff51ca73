"""Photos over HTTP as the telephone sends them, and two presses of a button at once."""

import io

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_work import WorkCase, picture


@tagged("post_install", "-at_install")
class TestWorkHttp(WorkCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.order = self._begun()

    def _post(self, content=None, login="t_near_technician", order=None, **form):
        self.authenticate(login, login)
        return self.url_open(
            f"/ops/work/{order or self.order.id}/photo",
            data={
                "csrf_token": Request.csrf_token(self),
                "kind": "before",
                "key": "k",
                **form,
            },
            files={"ufile": ("photo.png", io.BytesIO(content or picture()), "image/png")},
        )

    def test_a_retry_finds_the_first(self):
        details = {"taken_at": "1767225600000", "latitude": "33.6", "longitude": "114.6"}
        first, second = (self._post(**details) for _time in range(2))
        self.assertEqual((first.status_code, first.json()), (200, second.json()))
        photo = self.order.photo_ids
        self.assertEqual(len(photo), 1)
        self.assertEqual(str(photo.taken_at), "2026-01-01 00:00:00")
        self.assertEqual((photo.latitude, photo.has_place), (33.6, True))

    @mute_logger("odoo.http")
    def test_what_is_refused(self):
        self.assertEqual(self._post(b"words").status_code, 400)
        self.assertEqual(self._post(latitude="99", longitude="1").status_code, 400)
        self.assertEqual(self._post(taken_at="noon").status_code, 400)
        self.assertEqual(self._post(login="t_near_bm").status_code, 403)
        self.assertEqual(self._post(login="t_far_technician").status_code, 403)
        self.assertEqual(self._post(order=10**9).status_code, 404)
        self.assertFalse(self.order.photo_ids)
