"""``ops.feed.ingest``: what comes in, what is refused, what is kept."""

import io
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.ops_roles.exceptions import FeedDuplicate
from odoo.addons.ops_roles.tests.common_feed import LinesHandler, TestHandlerMixin


@tagged("post_install", "-at_install")
class TestFeedIngest(TestHandlerMixin):
    def test_bytes_path_and_stream_are_the_same(self):
        path = self.env["ops.feed"]._spool_folder() + "/test_feed.txt"
        with open(path, "wb") as target:
            target.write(b"b|2\n")
        self.assertEqual(self.feed(b"a|1\n").accepted_count, 1)
        self.assertEqual(self.feed(path).accepted_count, 1)
        self.assertEqual(self.feed(io.BytesIO(b"c|3\n")).accepted_count, 1)
        self.assertEqual(self.merged(), {"a": "1", "b": "2", "c": "3"})

    def test_counts_and_state(self):
        feed = self.feed(b"a|1\nbroken\nb|2\na|9\n\n")
        self.assertRecordValues(
            feed,
            [
                {
                    "state": "done",
                    "line_count": 5,
                    "accepted_count": 2,
                    "duplicate_count": 1,
                    "reject_count": 1,
                    "size": 20,
                    "encoding": "utf-8",
                    "progress": 100,
                }
            ],
        )
        self.assertEqual(self.rejected(feed), [(2, "fields")])
        self.assertIn("1 lines were rejected", feed.message)

    def test_the_list_asks_no_more_for_more_feeds(self):
        names = ("started_at", "name", "source_id", "profile_id", "state", "accepted_count")
        feeds = self.env["ops.feed"].with_user(self.manager)
        shown = {name: {"fields": {"display_name": {}}} if "_id" in name else {} for name in names}
        for number in range(3):
            self.feed(b"%d|1\n" % number)
        feeds.web_search_read([], shown, limit=80)
        for number in range(3, 9):
            self.feed(b"%d|1\n" % number)
        self.env.invalidate_all()
        with self.assertQueryCount(6):
            found = feeds.web_search_read([], shown, limit=80)
        self.assertGreaterEqual(found["length"], 9)

    def test_encodings(self):
        for number, encoding in enumerate(("utf-8-sig", "gbk", "utf-16", "utf-16-be")):
            with self.subTest(encoding=encoding):
                self.feed(f"键{number}|值\r\n".encode(encoding))
                self.assertEqual(self.merged()[f"键{number}"], "值")

    def test_what_cannot_be_read_is_refused_with_a_remedy(self):
        for content, remedy in (
            (b"", "is empty"),
            (b"\r\n\n", "is empty"),
            (b"PK\x03\x04xx", "Save as"),
            (b"\x1f\x8bxx", "Unpack it"),
            (bytes(range(256)) * 9, "not a text file"),
        ):
            with self.subTest(content=content[:9]):
                self.assertIn(remedy, self.refusal(content))
        self.assertEqual(self.merged(), {})

    def test_truncated_last_line(self):
        feed = self.feed(b"a|1\nb|2\nc")
        self.assertEqual(self.rejected(feed), [(3, "truncated")])
        self.assertIn("Send the file again", feed.reject_ids.reason)

    def test_gigantic_line(self):
        self.env["ir.config_parameter"].set_param("ops_roles.feed_max_line_bytes", 1000)
        self.env["ir.config_parameter"].set_param("ops_roles.feed_reject_chars", 50)
        feed = self.feed(b"a|1\n" + b"x" * 5000 + b"\nb|2\n")
        self.assertEqual(self.rejected(feed), [(2, "too_long")])
        self.assertEqual(len(feed.sudo().reject_ids.raw), 50)
        self.assertEqual(set(self.merged()), {"a", "b"})

    def test_all_lines_rejected_is_a_failed_feed_with_its_rejects(self):
        feed = self.feed(b"x\ny\n")
        self.assertEqual((feed.state, feed.reject_count), ("failed", 2))
        self.assertIn("Every line was rejected", feed.message)
        self.assertEqual(self.feed(b"x\ny\n").state, "failed", "a failed feed may be fed again")

    def test_same_content_twice_is_refused_naming_the_first(self):
        first = self.feed(b"a|1\nx\n", "monday.txt")
        with self.assertRaises(FeedDuplicate) as caught:
            self.feed(b"a|1\nx\n", "tuesday.txt")
        self.assertEqual(caught.exception.feed_id, first.id)
        self.assertIn("monday.txt", str(caught.exception))
        self.assertIn("1 lines taken, 1 rejected", str(caught.exception))

    def test_same_content_from_another_source_is_taken(self):
        other = self.env["ops.feed.source"].create({"name": "Other", "code": "test_other"})
        self.feed(b"a|1\n")
        self.assertEqual(self.feed(b"a|1\n", source=other).accepted_count, 1)

    def test_live_batches_append_to_one_feed_of_the_day(self):
        first = self.feed(b"a|1\nx\n", None)
        second = self.feed(b"b|2\ny\n", "")
        self.assertEqual(first, second)
        self.assertRecordValues(
            first,
            [{"is_live": True, "line_count": 4, "accepted_count": 2, "reject_count": 2}],
        )
        self.assertEqual(self.rejected(first), [(2, "fields"), (4, "fields")])
        first.live_day = "2020-01-01"
        self.assertNotEqual(self.feed(b"c|3\n", None), first)

    def test_the_day_is_that_of_the_source(self):
        self.source.tz = "Pacific/Kiritimati"
        with patch("odoo.fields.Datetime.now", return_value=self._at("2026-11-23 20:00:00")):
            self.assertEqual(str(self.source._local_today()), "2026-11-24")

    def _at(self, text):
        return self.env["ops.feed"]._fields["started_at"].to_datetime(text)

    def test_a_merge_that_breaks_leaves_nothing(self):
        def broken(handler, feed, table):
            handler.env.cr.execute(
                "INSERT INTO ops_feed_test_line VALUES (%s, 'half', '')", [feed.source_id.id]
            )
            raise UserError(str(handler))

        with patch.object(LinesHandler, "_feed_merge", broken):
            self.assertIn("LinesHandler", self.refusal(b"a|1\nx\n"))
        self.assertEqual(self.merged(), {})
        self.assertFalse(
            self.env["ops.feed.reject"].search([("feed_id.source_id", "=", self.source.id)])
        )

    def test_unknown_profile_and_source(self):
        with self.assertRaisesRegex(UserError, "no kind of file “nothing”"):
            self.env["ops.feed"].ingest("nothing", "a", b"a|1", source=self.source.code)
        with self.assertRaisesRegex(UserError, "no source “nowhere”"):
            self.env["ops.feed"].ingest(self.profile.code, "a", b"a|1", source="nowhere")

    def test_a_profile_needs_a_real_handler(self):
        for handler in ("res.partner", "no.such.model", "ops.feed.handler"):
            with self.subTest(handler=handler), self.assertRaises(ValidationError):
                self.env["ops.feed.profile"].create(
                    {"name": "x", "code": handler, "handler": handler}
                )

    def test_messages_come_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        manager = self.manager
        manager.lang = "zh_CN"
        with self.assertRaises(UserError) as caught:
            self.env["ops.feed"].with_user(manager).with_context(lang="zh_CN").ingest(
                self.profile.code, "空.txt", b"", source=self.source.code
            )
        self.assertRegex(str(caught.exception), "空.txt.*[\u4e00-\u9fff]{6}")

    def test_numbers_are_masked_where_people_look(self):
        feed = self.feed(b"13812344087\n", "rec-13812344087.txt")
        self.assertEqual(feed.name, "rec-138****4087.txt")
        reject = feed.reject_ids.with_user(self.manager)
        self.assertEqual(reject.raw_masked, "138****4087")
        self.assertNotIn("13812344087", reject.reason)
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            reject.read(["raw"])
        with self.assertRaises(AccessError):
            reject.search([("raw", "=", "13812344087")])


@tagged("post_install", "-at_install")
class TestFeedAccess(TestHandlerMixin):
    def test_who_may_feed(self):
        with self.assertRaises(AccessError):
            self.env["ops.feed"].with_user(self.agent).ingest(
                self.profile.code, "a", b"a|1\n", source=self.source.code
            )
        feed = (
            self.env["ops.feed"]
            .with_user(self.manager)
            .ingest(self.profile.code, "a", b"a|1\n", source=self.source.code)
        )
        self.assertEqual((feed.user_id, feed.state), (self.manager, "done"))

    def test_rows_are_not_written_by_people(self):
        feed = self.feed(b"a|1\n")
        for user in (self.manager, self.admin, self.env.ref("base.user_admin")):
            feeds = self.env["ops.feed"].with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    feeds.create({"name": "x"})
                with self.assertRaises(AccessError):
                    feeds.browse(feed.id).write({"state": "failed"})
                with self.assertRaises(AccessError):
                    feeds.browse(feed.id).unlink()

    def test_defaults_from_the_context_do_nothing(self):
        feed = (
            self.env["ops.feed"]
            .with_context(default_state="failed", default_accepted_count=99, default_sha256="x")
            .ingest(self.profile.code, "a", b"a|1\n", source=self.source.code)
        )
        self.assertRecordValues(feed, [{"state": "done", "accepted_count": 1}])

    def test_a_source_outside_ones_departments_is_not_seen(self):
        self.source.department_id = self.env["hr.department"].create({"name": "Elsewhere"})
        feed = self.feed(b"a|1\nx\n")
        for model in ("ops.feed", "ops.feed.source", "ops.feed.reject"):
            records = self.env[model].with_user(self.manager)
            ids = {"ops.feed": feed.id, "ops.feed.source": self.source.id}
            ids["ops.feed.reject"] = feed.reject_ids.id
            self.assertFalse(records.search([("id", "=", ids[model])]), model)
        with self.assertRaises(AccessError):
            self.env["ops.feed"].with_user(self.manager).ingest(
                self.profile.code, "b", b"b|1\n", source=self.source.code
            )

    def test_retry_is_for_who_may_feed_and_what_failed(self):
        feed = self.feed(b"a|1\n")
        with self.assertRaises(AccessError):
            feed.with_user(self.agent).action_retry()
        with self.assertRaises(UserError):
            feed.with_user(self.manager).action_retry()

    def test_upload_options_are_ones_own_scope(self):
        options = self.env["ops.feed"].with_user(self.manager).get_upload_options()
        self.assertIn(self.source.id, [source["id"] for source in options["sources"]])
        self.source.department_id = self.env["hr.department"].create({"name": "Elsewhere"})
        self.env.flush_all()
        options = self.env["ops.feed"].with_user(self.manager).get_upload_options()
        self.assertNotIn(self.source.id, [source["id"] for source in options["sources"]])
        with self.assertRaises(AccessError):
            self.env["ops.feed"].with_user(self.agent).get_upload_options()
