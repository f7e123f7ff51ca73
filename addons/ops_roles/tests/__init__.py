from . import test_confidential_table
