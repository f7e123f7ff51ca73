from . import ops_contract_sealing
