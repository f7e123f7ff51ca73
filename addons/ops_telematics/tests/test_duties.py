from odoo.tests import tagged

from odoo.addons.ops_branch.tests.common_branch import BranchCase
from odoo.addons.ops_roles.tests.common_duties import DutiesMixin, proves

#: The duties this addon serves so far.
DUTIES = {
    "R66": (
        ("da", "menu_vehicle", "write"),
        ("da", "menu_vehicle", "create"),
        ("da", "menu_register", "create"),
        ("da", "menu_refit", "create"),
    ),
    "R67": (
        ("da", "menu_platform_notice", "create"),
        ("dm bm technician", "menu_platform_notice", "read"),
    ),
    "R68": (
        ("da", "menu_archive", "write"),
        ("dm da", "menu_archive_board", "read"),
        ("dm da", "menu_sim", "read"),
    ),
    "R69": (
        ("da", "menu_repair_audit", "write"),
        ("bm technician", "menu_repair", "write"),
        ("da bm technician", "menu_repair_entry", "create"),
    ),
    "R71": (
        ("da", "menu_register_import", "create"),
        ("da", "menu_sim_batch", "create"),
        ("dm fin", "menu_sim_batch", "read"),
        ("dm", "menu_operator_layout", "create"),
        ("dm", "menu_sim_plan", "create"),
        ("da dm fin", "menu_prepaid_entry", "read"),
        ("da", "menu_settlement", "create"),
        ("dm fin", "menu_settlement", "read"),
        ("da fin", "menu_dispute", "write"),
        ("da dm", "menu_sim_usage", "read"),
        ("da dm", "menu_sim_idle", "read"),
    ),
    "R73": (("dm bm", "menu_archive", "read"), ("dm", "menu_archive_kind", "create")),
    "R74": (
        ("dm sa da", "menu_service_renewal", "write"),
        ("mm bm fin", "menu_service_renewal", "read"),
        ("dm fin", "menu_service_run", "read"),
        ("mm dm da", "menu_sim_unpaid", "read"),
        ("da sa bm technician branch_sales", "menu_certificate", "read"),
    ),
    "R75": (("bm da", "menu_rma", "create"), ("fin", "menu_rma_line", "read")),
}


@tagged("post_install", "-at_install")
@proves("ops_telematics", DUTIES)
class TestDuties(DutiesMixin, BranchCase):
    pass
