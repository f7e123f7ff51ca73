"""pytest plugin: runs side by side take whole files from one heap, the heaviest first.

`OPS_TEST_CLAIMS` is an empty folder the runs share. Who makes a file in it does that file's tests;
so all end at about the same time, however long each test takes on the machine at hand. A run
without the folder does everything in the order it was collected.
"""

import os
from collections import defaultdict
from pathlib import Path

import pytest

#: A test in the browser takes as long as a dozen others; one that installs addons, longer.
BROWSER_WEIGHT, PROJECT_WEIGHT = 12, 60


def heaviest_first(weights):
    """Names in the order to take them: by weight, then by name.

    >>> heaviest_first({"a": 2, "b": 3, "c": 2})
    ['b', 'a', 'c']
    """
    return sorted(weights, key=lambda name: (-weights[name], name))


def claim(folder, name):
    """Whether this run is the first that asks for `name`.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> claim(folder, "tests/test_a.py"), claim(folder, "tests/test_a.py")
    (True, False)
    """
    try:
        (folder / name.replace(os.sep, "|")).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _weight(item):
    bases = {base.__name__ for base in getattr(getattr(item, "cls", None), "__mro__", ())}
    if "HttpCase" in bases:
        return BROWSER_WEIGHT
    return 1 if bases else PROJECT_WEIGHT


def _taken(session, folder):
    """The tests this run gets to do, file by file, as long as there are any."""
    files = defaultdict(list)
    for item in session.items:
        files[str(item.path.relative_to(session.config.rootpath))].append(item)
    for name in heaviest_first({name: sum(map(_weight, tests)) for name, tests in files.items()}):
        if claim(folder, name):
            yield from files[name]


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    """Does what no other run has taken; the usual loop when this run is the only one."""
    folder = os.environ.get("OPS_TEST_CLAIMS")
    if not folder or session.config.option.collectonly or session.testsfailed:
        return None
    taken = _taken(session, Path(folder))
    item = next(taken, None)
    while item:
        following = next(taken, None)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldfail or session.shouldstop:
            raise session.Interrupted(session.shouldstop or session.shouldfail)
        item = following
    return True
