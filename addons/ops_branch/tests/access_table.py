"""What each role may do to the models of this addon; how to read it stands in ops_roles."""

from odoo.addons.ops_roles.tests.common_access import Row

from .common_branch import STAFF

#: Who reads of branches at all.
READERS = " ".join(("gm mm dm sd bm sa da fin adm", *STAFF))

ACCESS = {
    "ops.branch": Row(
        read=READERS, write="dm", create="dm", pair=lambda case: (case.near, case.far)
    ),
    "ops.branch.opening": Row(read="dm", write="dm", create="dm"),
}
