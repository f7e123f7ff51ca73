from . import ops_register
from . import ops_refit
from . import ops_register_import
