from . import test_confidential_calls
