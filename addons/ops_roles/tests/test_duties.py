from odoo.tests import tagged

from .common_duties import DutiesMixin, proves
from .common_roles import RolesCase

DUTIES = {
    "R01": (
        ("adm", "menu_assignment", "create"),
        ("om sv cs mm da", "menu_role_line", "read"),
    ),
    "R02": (
        ("adm", "menu_span", "read"),
        ("sv pm", "menu_role_line", "read"),
    ),
    "R03": (
        ("om pm tr", "menu_document", "create"),
        ("om", "menu_document_receipt", "read"),
        ("cs", "menu_document_to_read", "read"),
    ),
    "R04": (
        ("om mm sa qa", "menu_meeting", "create"),
        ("cs", "menu_meeting", "read"),
    ),
    "R05": (
        ("mm dm", "menu_directive", "create"),
        ("sd bm sa da om", "menu_directive_line", "write"),
    ),
    "R06": (("dm", "menu_month_plan", "create"),),
    "R07": (
        ("da sa", "menu_letter_incoming", "create"),
        ("dm", "menu_letter_incoming", "write"),
        ("dm da sa", "menu_letter_archive", "read"),
    ),
    "R08": (
        ("om mm", "menu_ops_target", "create"),
        ("pm sd", "menu_ops_target", "create"),
        ("cs", "menu_ops_target", "read"),
    ),
    "R09": (
        ("pm sv dm sd", "menu_appraisal", "write"),
        ("pm sv dm", "menu_reward", "create"),
        ("cs", "menu_appraisal_mine", "write"),
    ),
    "R10": (
        ("cs", "menu_summary_mine", "write"),
        ("sv", "menu_summary", "write"),
    ),
    "R11": (("sv om qa sd cs", "menu_proposal", "create"),),
    "R12": (
        ("mm", "menu_request", "create"),
        ("gm", "menu_approval_waiting", "read"),
    ),
    "R13": (
        ("sa", "menu_platform", "read"),
        ("sa dm", "menu_platform_outage", "create"),
    ),
    "R14": (
        ("sa", "menu_data_change", "create"),
        ("dm", "menu_data_change", "read"),
    ),
    "R15": (
        ("tr", "menu_training_session", "create"),
        ("tr sd", "menu_training_need", "create"),
        ("cs", "menu_my_training", "read"),
    ),
    "R16": (
        ("dm da qa pm bm sa", "menu_report_draw", "create"),
        ("om gm", "menu_report", "read"),
    ),
    "R17": (
        ("adm", "menu_reveal_log", "read"),
        ("cs", "menu_document_to_read", "read"),
    ),
}


@tagged("post_install", "-at_install")
@proves("ops_roles", DUTIES)
class TestDuties(DutiesMixin, RolesCase):
    def test_every_duty_on_a_role_card_is_here_or_in_its_addon(self):
        keys = self.env["ops.role.duty"].search([("key", "<=", "R17")]).mapped("key")
        self.assertFalse(set(keys) - set(DUTIES))
