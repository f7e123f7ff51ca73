"""Serving the suite until Ctrl-C, and saying where it is and who can log in."""

import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from .process import tail
from .say import Failure, step

PATIENCE_S = 120
GRACE_S = 20


def _answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login", timeout=60) as page:
            return page.status == 200
    except urllib.error.HTTPError as error:
        raise Failure(
            f"the login page answers {error.code}.", "read .ops/log/odoo.log for the reason."
        ) from error
    except OSError:
        return False


def _check_port(port):
    if _listening(port):
        raise Failure(f"port {port} is taken.", "choose another: OPS_PORT=8070 ./ops run")


def _listening(port):

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait(process, port, log):
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Failure(f"Odoo stopped:\n{tail(log)}", f"read {log} and run it again.")
        if _answers(port):
            return
        time.sleep(0.2)
    raise Failure("no login page within two minutes.", f"read {log}.")


def stop(process):
    """Ends a server the gentle way, then the other."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGINT)
    try:
        process.wait(GRACE_S)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()
        process.wait()


def _one_per_role(logins):
    """The first of each numbered series, so that the list fits a screen.

    >>> _one_per_role([["om", "a"], ["sv1", "b"], ["sv2", "c"], ["cs01", "d"], ["cs10", "e"]])
    [['om', 'a'], ['sv1', 'b'], ['cs01', 'd']]
    """
    stems = {}
    for login, name in logins:
        stems.setdefault(login.rstrip("0123456789"), [login, name])
    return list(stems.values())


def _welcome(places, database, demo, logins):
    lines = ["", f"  http://127.0.0.1:{places.port}/  (database {database}; Ctrl-C stops it)", ""]
    if demo:
        lines.append("  Demo logins (password = login):")
        lines += [f"    {login:<10}{name}" for login, name in _one_per_role(logins)]
        lines.append("    admin     Administrator of the whole system")
    elif logins:
        lines += [f"  Login {login}, password {word} (shown once)" for login, word in logins]
    else:
        lines.append("  Login admin; its password was shown once ('./ops shell' can set another).")
    print("\n".join([*lines, ""]), flush=True)


def serve(places, databases, odoo, database):
    """Serves the database in the foreground; Ctrl-C, TERM and HUP stop everything started."""
    demo = databases.notes(database)["demo"]
    log = places.logs / "odoo.log"
    _check_port(places.port)
    logins = databases.passwords(database, demo)
    process = None
    try:
        with step("Odoo (server)"):
            process = odoo.serve(database, log)
            _wait(process, places.port, log)
        _welcome(places, database, demo, logins)
        return process.wait()
    finally:
        if process:
            stop(process)
