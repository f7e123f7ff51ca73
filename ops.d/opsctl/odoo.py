"""Running Odoo: its configuration file per database, servers, one-off commands and scripts."""

import os
import signal
import subprocess
from pathlib import Path

from .process import die_with_parent, logged

SCRIPTS = Path(__file__).parent.parent / "scripts"
DEMO = "--with-demo"
FIX = "read that log; when it is one of our addons, mend it and run the same command again."


class Odoo:
    """Odoo of one checkout against one database server."""

    def __init__(self, places, source, server):
        self._places, self._source, self._server = places, source, server

    @property
    def python(self):
        """Odoo's Python."""
        return self._places.venv / "bin" / "python"

    def config(self, database, port=None):
        """Writes the configuration file for a database and gives its path."""
        address = self._server.address
        paths = [*self._source.addons, self._places.oca, self._places.addons]
        options = {
            "addons_path": ",".join(str(p) for p in paths if p.is_dir() and any(p.iterdir())),
            "data_dir": self._places.data,
            "db_host": address["PGHOST"],
            "db_port": address["PGPORT"],
            "db_user": address["PGUSER"],
            "db_name": database,
            "dbfilter": f"^{database}$",
            "list_db": False,
            "http_interface": "127.0.0.1",
            "http_port": port or self._places.port,
            "proxy_mode": False,
            "workers": 0,
            "max_cron_threads": 1,
            "limit_time_cpu": 3600,
            "limit_time_real": 3600,
        }
        path = self._places.state / "conf" / f"{database}.conf"
        path.parent.mkdir(exist_ok=True)
        lines = (f"{key} = {value}\n" for key, value in options.items())
        path.write_text("[options]\n" + "".join(lines))
        path.chmod(0o600)
        return path

    def command(self, kind, database, *arguments):
        """The command line of an Odoo sub-command on a database."""
        return [self.python, "-m", "odoo", kind, "-c", self.config(database), *arguments]

    def environment(self):
        """The environment of every Odoo process."""
        return {**self._server.environment, "PYTHONDONTWRITEBYTECODE": ""}

    def log_of(self, database):
        """The log of installations in a database."""
        return self._places.logs / f"install-{database}.log"

    def change(self, database, *arguments, log=None):
        """Installs or updates modules and stops; the log says what happened."""
        log = log or self.log_of(database)
        program = [SCRIPTS / "demo_server.py"] if DEMO in arguments else ["-m", "odoo"]
        command = [self.python, *program, "server", "-c", self.config(database), *arguments]
        command += ["--stop-after-init", "--no-http", "--max-cron-threads=0"]
        logged(command, log, FIX, env=self.environment())

    def script(self, database, name, **variables):
        """Runs ops.d/scripts/NAME in a shell on the database and gives what it printed."""
        text = (SCRIPTS / name).read_text()
        settings = {f"OPS_{key.upper()}": str(value) for key, value in variables.items()}
        log = self._places.logs / f"script-{database}.log"
        command = self.command("shell", database, "--no-http", f"--logfile={log}")
        done = subprocess.run(
            [str(part) for part in command], input=text, text=True, check=True,
            stdout=subprocess.PIPE, env={**self.environment(), **settings},
        )  # fmt: skip
        return done.stdout

    def serve(self, database, log):
        """Starts a server in a process group of its own and gives the process."""
        command = self.command("server", database)
        with open(log, "ab") as output:
            return subprocess.Popen(
                [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, env=self.environment(), start_new_session=True,
                preexec_fn=die_with_parent,
            )  # fmt: skip

    def shell(self, database):
        """The interactive shell on our own terminal or standard input; gives its exit code."""
        command = self.command("shell", database, "--no-http", "--log-level=warn")
        signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C there ends a line, not the shell
        return subprocess.call(list(map(os.fspath, command)), env=self.environment())
