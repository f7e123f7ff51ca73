from . import ops_feed
from . import ops_feed_template
from . import ops_subject_request
from . import survey
