from odoo import api, fields, models


class OpsFeedProgress(models.Model):
    """How far a running feed is.

    A table of its own: the worker holds the feed's row until it ends, so whoever reports from
    another transaction must not touch that row. No foreign key, for the same reason.
    """

    _name = "ops.feed.progress"
    _description = "Progress of an Incoming File"
    _rec_name = "feed_key"
    _log_access = False

    feed_key = fields.Integer(required=True, readonly=True)
    bytes_done = fields.Float(digits=(20, 0), readonly=True)

    _feed_unique = models.UniqueIndex("(feed_key)")

    @api.model
    def _bytes_done(self, feeds):
        """``{feed id: bytes}`` straight from the table: other transactions write it."""
        self.env.cr.execute(
            "SELECT feed_key, bytes_done FROM ops_feed_progress WHERE feed_key = ANY(%s)",
            [feeds.ids],
        )
        return dict(self.env.cr.fetchall())

    @api.model
    def _report(self, feed_id, bytes_done):
        """Store the progress in a short transaction of its own."""
        with self.env.registry.cursor() as cr:
            cr.execute(
                """
                INSERT INTO ops_feed_progress (feed_key, bytes_done) VALUES (%s, %s)
                ON CONFLICT (feed_key) DO UPDATE SET bytes_done = EXCLUDED.bytes_done
                """,
                [feed_id, bytes_done],
            )

    @api.model
    def _forget(self, feed_id):
        """Delete it in a short transaction of its own, whose view is newer than the last report."""
        with self.env.registry.cursor() as cr:
            cr.execute("DELETE FROM ops_feed_progress WHERE feed_key = %s", [feed_id])
