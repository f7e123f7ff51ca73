"""`./ops test`: lint, pure tests, addon tests on a fresh copy of a prepared database, tests/."""

import json
import os
import subprocess
import tempfile

from . import checks, python_env
from .process import die_with_parent, free_port
from .say import Failure, note, step

NOTHING_COLLECTED = 5
# Addons as packages without their models: no Odoo runs in the process of pytest itself.
BARE = ("-p", "no:odoo", "-p", "tests.plugins.pure")
PARTS = ("pure", "addons", "project")
# Runs of one part side by side, each with databases of its own: browsers wait most of their time.
SHARDS = min(2, os.cpu_count() or 1)


class Testing:
    """One run of the tests of one checkout."""

    def __init__(self, shop):
        self._shop, self._places = shop, shop.places
        self._counts = self._places.state / f"test-counts-{os.getpid()}"
        self._codes = {}
        self._shards = 1

    def whole(self):
        """Everything, from lint to journeys; gives the exit code."""
        clean = checks.lint(self._places)
        with self._shop.alone() as databases:
            databases.renew(self.template, demo=True)
            databases.renew(self.plain, demo=False)
        self._part("pure", self._pure_paths(), [])
        self._shards = SHARDS
        self._part("addons", self._addon_paths(), [])
        self._part("project", [self._places.project / "tests"], [])
        return self._close(clean)

    def some(self, paths, options):
        """Only some paths (none: every part) with options for pytest such as -k."""
        chosen = [found for path in paths for found in self._existing(path)]
        for part, roots in self._split(chosen).items():
            if roots:
                self._part(part, roots, options)
        return self._close(clean=True)

    def _existing(self, path):
        found = self._places.project / path.partition("::")[0]
        if not found.exists():
            raise Failure(f"there is no {path}.", "paths count from the project's folder.")
        if found == self._places.addons:
            return [str(manifest.parent) for manifest in found.glob("*/__manifest__.py")]
        return [str(self._places.project / path)]

    def _split(self, chosen):
        """Paths by the kind of run they need.

        An addon's folder means its pure tests and its Odoo tests.
        """
        if not chosen:
            return {
                "pure": self._pure_paths(),
                "addons": self._addon_paths(),
                "project": [self._places.project / "tests"],
            }
        parts = {part: [] for part in PARTS}
        for path in chosen:
            inside = os.path.relpath(path.partition("::")[0], self._places.project).split(os.sep)
            if inside[0] != "addons":
                parts["pure" if inside[0] == "ops.d" else "project"].append(path)
            elif "core" in inside:
                parts["pure"].append(path)
            else:
                parts["addons"].append(path)
                parts["pure"] += self._pure_parts(path)
        return parts

    def _pure_paths(self):
        patterns = ("*/core", "*/tests/core")
        found = [p for pattern in patterns for p in sorted(self._places.addons.glob(pattern))]
        ours = ("ops.d/opsctl", "tests/bench/__init__.py", "tests/plugins/sharded.py")
        return [*found, *(self._places.project / path for path in ours)]

    def _addon_paths(self):
        return sorted(self._places.addons.glob("*/tests"))

    def _part(self, part, paths, options):
        if not paths:
            return
        with step(f"Tests: {part}"):
            self._codes[part] = getattr(self, f"_{part}")(paths, options)

    def _pure(self, paths, options):
        return self._pytest([*BARE, "--doctest-modules", *paths, *options])

    @staticmethod
    def _pure_parts(addon):
        found = [os.path.join(addon, part) for part in ("core", "tests/core")]
        return [path for path in found if os.path.isdir(path)]

    def _addons(self, paths, options):
        with self._shop.alone() as databases:
            databases.ensure(self.template, demo=True)
            self._compile_assets()
            names = [f"{self.template}_{os.getpid()}_{n}" for n in range(self._shards)]
            for name in names:
                databases.clone(self.template, name)
        configs = [self._shop.odoo.config(name, free_port()) for name in names]
        try:
            return self._side_by_side(
                [*self._of_addons(name, config), *paths, *options]
                for name, config in zip(names, configs, strict=True)
            )
        finally:
            for name, config in zip(names, configs, strict=True):
                databases.drop(name)
                config.unlink()

    def _compile_assets(self):
        """Compiles the web client once, where each test in a browser would do it again."""
        query = "SELECT count(*) FROM ir_attachment WHERE url LIKE '/web/assets/%'"
        if self._shop.server.sql(query, self.template) == [["0"]]:
            with step("Assets of the web client"):
                self._shop.odoo.script(self.template, "assets.py")

    @staticmethod
    def _of_addons(name, config):
        flags = ["--odoo-config", config, "--odoo-database", name, "--odoo-http"]
        flags += ["-p", "tests.plugins.patient"]
        # Odoo says at this level which requests of a browser it refused; shown with a failure only.
        return [*flags, "--odoo-log-level=runbot", "--ignore-glob=*/tests/core/*"]

    def _project(self, paths, options):
        with self._shop.alone() as databases:
            databases.ensure(self.template, demo=True)
            databases.ensure(self.plain, demo=False)
        return self._side_by_side([[*BARE, *paths, *options]] * self._shards)

    @property
    def template(self):
        """The database addon tests run on a copy of: the suite with demo data."""
        return f"{self._places.database}_test"

    @property
    def plain(self):
        """The same without demo data."""
        return f"{self._places.database}_plain"

    def _side_by_side(self, runs):
        """Runs pytest once for each list of arguments, all at a time, sharing out the files.

        The first prints as it goes, the others when they have ended; gives the worst exit code.
        """
        codes = []
        with tempfile.TemporaryDirectory() as claims:
            started = [self._start(number, run, claims) for number, run in enumerate(runs)]
            for process, log in started:
                codes.append(process.wait())
                if log:
                    print(log.read_text(errors="replace"), flush=True)
                    log.unlink()
        return max(codes, key=lambda code: code not in (0, NOTHING_COLLECTED) and abs(code))

    def _start(self, number, arguments, claims):
        """Starts one share of the tests; gives the process and the log of what it prints."""
        command = [str(part) for part in (self._shop.odoo.python, "-m", "pytest", *arguments)]
        log = self._places.logs / f"tests-{os.getpid()}-{number}.log" if number else None
        with open(log or os.devnull, "wb") as output:
            process = subprocess.Popen(
                command, cwd=self._places.project, stdin=subprocess.DEVNULL,
                stdout=output if log else None, stderr=subprocess.STDOUT if log else None,
                env={**self._environment(), "OPS_TEST_CLAIMS": claims},
                preexec_fn=die_with_parent,
            )  # fmt: skip
        return process, log

    def _environment(self):
        """What the tests in tests/ know of this checkout (see tests/harness.py)."""
        return {
            **self._shop.odoo.environment(),
            "PYTHONPATH": str(self._places.project / "ops.d"),
            "OPS_TEST_COUNTS": str(self._counts),
            "OPS_TEST_TEMPLATE": self.template,
            "OPS_TEST_PLAIN": self.plain,
        }

    def _pytest(self, arguments):
        command = [self._shop.odoo.python, "-m", "pytest", *arguments]
        return subprocess.call(
            [str(part) for part in command], cwd=self._places.project,
            env=self._environment(), stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def _close(self, clean):
        """One line with the sum of all runs, and the exit code."""
        lines = self._counts.read_text().splitlines() if self._counts.exists() else []
        self._counts.unlink(missing_ok=True)
        sums = [json.loads(line) for line in lines]
        passed, failed = (sum(s[key] for s in sums) for key in ("passed", "failed"))
        codes = [code for code in self._codes.values() if code != NOTHING_COLLECTED]
        if not clean:
            note("Lint failed; its findings are above.")
        print(f"{passed} passed, {failed} failed", flush=True)
        return 0 if clean and passed and not failed and not any(codes) else 1


def _paths_first(arguments):
    """Splits paths from pytest's options; what follows the first option belongs to pytest.

    >>> _paths_first(["tests/a.py", "-k", "name"])
    (['tests/a.py'], ['-k', 'name'])
    >>> _paths_first(["-k", "name", "-x"])
    ([], ['-k', 'name', '-x'])
    """
    first = next((i for i, a in enumerate(arguments) if a.startswith("-")), len(arguments))
    return arguments[:first], arguments[first:]


def run(shop, arguments):
    """The command `./ops test [PATH...] [pytest options]`."""
    python_env.ensure_test_libraries(shop.places)
    testing = Testing(shop)
    return testing.some(*_paths_first(arguments)) if arguments else testing.whole()
