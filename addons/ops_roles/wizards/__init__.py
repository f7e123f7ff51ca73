from . import base_partner_merge
from . import ops_approval_opinion
from . import ops_directive_step
from . import ops_feed_key_show
from . import ops_feed_key_wizard
from . import ops_role_assign
from . import ops_role_day
from . import ops_role_span_move
