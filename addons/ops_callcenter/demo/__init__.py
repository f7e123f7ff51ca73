from .load import load_demo_floor
