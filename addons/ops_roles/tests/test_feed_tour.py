from odoo.tests import HttpCase, tagged

from .common_feed import TestHandlerMixin


@tagged("post_install", "-at_install")
class TestFeedTour(TestHandlerMixin, HttpCase):
    def test_a_file_dragged_in_shows_what_came_of_it(self):
        self.manager.password = "feed_om"
        self.source.write({"name": "Tour source", "profile_ids": self.profile.ids})
        self.start_tour("/odoo/ops-feeds", "ops_feed_drag", login="feed_om")
        feeds = self.env["ops.feed"].search([("source_id", "=", self.source.id)])
        self.assertEqual(
            {feed.name: (feed.state, feed.accepted_count, feed.reject_count) for feed in feeds},
            {"good.txt": ("done", 2, 1), "empty.txt": ("failed", 0, 0)},
        )
