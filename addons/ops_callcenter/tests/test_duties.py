from odoo.tests import tagged

from odoo.addons.ops_roles.tests.common_duties import DutiesMixin, proves
from odoo.addons.ops_roles.tests.common_roles import RolesCase

#: The duties this addon serves so far.
DUTIES = {
    "R18": (
        ("om", "menu_kpi_contract", "create"),
        ("pm", "menu_client_project", "read"),
        ("om pm", "menu_project_day", "read"),
    ),
    "R19": (("sv", "menu_call_interval", "read"), ("sv", "menu_call_back", "read")),
    "R28": (
        ("qa", "menu_qa_sample_line", "read"),
        ("qa", "menu_qa_evaluation", "read"),
        ("qa", "menu_qa_form", "create"),
    ),
    "R30": (("qa", "ops_roles.menu_report_draw", "create"),),
    "R33": (("om qa", "ops_roles.menu_ops_indicator", "create"),),
}


@tagged("post_install", "-at_install")
@proves("ops_callcenter", DUTIES)
class TestDuties(DutiesMixin, RolesCase):
    pass
