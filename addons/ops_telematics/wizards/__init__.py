from . import ops_register
from . import ops_refit
from . import ops_register_import
from . import ops_settlement_credit
from . import ops_sim_usage_extract
