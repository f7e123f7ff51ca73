from . import test_confidential_calls
from . import test_floor_access
from . import test_floor_figures
from . import test_kpi_contract
