from . import models
from . import wizards
from .demo import load_demo_sales
