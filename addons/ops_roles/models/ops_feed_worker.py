import logging
import time
from functools import partial

from psycopg2 import InterfaceError, OperationalError

from odoo import api, models
from odoo.exceptions import UserError
from odoo.service.model import retrying

_logger = logging.getLogger(__name__)

#: Seconds between two reports of progress.
_REPORT_EVERY = 1.0


class OpsFeedWorker(models.AbstractModel):
    """Merges what was received, one transaction per feed.

    The row of a feed at work is locked, so a ``running`` feed that nobody has locked belonged
    to a worker that died: it is taken again from the start, since nothing of it was committed.
    """

    _name = "ops.feed.worker"
    _description = "Worker of Incoming Files"

    @api.model
    def _cron_run_received(self):
        """Scheduled action: run every feed that waits, oldest first."""
        passed = set()
        while feed_id := self._next_waiting(passed):
            passed.add(feed_id)
            self._run(feed_id)
            if not self.env["ir.cron"]._commit_progress(1):
                break

    @api.model
    def _next_waiting(self, passed):
        with self.env.registry.cursor() as cr:
            cr.execute(
                """
                SELECT id FROM ops_feed
                 WHERE state IN ('received', 'running') AND attachment_id IS NOT NULL
                   AND id != ALL(%s)
                 ORDER BY id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
                """,
                [list(passed)],
            )
            row = cr.fetchone()
        return row and row[0]

    @api.model
    def _run(self, feed_id):
        """Run one waiting feed to its end; a failure is recorded in it and never raised.

        When the database goes away the feed stays ``running`` and is taken again later.
        """
        try:
            if self._begin(feed_id):
                self._work(feed_id)
        except (OperationalError, InterfaceError):
            _logger.warning("Feed %s waits for the database", feed_id, exc_info=True)
        except UserError as error:
            self._record_failure(feed_id, str(error))
        except Exception as error:
            _logger.exception("Feed %s failed", feed_id)
            self._record_failure(feed_id, None, type(error).__name__)

    @api.model
    def _begin(self, feed_id):
        """Mark the feed as running for everybody to see; False when somebody else has it."""
        with self.env.registry.cursor() as cr:
            cr.execute(
                """
                UPDATE ops_feed
                   SET state = 'running', attempt_count = attempt_count + 1,
                       started_at = date_trunc('second', now() AT TIME ZONE 'UTC')
                 WHERE id = (
                       SELECT id FROM ops_feed
                        WHERE id = %s AND state IN ('received', 'running')
                          FOR NO KEY UPDATE SKIP LOCKED)
                RETURNING attempt_count
                """,
                [feed_id],
            )
            row = cr.fetchone()
        if row and row[0] > self.env["ops.feed"]._limits()["max_attempts"]:
            raise UserError(
                self.env._(
                    "The server stopped %s times while it worked on this file. Split the file, or"
                    " ask the access administrator to look at the server.",
                    row[0] - 1,
                )
            )
        return bool(row)

    @api.model
    def _work(self, feed_id):
        with self.env.registry.cursor() as cr:
            env = self.env(cr=cr)
            retrying(partial(env[self._name]._attempt, feed_id), env)
        self.env["ops.feed.progress"]._forget(feed_id)

    @api.model
    def _attempt(self, feed_id):
        self.env.cr.execute(
            """
            SELECT id FROM ops_feed WHERE id = %s AND state = 'running'
               FOR NO KEY UPDATE SKIP LOCKED
            """,
            [feed_id],
        )
        if not self.env.cr.fetchone():
            return
        owner = self.env["ops.feed"].browse(feed_id).sudo().user_id
        feeds = self.env["ops.feed"].with_user(owner).with_context(lang=owner.lang)
        feed = feeds._as_engine().browse(feed_id)
        feed.source_id._lock_for_merge()
        feed.env["ops.feed.engine"]._process(
            feed, feed.attachment_id._ops_content(), self._reporter(feed_id)
        )

    @api.model
    def _reporter(self, feed_id):
        """A function that stores the bytes done, at most every second."""
        last = time.monotonic()

        def report(bytes_done):
            nonlocal last
            if time.monotonic() - last >= _REPORT_EVERY:
                self.env["ops.feed.progress"]._report(feed_id, bytes_done)
                last = time.monotonic()

        return report

    @api.model
    def _record_failure(self, feed_id, message, error_name=""):
        """State and reason, in a transaction of its own: that of the feed was rolled back."""
        with self.env.registry.cursor() as cr:
            feed = self.env(cr=cr)["ops.feed"].browse(feed_id)._as_engine()
            feed = feed.with_context(lang=feed.user_id.lang)
            feed._fail(message or feed._broken_message(error_name))
        self.env["ops.feed.progress"]._forget(feed_id)
