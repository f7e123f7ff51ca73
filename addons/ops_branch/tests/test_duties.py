from odoo.tests import tagged

from odoo.addons.ops_roles.tests.common_duties import DutiesMixin, proves

from .common_branch import BranchCase

DUTIES = {
    "R39": (
        ("dm", "menu_branch", "create"),
        ("bm dm", "menu_branch_liaison", "read"),
    ),
    "R40": (("bm da", "menu_handover", "create"),),
    "R41": (
        ("storekeeper sa", "menu_transfer", "create"),
        ("bm", "menu_transfer", "write"),
    ),
    "R42": (
        ("bm", "menu_work_order", "create"),
        ("technician", "menu_work_order_mine", "write"),
        ("bm", "menu_engineering", "create"),
        ("da", "menu_work_serial", "read"),
    ),
    "R43": (
        ("storekeeper", "menu_stock_count", "read"),
        ("bm", "menu_stock_plan", "create"),
        ("bm storekeeper", "menu_tool", "write"),
        ("technician", "menu_tool_mine", "read"),
    ),
    "R44": (
        ("cashier", "menu_cash_entry", "create"),
        ("bm", "menu_cash_day", "read"),
        ("fin", "menu_cash_acceptance", "read"),
        ("bm fin", "menu_cash_unclosed", "read"),
    ),
    "R45": (
        ("bm", "menu_muster", "read"),
        ("cashier technician", "menu_attendance_correction", "create"),
    ),
    "R46": (("bm technician", "menu_incident_quick", "create"),),
    "R47": (
        ("branch_sales bm", "menu_market_note", "create"),
        ("sd", "menu_market_trend", "read"),
    ),
    "R48": (
        ("bm", "menu_local_problem", "create"),
        ("branch_sales", "menu_commitment", "create"),
    ),
    "R49": (
        ("da", "menu_expense_report", "create"),
        ("dm fin", "menu_expense_report", "read"),
    ),
    "R50": (
        ("sd", "menu_inspection", "create"),
        ("mm", "menu_inspection_ranking", "read"),
    ),
    "R51": (
        ("bm sd mm", "menu_branch_cockpit", "read"),
        ("bm", "ops_roles.menu_report", "read"),
    ),
}


@tagged("post_install", "-at_install")
@proves("ops_branch", DUTIES)
class TestDuties(DutiesMixin, BranchCase):
    pass
