"""`./ops docker-check`: builds the image without an engine and runs its entry point once.

buildah builds in a chroot from a Debian made by debootstrap; the entry point then runs as its
own user, on 127.0.0.1, against a PostgreSQL that asks for a password.
"""

import os
import secrets
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import odoo_source, postgres
from .process import free_port, logged, output, tail
from .say import Failure, note, step

SUITE = "bookworm"
BASE, IMAGE = "localhost/ops-base", "localhost/ops-suite"
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
INSIDE = "/usr/local/share/host-authorities.crt"
# A company network's own authority must be known inside, too.
TRUST = ("PIP_CERT", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE")
PATIENCE_S = 300
READ = "read .ops/log/docker.log."


class Guarded(postgres.Embedded):
    """A server for the container: reachable by any local account, but only with the password."""

    def __init__(self, places, base, password):
        self._own_base, self.password = base, password
        super().__init__(places)

    def _find_base(self):
        return self._own_base

    def start(self):
        """Starts it and closes it for those without the password."""
        self._prepare()
        self._boot()
        self.sql(f"ALTER ROLE {postgres.ROLE} PASSWORD '{self.password}'")
        self.sql("ALTER SYSTEM SET unix_socket_permissions = '0777'")
        self._control("-m", "fast", "-w", "stop")
        rules = self._data / "pg_hba.conf"
        rules.write_text("local all all scram-sha-256\n")
        self._boot()
        for folder in (self._base, self._socket):
            folder.chmod(0o755)

    def stop(self):
        """Stops it."""
        self._control("-m", "fast", "-w", "stop")


def _buildah(places, *arguments):
    storage = ["--root", places.cache / "buildah", "--storage-driver", "vfs"]
    runtime = ["--runroot", places.state / "buildah-run"]
    return ["buildah", *storage, *runtime, *arguments]


def _base_image(places, log):
    """A minimal Debian from this machine's own mirror, kept as an image in the cache."""
    if subprocess.run(_buildah(places, "inspect", BASE), capture_output=True).returncode == 0:
        return
    with step(f"Base image (debootstrap {SUITE})"), tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        command = ["debootstrap", "--variant=minbase", SUITE, root, odoo_source.mirror()]
        logged(command, log, READ)
        container = output(_buildah(places, "from", "scratch")).strip()
        logged(_buildah(places, "add", container, root, "/"), log, READ)
        logged(_buildah(places, "copy", container, AUTHORITIES, INSIDE), log, READ)
        trust = [part for name in TRUST for part in ("--env", f"{name}={INSIDE}")]
        logged(_buildah(places, "config", *trust, container), log, READ)
        logged(_buildah(places, "commit", "--rm", container, BASE), log, READ)


def _build(places, log):
    with step("Image (the steps of ./ops, in a chroot)"):
        options = ["--isolation", "chroot", "--layers=false", "--build-arg", f"BASE={BASE}"]
        options += ["--format", "docker", "-f", "docker/Dockerfile", "-t", IMAGE, "."]
        logged(_buildah(places, "build", *options), log, READ, cwd=places.project)


def _settings(places, port, password):
    return {
        "PGHOST": "/run/database",
        "PGUSER": postgres.ROLE,
        "PGPASSWORD": password,
        "OPS_ADMIN_PASSWORD": secrets.token_urlsafe(12),
        "OPS_INTERFACE": "127.0.0.1",
        "OPS_PORT": str(port),
    }


def _run(places, container, server, settings, log):
    options = ["--isolation", "chroot"]
    options += ["--volume", f"{server.address['PGHOST']}:/run/database"]
    options += [part for item in settings.items() for part in ("--env", "=".join(item))]
    entry = ["/opt/ops-suite/ops", "container"]
    command = _buildah(places, "run", *options, container, "--", *entry)
    with open(log, "ab") as sink:
        return subprocess.Popen(
            list(map(str, command)), stdin=subprocess.DEVNULL, stdout=sink, stderr=sink
        )


def _await(process, port, log):
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            for page in ("/web/health?db_server_status=1", "/web/login"):
                urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=60).close()
            return
        except urllib.error.HTTPError as error:
            raise Failure(f"{error.url} answers {error.code}", READ) from error
        except OSError:
            time.sleep(0.5)
    raise Failure(f"the entry point did not serve:\n{tail(log)}", READ)


def _owner_of_server(port):
    """The account of the process that listens on a port, as the kernel knows it."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[1].endswith(f":{port:04X}") and fields[3] == "0A":
            return int(fields[7])
    raise Failure("nobody listens on the port.", READ)


def _serve_once(places, log):
    base = Path(tempfile.mkdtemp(prefix="ops-docker-", dir="/var/tmp"))
    server = Guarded(places, base, secrets.token_hex(16))
    container = output(_buildah(places, "from", IMAGE)).strip()
    process, port = None, free_port()
    try:
        server.start()
        settings = _settings(places, port, server.password)
        process = _run(places, container, server, settings, log)
        _await(process, port, log)
        if _owner_of_server(port) == 0:
            raise Failure("the server runs as root.", "see USER in docker/Dockerfile.")
    finally:
        if process:
            process.terminate()
            process.wait(60)
        server.stop()
        subprocess.run(list(map(str, _buildah(places, "rm", container))), capture_output=True)
        shutil.rmtree(base, ignore_errors=True)


def check(places):
    """Builds, runs, looks at the health and login pages; gives the exit code."""
    if os.getuid():
        raise Failure("the image is built in a chroot, which needs root.", "run it as root.")
    log = places.logs / "docker.log"
    log.unlink(missing_ok=True)
    _base_image(places, log)
    _build(places, log)
    with step("Entry point against a PostgreSQL with a password"):
        _serve_once(places, log)
    note("The image serves /web/health and /web/login as its own user.")
    return 0
