from odoo.tests import tagged

from .common_roles import RolesCase


@tagged("post_install", "-at_install")
class TestDateGroups(RolesCase):
    def _labels(self, lang):
        cards = self.Assignment.with_context(lang=lang)
        return [
            cards.formatted_read_group(
                [("employee_id", "=", self.people["cs"].id)], [f"date_from:{part}"], ["__count"]
            )[0][f"date_from:{part}"][1]
            for part in ("day", "week", "month", "quarter", "year")
        ]

    def test_groups_of_dates_are_named_in_chinese_form(self):
        self.cards["cs"].date_from = "2026-02-04"
        self.assertEqual(
            self._labels("zh_CN"),
            ["2026年2月4日", "2026年第6周", "2026年2月", "2026年第1季度", "2026"],
        )

    def test_other_languages_keep_odoos_form(self):
        self.cards["cs"].date_from = "2026-02-04"
        self.assertNotIn("年", "".join(self._labels("en_US")))
