"""Uploads that wait for the worker: in any order of failures nothing is lost or doubled."""

import io
import os
from contextlib import closing, contextmanager
from unittest.mock import patch

from psycopg2 import InterfaceError, OperationalError
from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from odoo.addons.ops_roles.core.feed import spool
from odoo.addons.ops_roles.exceptions import FeedDuplicate
from odoo.addons.ops_roles.tests.common_feed import (
    MERGE_TABLE,
    LinesHandler,
    TestHandlerMixin,
    use_lines_handler,
)

WORKER_LOG = "odoo.addons.ops_roles.models.ops_feed_worker"


def receive(env, profile, source, content, filename="upload.txt"):
    """A waiting feed, as after an upload."""
    feeds = env["ops.feed"]
    spooled = spool(io.BytesIO(content), len(content), feeds._spool_folder())
    feed = feeds._receive(profile, source, filename, spooled)
    if os.path.exists(spooled.path):
        os.unlink(spooled.path)
    return feed


@tagged("post_install", "-at_install")
class TestFeedWorker(TestHandlerMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()

    def receive(self, content, filename="upload.txt"):
        return receive(self.env, self.profile, self.source, content, filename)

    def work(self):
        self.env.flush_all()
        with self.registry.cursor() as cr:
            self.env(cr=cr)["ops.feed.worker"]._cron_run_received()
        self.env.invalidate_all()

    def test_a_received_file_is_merged(self):
        feed = self.receive(b"a|1\nx\n")
        self.assertEqual((feed.state, feed.progress, feed.has_content), ("received", 0, True))
        self.work()
        self.assertRecordValues(
            feed, [{"state": "done", "accepted_count": 1, "reject_count": 1, "progress": 100}]
        )

    def test_what_waits_already_is_not_received_again(self):
        feed = self.receive(b"a|1\n")
        with self.assertRaises(FeedDuplicate) as caught:
            self.receive(b"a|1\n")
        self.assertEqual(caught.exception.feed_id, feed.id)
        self.assertIn("not merged yet", str(caught.exception))

    def test_a_failure_is_told_and_does_not_stop_the_others(self):
        bad = self.receive(b"PK\x03\x04xx", "table.xlsx")
        good = self.receive(b"a|1\n")
        self.work()
        self.assertEqual((bad.state, good.state), ("failed", "done"))
        self.assertIn("Save as", bad.message)

    def test_a_broken_merge_is_rolled_back_and_told_without_traceback(self):
        feed = self.receive(b"a|1\nx\n")
        with (
            patch.object(LinesHandler, "_feed_merge", side_effect=ZeroDivisionError),
            mute_logger(WORKER_LOG),
        ):
            self.work()
        self.assertEqual((feed.state, feed.reject_count, len(feed.reject_ids)), ("failed", 0, 0))
        self.assertIn("nothing of it was taken", feed.message)
        feed.action_retry()
        self.work()
        self.assertEqual((feed.state, feed.accepted_count), ("done", 1))

    def test_a_feed_that_kills_its_worker_is_given_up(self):
        feed = self.receive(b"a|1\n")
        feed.write({"state": "running", "attempt_count": feed._limits()["max_attempts"]})
        self.work()
        self.assertEqual(feed.state, "failed")
        self.assertIn("3 times", feed.message)

    def test_progress_is_seen_while_it_runs(self):
        feed = self.receive(b"a|1\n" * 1000)
        seen = []
        report = self.env["ops.feed.progress"]._report
        report(feed.id, 1000)
        feed.invalidate_recordset()
        seen.append(feed.progress)
        report(feed.id, 2000)
        feed.invalidate_recordset()
        seen.append(feed.progress)
        self.assertEqual(seen, [25, 50])

    def test_the_worker_reports_at_most_every_second(self):
        feed = self.receive(b"a|1\n")
        with (
            patch("odoo.addons.ops_roles.models.ops_feed_worker.time.monotonic") as clock,
            patch.object(type(self.env["ops.feed.progress"]), "_report") as stored,
        ):
            clock.return_value = 10.0
            report = self.env["ops.feed.worker"]._reporter(feed.id)
            for now in (10.2, 10.9, 11.1, 11.9, 12.2):
                clock.return_value = now
                report(int(now * 10))
        self.assertEqual([call.args[1] for call in stored.call_args_list], [111, 122])

    def test_originals_go_after_the_retention(self):
        feed = self.receive(b"a|1\n")
        self.work()
        self.env["ops.feed"]._gc_content()
        self.assertTrue(feed.has_content)
        feed.ended_at = "2020-01-01 00:00:00"
        self.env["ops.feed"]._gc_content()
        feed.invalidate_recordset()
        self.assertFalse(feed.has_content)

    def test_originals_are_nobodys_attachments(self):
        feed = self.receive(b"a|1\n")
        for user in (self.manager, self.admin):
            attachments = self.env["ir.attachment"].with_user(user)
            self.assertFalse(attachments.search([("id", "=", feed.attachment_id.id)]))


@tagged("post_install", "-at_install")
class TestFeedCommitted(BaseCase):
    """With transactions of their own, as in real life; what they commit is deleted again."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        patcher = use_lines_handler()
        patcher.start()
        self.addCleanup(patcher.stop)
        self.addCleanup(self._clean)
        with self.environment() as env:
            env.cr.execute(MERGE_TABLE)
            values = {"name": "Committed", "code": "test_committed", "handler": "test_lines"}
            self.profile_id = env["ops.feed.profile"].create(values).id
            values.pop("handler")
            self.source_id = env["ops.feed.source"].create(values).id

    def _clean(self):
        with self.environment() as env:
            env.cr.execute("DROP TABLE ops_feed_test_line")
            cron = env.ref("ops_roles.cron_feed")
            env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).unlink()
            feeds = env["ops.feed"].search([("source_id", "=", self.source_id)])
            feeds.attachment_id.unlink()
            feeds.unlink()
            env["ops.feed.profile"].browse(self.profile_id).unlink()
            env["ops.feed.source"].browse(self.source_id).unlink()

    @contextmanager
    def environment(self):
        """An environment of a new transaction, committed at its end."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def ingest(self, env, content, name="file.txt"):
        return env["ops.feed"].ingest("test_committed", name, content, source="test_committed")

    def count(self, table):
        with self.environment() as env:
            env.cr.execute(f"SELECT count(*) FROM {table} WHERE source_id = %s", [self.source_id])
            return env.cr.fetchone()[0]

    def receive(self, content):
        with self.environment() as env:
            profile = env["ops.feed.profile"].browse(self.profile_id)
            source = env["ops.feed.source"].browse(self.source_id)
            return receive(env, profile, source, content).id

    def work(self):
        with self.environment() as env:
            env["ops.feed.worker"]._cron_run_received()

    def state(self, feed_id):
        with self.environment() as env:
            return env["ops.feed"].browse(feed_id).state

    def test_a_merge_with_a_stale_view_of_the_source_must_be_repeated(self):
        with closing(self.registry.cursor()) as stale:
            stale.execute("SELECT 1")
            with self.environment() as env:
                self.ingest(env, b"a|1\n")
            with self.assertRaises(SerializationFailure), mute_logger("odoo.sql_db"):
                self.ingest(api.Environment(stale, SUPERUSER_ID, {}), b"a|2\n")
            stale.rollback()
        with self.environment() as env:
            self.assertEqual(self.ingest(env, b"a|2\n").duplicate_count, 1)
        self.assertEqual(self.count("ops_feed_test_line"), 1)

    def test_a_merge_cut_off_leaves_nothing(self):
        with (
            self.assertRaises((OperationalError, InterfaceError)),
            mute_logger("odoo.sql_db"),
            patch.object(LinesHandler, "_feed_merge", _cut_off),
            self.environment() as env,
        ):
            self.ingest(env, b"a|1\nx\n")
        self.assertEqual(self.count("ops_feed_test_line"), 0)
        self.assertEqual(self.count("ops_feed"), 0)

    def test_a_received_feed_is_resumed_after_the_database_went_away(self):
        feed_id = self.receive(b"a|1\nb|2\nx\n")
        with (
            patch.object(LinesHandler, "_feed_merge", _cut_off),
            mute_logger("odoo.sql_db", WORKER_LOG),
        ):
            self.work()
        self.assertEqual(self.state(feed_id), "running")
        self.assertEqual(self.count("ops_feed_test_line"), 0)
        self.work()
        self.assertEqual(self.state(feed_id), "done")
        self.assertEqual(self.count("ops_feed_test_line"), 2)
        with self.environment() as env:
            self.assertEqual(len(env["ops.feed"].browse(feed_id).reject_ids), 1)

    def test_a_feed_at_work_is_left_to_its_worker(self):
        feed_id = self.receive(b"a|1\n")
        with closing(self.registry.cursor()) as other:
            other.execute("SELECT id FROM ops_feed WHERE id = %s FOR NO KEY UPDATE", [feed_id])
            self.work()
            self.assertEqual(self.state(feed_id), "received")
            other.rollback()
        self.work()
        self.assertEqual(self.state(feed_id), "done")

    def test_people_see_that_it_runs(self):
        feed_id = self.receive(b"a|1\n")
        states = []

        def look(handler, feed, table):
            handler.env["ops.feed.progress"]._report(feed_id, 2)
            with self.environment() as env:
                seen = env["ops.feed"].browse(feed_id)
                states.append((seen.state, seen.progress))
            raise ZeroDivisionError

        with patch.object(LinesHandler, "_feed_merge", look), mute_logger(WORKER_LOG):
            self.work()
        self.assertEqual(states, [("running", 50)])
        with self.environment() as env:
            self.assertFalse(env["ops.feed.progress"]._bytes_done(env["ops.feed"].browse(feed_id)))
        self.assertEqual(self.state(feed_id), "failed")


def _cut_off(handler, feed, table):
    """The database server ends this connection in the middle of a merge."""
    handler.env.cr.execute(
        f"INSERT INTO ops_feed_test_line SELECT %s, key, value FROM {table}", [feed.source_id.id]
    )
    handler.env.cr.execute("SELECT pg_terminate_backend(pg_backend_pid())")
