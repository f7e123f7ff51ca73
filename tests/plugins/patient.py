"""pytest plugin of the addon tests: requests of a browser wait longer for their turn.

Odoo lets one request at a time work with the cursor of a test and gives up on the others after
20 s. The first page of a run compiles all assets meanwhile, which takes longer on a busy machine:
the browser then gets an error page where it expects data.
"""

LOCK_TIMEOUT_S = 120


def pytest_sessionstart():
    """Sets the limit for every test class, once the Odoo plugin has configured Odoo: not before."""
    from odoo.tests.common import BaseCase

    BaseCase.test_cursor_lock_timeout = LOCK_TIMEOUT_S
