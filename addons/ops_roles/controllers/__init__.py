from . import ops_feed
