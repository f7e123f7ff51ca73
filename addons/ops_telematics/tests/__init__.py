from . import test_archive
from . import test_feed_register
from . import test_register
from . import test_register_form
from . import test_register_tour
from . import test_settlement
from . import test_settlement_tour
