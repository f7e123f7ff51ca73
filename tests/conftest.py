"""Fixtures of the tests in this folder: `site` (this checkout) and `fresh` (database copies)."""

import itertools
import os
from contextlib import contextmanager

import pytest

from tests.harness import Site

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def site():
    """This checkout: prepared databases, Odoo, the database server."""
    return Site()


@contextmanager
def copies(site):
    """Gives a function that copies a prepared database; the copies are dropped at the end."""
    made = []

    def copy(origin):
        name = f"copy_{os.getpid()}_{next(NUMBERS)}"
        made.append(name)
        site.databases.clone(origin, name)
        return name

    yield copy
    for name in made:
        site.databases.drop(name)
        (site.places.state / "conf" / f"{name}.conf").unlink(missing_ok=True)


@pytest.fixture
def fresh(site):
    """A function that copies a prepared database; the copies are dropped after the test."""
    with copies(site) as copy:
        yield copy
