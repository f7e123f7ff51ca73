"""What journeys and fault tests use: fresh databases, servers, scripts, a database server to crash.

def test_something(site, fresh):
    database = fresh(site.template)          # a copy, dropped after the test
    with site.serving(database) as url: ...  # a real Odoo on a free port of 127.0.0.1
    site.run(database, "print(env.company.name)")
"""

import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from opsctl import addons, odoo_source, postgres
from opsctl.databases import Databases
from opsctl.odoo import Odoo
from opsctl.places import Places
from opsctl.process import die_with_parent, free_port

PATIENCE_S = 90


class Crashable(postgres.Embedded):
    """A cluster of the test's own, which it may crash."""

    def __init__(self, places, base):
        self._own_base = Path(base)
        super().__init__(places)

    def _find_base(self):
        return self._own_base

    def start(self):
        """Starts it, also after a crash (PostgreSQL then recovers from its log)."""
        self._prepare()
        if self._control("status").returncode:
            self._boot()

    def crash(self):
        """Ends every server process at once, as a power cut would; what is committed stays."""
        self._control("-m", "immediate", "-w", "stop")

    def stop(self):
        """Stops it in order."""
        self._control("-m", "fast", "-w", "stop")

    def copy_of(self, server, database, name):
        """Copies a database of another server into this one."""
        options = ["--no-owner", "-Fc", database]
        dump = self._own_base / "copy.dump"
        with open(dump, "wb") as output:
            command = [self._bin() / "pg_dump", *options]
            subprocess.run(command, env=server.environment, stdout=output, check=True)
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE template0')
        restore = [self._bin() / "pg_restore", "--no-owner", "-d", name, dump]
        subprocess.run(restore, env=self.environment, check=True)
        dump.unlink()


class Site:
    """This checkout with its prepared databases: `template` with demo data, `plain` without."""

    def __init__(self):
        self.places = Places(Path(__file__).resolve().parents[1])
        self.source = odoo_source.get(self.places)
        self.server = postgres.get(self.places)
        self.template = os.environ["OPS_TEST_TEMPLATE"]
        self.plain = os.environ["OPS_TEST_PLAIN"]
        self.addons = addons.suite(self.places)

    def odoo(self, server=None):
        """Odoo against our server or another one."""
        return Odoo(self.places, self.source, server or self.server)

    @property
    def databases(self):
        """Clone, drop and install on our server."""
        return Databases(self.places, self.source, self.server, self.odoo())

    def command(self, database, server=None):
        """Command line and environment of an Odoo shell that reads standard input."""
        odoo = self.odoo(server)
        command = odoo.command("shell", database, "--no-http", "--log-level=error")
        return list(map(str, command)), odoo.environment()

    def run(self, database, code, server=None, check=True):
        """Runs code in a shell; gives the finished process with `stdout` and `stderr` as text.

        The shell rolls back at its end: call `env.cr.commit()` to keep anything.
        """
        command, environment = self.command(database, server)
        return subprocess.run(
            command, input=code, text=True, capture_output=True, env=environment, check=check
        )

    def start(self, database, code, server=None):
        """The same, not waited for: gives the process, for a test that will kill it."""
        command, environment = self.command(database, server)
        process = subprocess.Popen(
            command, text=True, env=environment, preexec_fn=die_with_parent,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        process.stdin.write(code)
        process.stdin.close()
        process.stdin = None
        return process

    def sql(self, database, statement):
        """Rows of a statement, as lists of text."""
        return self.server.sql(statement, database)

    @contextmanager
    def serving(self, database, server=None):
        """A server on a free port of 127.0.0.1; gives its address and ends it afterwards."""
        port, odoo = free_port(), self.odoo(server)
        command = odoo.command("server", database, f"--http-port={port}", "--log-level=warn")
        log = self.places.logs / f"serving-{database}.log"
        with open(log, "wb") as output:
            process = subprocess.Popen(
                list(map(str, command)), stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, env=odoo.environment(), preexec_fn=die_with_parent,
            )  # fmt: skip
        try:
            yield _answering(process, f"http://127.0.0.1:{port}", log)
        finally:
            process.terminate()
            process.wait(30)

    @contextmanager
    def crashable(self, database):
        """A database server of its own and the name of a copy of a database in it.

        The server is stopped and everything removed afterwards.
        """
        base, name = Path(tempfile.mkdtemp(prefix="ops-crash-", dir="/var/tmp")), _crash_name()
        server = Crashable(self.places, base)
        server.start()
        try:
            server.copy_of(self.server, database, name)
            yield server, name
        finally:
            server.stop()
            shutil.rmtree(base, ignore_errors=True)
            shutil.rmtree(self.places.data / "filestore" / name, ignore_errors=True)
            (self.places.state / "conf" / f"{name}.conf").unlink(missing_ok=True)


def _crash_name():
    return f"crash_{os.getpid()}"


def _answering(process, url, log):
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/web/login", timeout=PATIENCE_S).close()
            return url
        except urllib.error.HTTPError as error:
            raise AssertionError(f"the login page answers {error.code}; see {log}") from error
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no server: {log.read_text()[-2000:]}")
