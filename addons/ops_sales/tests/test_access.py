from odoo.tests import tagged

from odoo.addons.ops_roles.tests.common_access import AccessTableMixin

from .access_table import ACCESS
from .common_sales import SalesCase


@tagged("post_install", "-at_install")
class TestSalesAccess(AccessTableMixin, SalesCase):
    module = "ops_sales"
    access = ACCESS
