"""``./ops setup`` killed while it builds a database: run again, it starts that database over.

The suite is one small addon here, which waits in the middle of its installation to be killed.
"""

import os
import signal
import subprocess
import sys
import time

from opsctl import addons
from tests.harness import PATIENCE_S

PROBE = "ops_setup_probe"
HOOK = """
import os
import time
from pathlib import Path


def hold(env):
    mark = os.environ.get("OPS_TEST_HOLD")
    if mark:
        Path(mark).touch()
        time.sleep(600)
"""
SETUP = """
import sys
from pathlib import Path
from opsctl import cli
from opsctl.places import Places


class Small(Places):
    addons = Path({addons!r})


sys.exit(cli.setup(Small(Path({project!r})), ["--empty"]))
"""
NAMES = "SELECT datname FROM pg_database WHERE datname LIKE '{name}%' ORDER BY 1"


def _probe(site, folder):
    """An addon that needs what the suite needs, so that the same natives serve it."""
    addon = folder / PROBE
    addon.mkdir()
    needs = addons.natives(site.addons)
    manifest = {"name": PROBE, "license": "LGPL-3", "depends": needs, "post_init_hook": "hold"}
    (addon / "__manifest__.py").write_text(repr(manifest))
    (addon / "__init__.py").write_text(HOOK)


def _setup(site, name, folder, **environment):
    code = SETUP.format(addons=str(folder), project=str(site.places.project))
    path = {"PYTHONPATH": str(site.places.project / "ops.d"), "OPS_DB": name}
    return subprocess.Popen(
        [sys.executable, "-c", code], env={**os.environ, **path, **environment},
        start_new_session=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def _names(site, name):
    return [row[0] for row in site.server.sql(NAMES.format(name=name))]


def _kill_when(process, mark):
    """Kill the command and all it started once the installation has come to its middle."""
    end = time.monotonic() + PATIENCE_S
    while not mark.exists():
        assert process.poll() is None and time.monotonic() < end, process.stdout.read()
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE_S)


def test_setup_killed_halfway_finishes_when_run_again(site, tmp_path):
    name = f"killed_setup_{os.getpid()}"
    natives, mark = site.databases.natives(), tmp_path / "halfway"
    folder = tmp_path / "addons"
    folder.mkdir()
    _probe(site, folder)
    try:
        site.databases.clone(natives, f"{name}_natives")
        site.databases.remember(f"{name}_natives", **site.databases.notes(natives))
        _kill_when(_setup(site, name, folder, OPS_TEST_HOLD=str(mark)), mark)
        assert _names(site, name) == [f"{name}_building", f"{name}_natives"]
        again = _setup(site, name, folder)
        output, _none = again.communicate(timeout=PATIENCE_S)
        assert again.returncode == 0, output
        assert _names(site, name) == [name, f"{name}_natives"]
        state = f"SELECT state FROM ir_module_module WHERE name = '{PROBE}'"
        assert site.sql(name, state) == [["installed"]]
    finally:
        for left in (name, f"{name}_building", f"{name}_natives"):
            site.databases.drop(left)
            (site.places.state / "conf" / f"{left}.conf").unlink(missing_ok=True)
