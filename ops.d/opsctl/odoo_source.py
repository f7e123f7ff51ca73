"""Odoo 19 itself: one that is there (ODOO_HOME), Debian's package unpacked, or a shallow clone.

Debian's package is taken from its archive's unstable suite through an apt state of our own, so
the host's package lists stay as they are, and unpacked, never installed. It links to assets of
other packages; those are unpacked beside it, and one file missing upstream is added.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import node
from .places import digest
from .process import found, logged, output
from .say import Failure, note, step

PACKAGE = "odoo-19"
SUITE = "sid"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
ASSETS = (
    "libjs-jquery", "libjs-jquery-form", "libjs-underscore", "fonts-roboto-unhinted",
    "fonts-montserrat", "fonts-ocr-b", "fonts-inconsolata", "fonts-glyphicons-halflings",
)  # fmt: skip
# Unstable has version 7, whose class names differ from those Odoo uses.
HOST_ASSETS = ("fonts-font-awesome",)
FONTS = "usr/share/fonts"
INCONSOLATA = (
    f"{FONTS}/opentype/inconsolata/Inconsolata-Regular.otf",
    f"{FONTS}/truetype/inconsolata/Inconsolata.otf",
)
SELFIE = ("@mediapipe/selfie_segmentation@0.1.1675465747", "selfie_segmentation.js")
SELFIE_FOLDER = "mail/static/lib/selfie_segmentation"
OFFICIAL = "https://github.com/odoo/odoo.git"
BRANCH = "19.0"
POINT = "set ODOO_HOME to an Odoo 19.0 checkout and run the same command again."


@dataclass(frozen=True)
class Source:
    """An Odoo 19 on disk: the folder for the Python path, its addon folders, a fingerprint."""

    library: Path
    addons: tuple
    mark: str


def source_at(home):
    """The Odoo 19 in a checkout or an unpacked package; a Failure when there is none."""
    home = Path(home).resolve()
    candidates = (home, home / "usr/lib/python3/dist-packages", home.parent)
    library = next((c for c in candidates if (c / "odoo" / "release.py").exists()), None)
    if library is None:
        raise Failure(f"no Odoo in {home} (looked for odoo/release.py).", POINT)
    release = (library / "odoo" / "release.py").read_text()
    if "version_info = (19, 0" not in release:
        raise Failure(f"the Odoo in {home} is not 19.0.", POINT)
    places = (library / "addons", library / "odoo" / "addons")
    addons = tuple(p for p in places if p.is_dir())
    return Source(library, addons, digest(str(library), release, _revision(library)))


def _revision(library):
    changes = library / "odoo" / "addons" / "base" / "__manifest__.py"
    return str(changes.stat().st_mtime_ns)


def get(places):
    """The Odoo to use, fetched first when this user has none yet."""
    home = os.environ.get("ODOO_HOME")
    if home:
        return source_at(home)
    for kept in (places.cache / "odoo", places.cache / "odoo-git"):
        if (kept / ".complete").exists():
            return source_at(kept)
    return source_at(_fetch(places))


def _fetch(places):
    if _is_debian() and found("dpkg"):
        try:
            return _from_debian(places)
        except Failure as failure:
            note(f"    Debian's {PACKAGE} is out of reach ({failure.args[0]})")
    return _from_git(places)


def _release_file():
    lines = Path("/etc/os-release").read_text().splitlines()
    return dict(line.replace('"', "").split("=", 1) for line in lines if "=" in line)


def _is_debian():
    return Path("/etc/os-release").exists() and _release_file().get("ID") == "debian"


def mirror():
    """The archive this machine already uses, read from its own apt configuration."""
    query = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]
    addresses = [line.rstrip("/") for line in output(query).splitlines()]
    found = next((a for a in addresses if a.endswith("/debian")), None)
    if found is None:
        raise Failure("no Debian archive in the apt configuration", POINT)
    return found


def _apt_state(places, root):
    """A private apt state that knows the unstable suite and the host's own."""
    for folder in ("lists/partial", "archives/partial", "parts"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "status").touch()
    suites = f"{SUITE} {_release_file()['VERSION_CODENAME']}"
    (root / "parts" / "archive.sources").write_text(
        f"Types: deb\nURIs: {mirror()}\nSuites: {suites}\nComponents: main\nSigned-By: {KEYRING}\n"
    )
    settings = {
        "Dir::Etc::sourcelist": "/dev/null",
        "Dir::Etc::sourceparts": root / "parts",
        "Dir::State::lists": root / "lists",
        "Dir::State::status": root / "status",
        "Dir::Cache": root,
        "Dir::Cache::archives": root / "archives",
        "Acquire::Languages": "none",
        "Acquire::Retries": 3,
        # A mirror that lags by a week is fine here; signatures are checked all the same.
        "Acquire::Check-Valid-Until": "false",
        "APT::Sandbox::User": "root",
    }
    config = root / "apt.conf"
    config.write_text("".join(f'{key} "{value}";\n' for key, value in settings.items()))
    return {**os.environ, "APT_CONFIG": str(config)}


def _download(places, root):
    """The package files of Odoo and of what it links to."""
    log, remedy = places.logs / "odoo.log", POINT
    environment = _apt_state(places, root)
    folder = root / "archives"
    wanted = [f"{name}/{SUITE}" for name in (PACKAGE, *ASSETS)]
    wanted += [f"{name}/{_release_file()['VERSION_CODENAME']}" for name in HOST_ASSETS]
    logged(["apt-get", "-q", "update"], log, remedy, env=environment)
    for old in folder.glob("*.deb"):
        old.unlink()
    logged(["apt-get", "-q", "download", *wanted], log, remedy, env=environment, cwd=folder)
    return sorted(folder.glob("*.deb"))


def _from_debian(places):
    home, fresh = places.cache / "odoo", places.cache / "odoo.unpacking"
    with step("Odoo 19 from Debian's archive (download)"):
        packages = _download(places, places.cache / "apt")
    with step("Odoo 19 (unpack, repair its assets)"):
        shutil.rmtree(fresh, ignore_errors=True)
        for package in packages:
            log = places.logs / "odoo.log"
            logged(["dpkg", "-x", package, fresh], log, "free some disk space and run it again.")
        _repair(places, fresh)
        shutil.rmtree(home, ignore_errors=True)
        fresh.rename(home)
        (home / ".complete").touch()
    return home


def _repair(places, root):
    """Satisfies every dangling link, and adds the one file the package lacks."""
    inside, link = (root / path for path in INCONSOLATA)
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.exists():
        link.symlink_to(os.path.relpath(inside, link.parent))
    _relink(root)
    library = root / "usr/lib/python3/dist-packages/odoo/addons" / SELFIE_FOLDER
    if not (library / SELFIE[1]).exists():
        library.mkdir(parents=True, exist_ok=True)
        node.package_file(places, *SELFIE, library)


def _relink(root):
    """Points absolute links of the packages into the folder they were unpacked in."""
    for path in root.rglob("*"):
        if path.is_symlink() and not path.exists():
            inside = root / os.readlink(path).lstrip("/")
            if not os.path.isabs(os.readlink(path)) or not inside.exists():
                raise Failure(f"{path} points nowhere after unpacking", POINT)
            path.unlink()
            path.symlink_to(os.path.relpath(inside, path.parent))


def _from_git(places):
    if not found("git"):
        raise Failure("there is no git to clone Odoo with.", f"install git, or {POINT}")
    home = places.cache / "odoo-git"
    with step("Odoo 19 from its official repository (shallow clone, about 1 GB)"):
        shutil.rmtree(home, ignore_errors=True)
        command = ["git", "clone", "--quiet", "--depth=1", "--branch", BRANCH, OFFICIAL, home]
        logged(command, places.logs / "odoo.log", f"check the network, or {POINT}")
        (home / ".complete").touch()
    return home
