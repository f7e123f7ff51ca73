"""The commands of ./ops."""

import os
import signal
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

from . import (
    benching,
    checks,
    container,
    docker_check,
    odoo_source,
    postgres,
    python_env,
    system,
    testing,
    translations,
)
from .databases import Databases
from .locking import exclusive
from .odoo import Odoo
from .places import Places
from .say import Failure, note
from .serve import serve

HELP = """\
./ops: the operations suite on Odoo 19

  ./ops run [--empty]        set up what is missing, serve on 127.0.0.1, print the logins
  ./ops setup [--empty]      the same without serving
  ./ops shell                Odoo shell on the database; reads standard input when piped
  ./ops test [PATH] [-k ..]  everything tested; with arguments only a part, in seconds
  ./ops lint [--fix]         the linters; --fix formats
  ./ops i18n                 export terms and merge them into each zh_CN.po
  ./ops bench [NAME]         figures with their limits; exit code 1 when one is short
  ./ops docker-check         build the image without an engine and run it once
  ./ops help                 this text

  OPS_PORT (8069), OPS_DB (ops; ops_empty with --empty), ODOO_HOME (an Odoo 19.0 you have),
  PGHOST, PGPORT, PGUSER (a PostgreSQL you have). State and logs: .ops/ in this folder.
"""


class Workshop:
    """The tools of one command, made ready in the order they need each other."""

    def __init__(self, places):
        self.places = places
        self.source = self.server = self.odoo = self.databases = None

    @contextmanager
    def ready(self, packages=None):
        """Everything up to a running database server; stops it when nobody else uses it."""
        with ExitStack() as stack:
            with exclusive(self.places.state / "setup.lock"):
                self.prepare(packages or {})
            stack.callback(self.server.stop)
            self.server.start()
            yield self

    def prepare(self, packages):
        """Installs what is missing; {package: program} on top of what running needs."""
        system.ensure(self.places, {**system.RUNNING, **packages}, system.OPTIONAL)
        python_env.ensure_venv(self.places)
        self.source = odoo_source.get(self.places)
        python_env.link_odoo(self.places, self.source.library)
        python_env.ensure_oca(self.places)
        self.server = postgres.get(self.places)
        self.odoo = Odoo(self.places, self.source, self.server)
        self.databases = Databases(self.places, self.source, self.server, self.odoo)

    @contextmanager
    def alone(self):
        """Turns among commands that build databases."""
        with exclusive(self.places.state / "setup.lock"):
            yield self.databases


def _database(places, empty):
    if empty and not os.environ.get("OPS_DB"):
        return f"{places.database}_empty"
    return places.database


def _setup(places, arguments, then=None):
    unknown = set(arguments) - {"--empty"}
    if unknown:
        raise Failure(f"unknown: {' '.join(sorted(unknown))}", "'./ops help' lists the options.")
    empty = "--empty" in arguments
    name = _database(places, empty)
    with Workshop(places).ready() as shop:
        with shop.alone() as databases:
            databases.ensure(name, demo=not empty)
        return then(shop, name) if then else _finished(name)


def _finished(name):
    note(f"Ready: './ops run' serves the database {name}.")
    return 0


def run(places, arguments):
    """Sets up what is missing, then serves."""
    return _setup(places, arguments, lambda s, name: serve(s.places, s.databases, s.odoo, name))


def setup(places, arguments):
    """Everything but serving."""
    return _setup(places, arguments)


def shell(places, arguments):
    """The Odoo shell; nothing but its own output on standard output."""
    return _setup(places, arguments, lambda shop, name: shop.odoo.shell(name))


def test(places, arguments):
    """All tests, or a part."""
    with Workshop(places).ready(system.TESTING) as shop:
        return testing.run(shop, arguments)


def lint(places, arguments):
    """The linters; no database needed."""
    with exclusive(places.state / "setup.lock"):
        system.ensure(places, system.LINTING)
        python_env.ensure_venv(places)
    return checks.command(places, arguments)


def i18n(places, arguments):
    """Terms exported and merged."""
    with Workshop(places).ready() as shop:
        return translations.run(shop, arguments)


def bench(places, arguments):
    """Figures with their limits."""
    with Workshop(places).ready() as shop:
        return benching.run(shop, arguments)


def image(places, _arguments):
    """The installation steps inside an image that is being built."""
    with exclusive(places.state / "setup.lock"):
        shop = Workshop(places)
        shop.prepare({})
        container.finish_image(places, shop.source, shop.server)
    return 0


def in_container(places, _arguments):
    """The entry point of the image."""
    with Workshop(places).ready() as shop:
        return container.serve(shop)


def check_docker(places, _arguments):
    """The image, built and run once."""
    with exclusive(places.state / "setup.lock"):
        Workshop(places).prepare(system.IMAGE)
    return docker_check.check(places)


def usage(_places, _arguments):
    """The list of commands."""
    print(HELP)
    return 0


COMMANDS = {
    "run": run,
    "setup": setup,
    "shell": shell,
    "test": test,
    "lint": lint,
    "i18n": i18n,
    "bench": bench,
    "docker-check": check_docker,
    "image": image,
    "container": in_container,
    "help": usage,
}


def _interrupt(_signal, _frame):
    raise KeyboardInterrupt


def main(project, arguments):
    """Runs one command and gives its exit code; INT, TERM and HUP stop what it started."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _interrupt)
    name, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    command = COMMANDS.get({"-h": "help", "--help": "help"}.get(name, name))
    if command is None:
        print(f"ops: there is no command '{name}'\n\n{HELP}", file=sys.stderr)
        return 2
    try:
        return command(Places(Path(project)), rest)
    except Failure as failure:
        note(f"ops: {failure}")
        return 1
    except KeyboardInterrupt:
        note("    stopped")
        return 130
