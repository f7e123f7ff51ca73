"""Fixtures for feeds, for this addon and for those that bring handlers.

``FeedCase``: ``self.feed(content)`` takes bytes in with the class's ``profile_code`` and
``source``; ``self.rejected(feed)`` gives ``[(line, reason_code)]``; ``self.refusal(content)``
gives the message of a refusal. A test of another addon sets ``profile_code``.

``TestHandlerMixin``: a kind of file ``test_lines`` (``key|value`` per line) whose handler lives in
the tests only; merged lines stand in the table ``ops_feed_test_line``.
"""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user
from odoo.tools import SQL

from odoo.addons.ops_roles.core.feed import LineParser, copy_row
from odoo.addons.ops_roles.models.ops_feed_profile import OpsFeedProfile

MERGE_TABLE = """
    CREATE TABLE IF NOT EXISTS ops_feed_test_line
           (source_id integer, key text, value text, UNIQUE (source_id, key))
"""


class FeedCase(TransactionCase):
    profile_code = None
    source_code = "test_source"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.lang = "en_US"  # messages are compared in the source language
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.source = cls.env["ops.feed.source"].create(
            {"name": "Source of tests", "code": cls.source_code}
        )

    def feed(self, content, filename="file.txt", source=None):
        """The feed made of ``content`` (bytes, path or stream); no filename for a live batch."""
        code = (source or self.source).code
        return self.env["ops.feed"].ingest(self.profile_code, filename, content, source=code)

    def rejected(self, feed):
        """``[(line_no, reason_code)]`` in file order."""
        return [(reject.line_no, reject.reason_code) for reject in feed.reject_ids]

    def refusal(self, content, filename="file.txt"):
        """The message ``content`` is refused with as a whole; nothing of it is left."""
        before = self.env["ops.feed"].search_count([])
        with self.assertRaises(UserError) as caught:
            self.feed(content, filename)
        self.assertEqual(self.env["ops.feed"].search_count([]), before)
        return str(caught.exception)


class _Parser(LineParser):
    def parse(self, lines, first_line):
        rows, rejects = [], []
        for line_no, line in enumerate(lines, first_line):
            key, bar, value = line.partition("|")
            if bar:
                rows.append(copy_row((line_no, key, value)))
            elif line:
                rejects.append((line_no, line, "fields", line))
        return "".join(rows), rejects


class LinesHandler:
    """``key|value`` per line; the first value of a key stays."""

    def __init__(self, env):
        self.env = env

    def _feed_stage_columns(self, profile, source):
        return [("key", "text"), ("value", "text")]

    def _feed_parser(self, profile, source):
        return _Parser()

    def _feed_reasons(self):
        return {"fields": "The line has no bar. Add it."}

    def _feed_merge(self, feed, table):
        stage = SQL.identifier(table)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ops_feed_test_line
                SELECT DISTINCT ON (key) %s, key, value FROM %s ORDER BY key, line_no
                ON CONFLICT DO NOTHING
                """,
                feed.source_id.id,
                stage,
            )
        )
        accepted = self.env.cr.rowcount
        self.env.cr.execute(SQL("SELECT count(*) FROM %s", stage))
        return {"accepted": accepted, "duplicates": self.env.cr.fetchone()[0] - accepted}


def use_lines_handler():
    """A patch under which the profiles with the handler ``test_lines`` are read by it."""
    find = OpsFeedProfile._find_handler

    def find_handler(self):
        return LinesHandler(self.env) if self.handler == "test_lines" else find(self)

    return patch.object(OpsFeedProfile, "_find_handler", find_handler)


class TestHandlerMixin(FeedCase):
    profile_code = "test_lines"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(use_lines_handler())
        cls.env.cr.execute(MERGE_TABLE)
        cls.profile = cls.env["ops.feed.profile"].create(
            {"name": "Lines of tests", "code": cls.profile_code, "handler": "test_lines"}
        )
        cls.manager = cls.make_user("feed_om", "ops_roles.group_om")
        cls.agent = cls.make_user("feed_cs", "ops_roles.group_cs")
        cls.admin = cls.make_user("feed_adm", "ops_roles.group_adm")

    @classmethod
    def make_user(cls, login, group):
        """A user who reads English, with one group."""
        return new_test_user(cls.env, login, group, lang="en_US")

    def merged(self):
        """The merged lines of the source as a dict."""
        self.env.cr.execute(
            "SELECT key, value FROM ops_feed_test_line WHERE source_id = %s", [self.source.id]
        )
        return dict(self.env.cr.fetchall())
