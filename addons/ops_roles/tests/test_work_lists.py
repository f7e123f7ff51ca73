from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common_work import WorkCase


@tagged("post_install", "-at_install")
class TestWorkLists(WorkCase):
    """The lists of office work ask the database as often for twelve rows as for three."""

    def _queries(self, model):
        """Open the model's list as its leader, cold, and count the queries."""
        records = self.env[model].with_user(self.users["om"])
        view = records.get_view(view_type="list")
        names = set(view["models"][model]) & records._fields.keys()
        shown = {
            name: {"fields": {"display_name": {}}} if records._fields[name].relational else {}
            for name in names
        }
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        found = records.web_search_read([], shown, limit=80)
        return len(found["records"]), self.env.cr.sql_log_count - before

    def _warm_queries(self, model):
        """The same once what is kept for all requests, such as rules and rights, is known."""
        self._queries(model)
        return self._queries(model)

    def _directives(self, count):
        for _turn in range(count):
            self._directive("pm", "sv", "cs")

    def _meetings(self, count):
        now = fields.Datetime.now()
        self.env["ops.meeting"].with_user(self.users["pm"]).create(
            [
                {
                    "name": f"Meeting {turn}",
                    "start": now + timedelta(days=turn),
                    "invited_ids": [Command.set(self.users["cs"].ids)],
                }
                for turn in range(count)
            ]
        )

    def _incidents(self, count):
        severity = self.env.ref("ops_roles.severity_1")
        self.env["ops.incident"].with_user(self.users["cs"]).create(
            [{"name": f"Incident {turn}", "severity_id": severity.id} for turn in range(count)]
        )

    def test_queries_do_not_grow_with_rows(self):
        for model, make in (
            ("ops.directive", self._directives),
            ("ops.directive.line", self._directives),
            ("ops.meeting", self._meetings),
            ("ops.incident", self._incidents),
        ):
            make(3)
            few, queries = self._warm_queries(model)
            make(9)
            many, more = self._warm_queries(model)
            with self.subTest(model, few=few, many=many):
                self.assertGreater(many, few)
                self.assertLessEqual(more, queries)
