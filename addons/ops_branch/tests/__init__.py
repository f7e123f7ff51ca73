from . import test_branch
from . import test_cash
from . import test_confidential_leads
from . import test_isolation
from . import test_muster
