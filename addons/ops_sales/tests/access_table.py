"""What each role may do to the models of this addon; how to read it stands in ops_roles."""

from .access_table_collection import COLLECTION
from .access_table_contract import CONTRACT
from .access_table_policy import POLICY

ACCESS = {**POLICY, **CONTRACT, **COLLECTION}
