from . import test_confidential_calls
from . import test_floor_access
from . import test_floor_figures
from . import test_kpi_contract
from . import test_floor_tours
from . import test_cdr_recording
from . import test_queue_log
