"""`./ops lint`: linters from their lock files, and the few things no linter sees."""

import ast
import re
import shutil
import subprocess

from . import node, python_env
from .places import digest
from .say import Failure, note, step

LONGEST_FILE, LONGEST_FUNCTION = 500, 60
# Removed from Odoo long ago, silently ignored, and missed by every linter.
BANNED = {
    r"_sql_constraints\s*=": "Odoo 19 ignores it: use models.Constraint",
    r"<tree\b": "Odoo 19 has <list>",
    r"\bTODO\b|\bFIXME\b": "nothing unfinished is committed",
}
CORE_BANNED = {
    r"^\s*(from|import) odoo\b(?!\.addons\.\w+\.core\b)": "core/ does not know Odoo",
}
# Taste, or false for us: one README serves all addons, refusing methods call no super,
# searches of small tables need no limit, and a big model is several files by concern. The
# configuration file cannot say this: there, enabling the group wins.
NEEDLESS = (
    "attribute-string-redundant",
    "consider-merging-classes-inherited",
    "inheritable-method-lambda",
    "manifest-superfluous-key",
    "method-required-super",
    "missing-readme",
    "missing-return",
    "no-search-all",
    "prefer-env-translation",
    "super-method-mismatch",
)
CORE = re.compile(r"addons/\w+/core/")
# What tools leave behind, as .gitignore names it.
MADE = {".git", ".hypothesis", ".ops", ".ruff_cache", "__pycache__", "node_modules"}
PRETTY = ("xml", "js", "mjs", "css", "scss", "yml", "yaml")


def ensure_node_tools(places):
    """prettier and eslint in .ops/node, from the lock file; gives their folder."""
    root = places.state / "node"
    files = [places.project / "package.json", places.project / "package-lock.json"]
    mark = digest(*(file.read_bytes() for file in files))
    if places.stamp("node") != mark:
        with step("Formatters from npm"):
            shutil.rmtree(root, ignore_errors=True)
            root.mkdir()
            for file in files:
                shutil.copy(file, root)
            node.npm(places, "ci", cwd=root)
        places.finish("node", mark)
    return root / "node_modules"


def tracked(places, *suffixes):
    """Files of the project under version control or about to be, by suffix."""
    names = (name for name in _names(places) if name.endswith(suffixes))
    paths = (places.project / name for name in names if "/static/lib/" not in name)
    return [path for path in paths if path.is_file()]


def _names(places):
    """Paths of all files of the project; by a walk when git does not know it (an export)."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=places.project, capture_output=True, text=True)
    if done.returncode == 0:
        return sorted(set(done.stdout.split("\0")))
    found = (path.relative_to(places.project) for path in places.project.rglob("*"))
    return sorted(str(path) for path in found if not MADE.intersection(path.parts))


def banned(places):
    """Lines with what no linter catches: `path:line: why`."""
    found = []
    for path in tracked(places, ".py", ".xml", ".js"):
        name = str(path.relative_to(places.project))
        if not name.startswith("addons/"):
            continue
        rules = {**BANNED, **(CORE_BANNED if CORE.match(name) else {})}
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found += [
                f"{name}:{number}: {why}" for rule, why in rules.items() if re.search(rule, line)
            ]
    return found


def _functions(path):
    for item in ast.walk(ast.parse(path.read_text())):
        if isinstance(item, ast.FunctionDef):
            yield item.lineno, item.name, item.end_lineno - item.lineno + 1


def oversized(places):
    """Files and functions longer than agreed: `path:line: why`."""
    found = []
    for path in tracked(places, ".py", ".xml", ".js"):
        name = str(path.relative_to(places.project))
        lines = len(path.read_text().splitlines())
        if lines > LONGEST_FILE and not re.search(r"/(tests|data|demo)/", name):
            found.append(f"{name}:1: {lines} lines, {LONGEST_FILE} at most")
        if path.suffix == ".py":
            found += [
                f"{name}:{line}: {function} has {length} lines, {LONGEST_FUNCTION} at most"
                for line, function, length in _functions(path)
                if length > LONGEST_FUNCTION
            ]
    return found


def _own_checks(places):
    found = banned(places) + oversized(places)
    for line in found:
        note(line)
    return not found


def _passes(places, *command):
    done = subprocess.run([str(part) for part in command], cwd=places.project)
    return done.returncode == 0


def _python(places, bins, fix):
    ruff = bins / "ruff"
    if fix:
        _passes(places, ruff, "check", "--fix", "-q", ".")
        return _passes(places, ruff, "format", ".") and _passes(places, ruff, "check", "-q", ".")
    checked = _passes(places, ruff, "check", "-q", ".")
    return _passes(places, ruff, "format", "--check", "-q", ".") and checked


def _odoo(places, bins):
    addons = [manifest.parent for manifest in sorted(places.addons.glob("*/__manifest__.py"))]
    if not addons:
        return True
    translations = tracked(places, ".po", ".pot")
    options = ["--rcfile=.pylintrc", f"--disable={','.join(NEEDLESS)}"]
    good = _passes(places, bins / "pylint", *options, *addons)
    manifests = [addon / "__manifest__.py" for addon in addons]
    good &= _passes(places, bins / "oca-checks-odoo-module", *manifests)
    return good & (not translations or _passes(places, bins / "oca-checks-po", *translations))


def _web(places, fix):
    modules = ensure_node_tools(places)
    program, root = node.program(places), places.project
    pretty = [p.relative_to(root) for p in tracked(places, *(f".{s}" for s in PRETTY))]
    scripts = [p.relative_to(root) for p in tracked(places, ".js")]
    _link_modules(places, modules)
    mode = ["--write", "--log-level=warn"] if fix else ["--check", "--log-level=warn"]
    good = not pretty or _passes(
        places, program, modules / "prettier/bin/prettier.cjs", *mode, *pretty
    )
    fixing = ["--fix"] if fix else []
    eslint = [program, modules / "eslint/bin/eslint.js", *fixing, *scripts]
    return good & (not scripts or _passes(places, *eslint))


def _link_modules(places, modules):
    """prettier and eslint look for their plugins beside their configuration."""
    link = places.project / "node_modules"
    if link.is_symlink():
        link.unlink()
    if not link.exists():
        link.symlink_to(modules)


def lint(places, fix=False):
    """Runs every linter; gives whether all of them are content."""
    bins = python_env.ensure_lint(places)
    results = {}
    for name, check in {
        "prettier, eslint": lambda: _web(places, fix),
        "ruff": lambda: _python(places, bins, fix),
        "pylint-odoo, OCA hooks": lambda: _odoo(places, bins),
        "own checks": lambda: _own_checks(places),
    }.items():
        with step(f"Lint: {name}"):
            results[name] = check()
    wrong = [name for name, good in results.items() if not good]
    if wrong:
        note(f"Lint found something: {', '.join(wrong)} ('./ops lint --fix' formats)")
    return not wrong


def command(places, arguments):
    """The command `./ops lint [--fix]`."""
    if set(arguments) - {"--fix"}:
        raise Failure(f"unknown: {' '.join(arguments)}", "./ops lint takes --fix or nothing.")
    return 0 if lint(places, "--fix" in arguments) else 1
