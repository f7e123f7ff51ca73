from odoo.tests import tagged

from odoo.addons.ops_branch.tests.common_branch import BranchCase
from odoo.addons.ops_roles.tests.common_duties import DutiesMixin, proves

#: The duties this addon serves so far.
DUTIES = {
    "R66": (("da", "menu_vehicle", "create"), ("da", "menu_register", "create")),
    "R68": (
        ("da", "menu_archive", "write"),
        ("dm da", "menu_archive_board", "read"),
        ("dm da", "menu_sim", "read"),
    ),
    "R71": (
        ("da", "menu_sim_batch", "create"),
        ("dm fin", "menu_sim_batch", "read"),
        ("dm", "menu_operator_layout", "create"),
        ("da dm fin", "menu_prepaid_entry", "read"),
        ("da", "menu_settlement", "create"),
        ("dm fin", "menu_settlement", "read"),
        ("da dm", "menu_sim_usage", "read"),
        ("da dm", "menu_sim_idle", "read"),
    ),
    "R74": (
        ("dm sa da", "menu_service_renewal", "write"),
        ("mm bm fin", "menu_service_renewal", "read"),
        ("dm fin", "menu_service_run", "read"),
        ("mm dm da", "menu_sim_unpaid", "read"),
        ("da sa bm technician branch_sales", "menu_certificate", "read"),
    ),
}


@tagged("post_install", "-at_install")
@proves("ops_telematics", DUTIES)
class TestDuties(DutiesMixin, BranchCase):
    pass
