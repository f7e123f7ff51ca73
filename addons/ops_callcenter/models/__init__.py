from . import ops_client_project
from . import ops_kpi_contract
