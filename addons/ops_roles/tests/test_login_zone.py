from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestLoginZone(HttpCase):
    def _log_in_from(self, zone):
        page = self.url_open("/web/login")
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        self.opener.cookies["tz"] = zone
        form = {"login": "zone", "password": "zone-zone", "csrf_token": token}
        answer = self.url_open("/web/login", data=form, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_first_login_keeps_the_zone_given(self):
        user = new_test_user(self.env, "zone", password="zone-zone", tz="Asia/Shanghai")
        self._log_in_from("America/New_York")
        self.assertEqual(user.tz, "Asia/Shanghai")

    def test_first_login_without_a_zone_takes_the_browsers(self):
        user = new_test_user(self.env, "zone", password="zone-zone", tz=False)
        self._log_in_from("Asia/Tokyo")
        self.assertEqual(user.tz, "Asia/Tokyo")
