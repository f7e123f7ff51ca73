from . import ops_feed_key_wizard
