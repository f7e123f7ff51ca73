from . import controllers
from . import models
from . import scope
from . import wizards
from .hooks import appoint_first_administrator, remove_assignments
