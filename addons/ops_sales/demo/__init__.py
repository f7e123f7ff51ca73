from .sales import load_demo_sales
