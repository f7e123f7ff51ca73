from odoo.tests import HttpCase, tagged

from .common_notice import VendorMixin
from .common_roles import RolesCase


@tagged("post_install", "-at_install")
class TestNoticeTour(VendorMixin, RolesCase, HttpCase):
    def test_the_administrator_tries_a_channel_and_switches_it_on(self):
        self.env.company.partner_id.lang = "en_US"
        channel = self._channel(on=False, name="Tour robot")
        self.start_tour("/odoo/ops-notice-channels", "ops_notice_channel", login="t_adm")
        self.assertTrue(channel.is_on)
        self.assertEqual(len(self.vendor.taken), 1)
