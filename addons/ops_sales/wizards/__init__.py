from . import ops_contract_sealing
from . import ops_customer_hold
