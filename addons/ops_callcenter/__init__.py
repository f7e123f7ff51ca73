from . import controllers
from . import models
from .demo import load_demo_floor
