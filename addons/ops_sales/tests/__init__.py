from . import test_access
from . import test_collection
from . import test_contract
from . import test_contract_tour
from . import test_duties
from . import test_policy
from . import test_policy_tour
