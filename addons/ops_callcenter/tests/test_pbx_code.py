from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_floor import FloorCase, answered, at


@tagged("post_install", "-at_install")
class TestPbxCode(FloorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.code = cls.env["ops.pbx.code"]
        cls._feed(
            [
                *answered("9.1", "care", at(11), 4, 60),
                (at(11, 2), "9.1|care|Agent/1001|INFO|DISPO|COMPLAINT"),
                *answered("9.2", "care", at(11, 5), 4, 60),
                (at(11, 7), "9.2|care|Agent/1001|INFO|DISPO|ODD-7"),
                *answered("9.3", "care", at(11, 10), 4, 60),
                (at(11, 12), f"9.3|care|Agent/1001|INFO|DISPO|{'long text ' * 9}"),
                (at(11, 20), "NONE|NONE|Agent/1001|PAUSEALL|lunch"),
                (at(11, 30), "NONE|NONE|Agent/1001|UNPAUSEALL|lunch"),
            ],
            "codes",
        )

    def _call(self, callid, lang="en_US"):
        found = self._as("sv", "ops.call").with_context(lang=lang)
        return found.search([("callid", "=", callid)])

    def _shown(self, record, name):
        """What a screen makes of a code."""
        options = dict(record.fields_get([name])[name]["selection"])
        return options.get(record[name])

    def test_screens_show_words_in_the_users_language(self):
        self.assertEqual(self._shown(self._call("9.1"), "disposition"), "Complaint")
        self.assertEqual(self._shown(self._call("9.1", "zh_CN"), "disposition"), "投诉")
        pause = self._as("sv", "ops.agent.session").with_context(lang="zh_CN")
        pause = pause.search([("reason", "=", "lunch"), ("source_id", "=", self.source.id)])
        self.assertEqual((len(pause), self._shown(pause, "reason")), (1, "用餐"))

    def test_the_timeline_says_it_in_words_too(self):
        timeline = str(self._call("9.1").timeline)
        self.assertIn("Complaint", timeline)
        self.assertNotIn("DISPO", timeline)
        self.assertIn("long text", str(self._call("9.3").timeline))

    def test_a_code_nobody_named_shows_itself_until_it_is_named(self):
        call = self._call("9.2")
        self.assertEqual(self._shown(call, "disposition"), "ODD-7")
        code = self.code.search([("kind", "=", "disposition"), ("code", "=", "ODD-7")])
        code.with_user(self.users["om"]).label = "Lost parcel"
        self.assertEqual(self._shown(call, "disposition"), "Lost parcel")
        field = call._fields["disposition"]
        self.assertEqual(field.convert_to_export(call.disposition, call), "Lost parcel")

    def test_a_merge_keeps_the_words_given(self):
        code = self.code.search([("kind", "=", "disposition"), ("code", "=", "COMPLAINT")])
        code.label = "Grievance"
        self._feed([(at(11, 3), "9.2|care|Agent/1001|INFO|DISPO|COMPLAINT")], "again")
        self.assertEqual(self.code.search([("code", "=", "COMPLAINT")]).label, "Grievance")

    def test_free_text_is_no_code(self):
        self.assertFalse(self.code.search([("code", "like", "long text")]))
        self.assertTrue(self._call("9.3").disposition)

    def test_a_group_of_a_code_opens_its_calls(self):
        groups = self._as("sv", "ops.call").formatted_read_group(
            [("queue_id", "=", self.care.id), ("disposition", "!=", False)],
            ["disposition"],
            ["__count"],
        )
        counts = {group["disposition"]: group["__count"] for group in groups}
        self.assertEqual((counts["COMPLAINT"], counts["ODD-7"]), (1, 1))

    def test_only_the_operations_manager_names_codes(self):
        code = self.code.search([], limit=1)
        for role in ("pm", "sv", "cs"):
            with self.subTest(role), self.assertRaises(AccessError):
                code.with_user(self.users[role]).label = "x"
