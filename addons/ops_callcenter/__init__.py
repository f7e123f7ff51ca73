from . import models
from .demo import load_demo_floor
