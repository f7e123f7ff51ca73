from odoo.tests import tagged

from odoo.addons.ops_branch.tests.common_branch import BranchCase
from odoo.addons.ops_roles.tests.common_duties import DutiesMixin, proves

#: The duties this addon serves so far.
DUTIES = {
    "R52": (
        ("sd", "menu_policy", "create"),
        ("mm bm sa branch_sales", "menu_policy", "read"),
        ("mm sd sa branch_sales", "menu_order_held", "read"),
        ("branch_sales sa", "menu_order", "create"),
    ),
    "R54": (
        ("sd bm sa branch_sales", "menu_contract", "create"),
        ("mm gm dm fin", "menu_contract", "read"),
        ("sd", "menu_contract_template", "create"),
        ("sa mm sd", "menu_contract_seal", "read"),
        ("sd bm sa branch_sales", "menu_contract_expiry", "write"),
    ),
    "R57": (
        ("sa sd bm branch_sales", "menu_collection_late", "write"),
        ("dm mm fin gm", "menu_collection_late", "read"),
        ("sa bm branch_sales", "menu_collection", "create"),
        ("sa dm fin", "menu_collection_receipt", "read"),
        ("dm sd", "menu_dunning_step", "create"),
        ("sa branch_sales", "menu_dunning", "write"),
        ("sd mm", "menu_customer_hold", "read"),
    ),
}


@tagged("post_install", "-at_install")
@proves("ops_sales", DUTIES)
class TestDuties(DutiesMixin, BranchCase):
    pass
