from . import test_confidential_http
from . import test_confidential_table
from . import test_feed_http
from . import test_feed_ingest
from . import test_feed_worker
from . import test_role_assignment
from . import test_role_guard
