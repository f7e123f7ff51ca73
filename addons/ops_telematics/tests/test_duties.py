from odoo.tests import tagged

from odoo.addons.ops_branch.tests.common_branch import BranchCase
from odoo.addons.ops_roles.tests.common_duties import DutiesMixin, proves

#: The duties this addon serves so far.
DUTIES = {
    "R66": (
        ("da", "menu_register", "create"),
        ("da", "menu_refit", "create"),
        ("da", "menu_vehicle", "write"),
    ),
    "R67": (("da", "menu_platform_notice", "write"),),
    "R68": (
        ("da dm", "menu_archive_board", "read"),
        ("da", "menu_archive", "write"),
        ("da", "menu_settlement", "read"),
    ),
    "R69": (
        ("da", "menu_repair_audit", "read"),
        ("da bm technician", "menu_repair_entry", "create"),
    ),
    "R71": (
        ("da", "menu_register_import", "create"),
        ("da dm", "menu_sim_usage", "read"),
        ("dm fin", "menu_settlement", "read"),
        ("da dm", "menu_dispute", "read"),
        ("dm", "menu_sim_plan", "create"),
    ),
    "R73": (("dm bm", "menu_archive", "read"), ("dm", "menu_archive_kind", "create")),
    "R75": (("da bm", "menu_rma", "create"),),
}


@tagged("post_install", "-at_install")
@proves("ops_telematics", DUTIES)
class TestDuties(DutiesMixin, BranchCase):
    pass
