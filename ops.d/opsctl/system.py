"""Programs and fonts from the host's own Debian; nothing foreign is installed on the host."""

import os
import subprocess

from .process import as_root, found, logged
from .say import Failure, note, step

# What each package gives us, so that other systems can be told what is missing.
RUNNING = {"libmagic1": None, "fonts-noto-cjk": None}
OPTIONAL = {"wkhtmltopdf": "wkhtmltopdf"}
LINTING = {"git": "git"}
TESTING = {"chromium": "chromium", "git": "git"}
# A fresh machine often updates itself in the background: wait for that.
APT = ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=300")
IMAGE = {"buildah": "buildah", "debootstrap": "debootstrap"}


def is_debian_like():
    """Whether packages come by apt and dpkg."""
    return found("apt-get") and found("dpkg-query")


def _installed(package):
    query = ["dpkg-query", "-W", "-f", "${db:Status-Status}", package]
    done = subprocess.run(query, capture_output=True, text=True)
    return done.stdout.startswith("installed")


def _offered(package):
    query = ["apt-cache", "policy", package]
    done = subprocess.run(query, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
    return "Candidate:" in done.stdout and "Candidate: (none)" not in done.stdout


def _apt(places, *arguments):
    logged(
        as_root(["env", "DEBIAN_FRONTEND=noninteractive", *APT, *arguments]),
        places.logs / "apt.log",
        "check the network and /etc/apt, then run the same ./ops command again.",
    )


def _missing(packages):
    if is_debian_like():
        return [p for p, program in packages.items() if not _provided(p, program)]
    return [p for p, program in packages.items() if program and not found(program)]


def _provided(package, program):
    return found(program) if program else _installed(package)


def ensure(places, packages, optional=()):
    """Installs the missing ones of `packages` ({package: program or None}) on Debian.

    Elsewhere missing programs are a Failure that names them. `optional` packages that the
    archive does not offer are left out with a note.
    """
    missing = _missing({**packages, **dict(optional)})
    if not missing:
        return
    if not is_debian_like():
        required = [p for p in missing if p in packages]
        if required:
            raise Failure(
                f"missing: {', '.join(required)}", "install them with your system's tool."
            )
        return
    with step(f"System packages: {', '.join(missing)}"):
        _install(places, missing, packages)


def _install(places, missing, required):
    if not all(map(_offered, missing)):
        _apt(places, "update")
    wanted = [p for p in missing if p in required or _offered(p)]
    for package in sorted(set(missing) - set(wanted)):
        note(f"    {package} is not in this archive: left out (PDF printing needs it)")
    if not wanted:
        return
    try:
        _apt(places, "install", "-y", "--no-install-recommends", *wanted)
    except Failure:
        _apt(places, "update")
        _apt(places, "install", "-y", "--no-install-recommends", *wanted)
