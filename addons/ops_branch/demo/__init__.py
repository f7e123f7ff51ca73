from .work import load_demo_work
