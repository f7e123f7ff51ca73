"""What each role may do to the models of this addon; how to read it stands in ops_roles."""

from .access_table_batch import BATCH
from .access_table_register import REGISTER
from .access_table_repair import REPAIR
from .access_table_service import SERVICE
from .access_table_settlement import SETTLEMENT

ACCESS = {**REGISTER, **REPAIR, **SETTLEMENT, **BATCH, **SERVICE}
