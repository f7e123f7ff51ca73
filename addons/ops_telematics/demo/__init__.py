from .register import load_demo_register
