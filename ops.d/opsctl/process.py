"""Running other programs: logged, tied to our own life, and with a readable failure."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path

from .say import Failure

PR_SET_PDEATHSIG = 1


def die_with_parent():
    """In a child before exec: end it too when this process is killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def found(program):
    """Whether a program is on the path."""
    return shutil.which(program) is not None


def as_root(command):
    """The command with sudo unless we are root already; a Failure when there is no sudo."""
    if os.getuid() == 0:
        return list(command)
    if not found("sudo"):
        raise Failure(
            f"'{' '.join(command)}' needs root and there is no sudo.",
            "run that command as root once, then the same ./ops command again.",
        )
    return ["sudo", *command]


def tail(path, lines=15):
    """The last lines of a log, for a failure message."""
    return "\n".join(Path(path).read_text(errors="replace").splitlines()[-lines:])


def logged(command, log, remedy, **options):
    """Runs a command with its output appended to a log file; a Failure shows the end of it."""
    with open(log, "ab") as output:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, **options,
        )  # fmt: skip
    if done.returncode:
        raise Failure(f"{Path(command[0]).name} failed; the end of {log}:\n{tail(log)}", remedy)


def free_port():
    """A port of 127.0.0.1 nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def output(command, **options):
    """Standard output of a command that must succeed, as text."""
    return subprocess.run(
        [str(part) for part in command],
        check=True, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, **options,
    ).stdout  # fmt: skip
