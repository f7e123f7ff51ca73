"""`./ops bench [NAME]`: each benchmark file on a fresh database of its own."""

import os
import subprocess

from .say import Failure, note, step


def _files(places, name):
    files = sorted((places.project / "tests" / "bench").glob("bench_*.py"))
    return [f for f in files if name in f.stem or _holds(f, name)]


def _holds(file, name):
    lines = file.read_text().splitlines()
    return any(line.startswith("def bench_") and name in line for line in lines)


def _measure(shop, file, name):
    plain, database = f"{shop.places.database}_plain", f"{shop.places.database}_bench"
    with shop.alone() as databases:
        databases.ensure(plain, demo=False)
        databases.clone(plain, database)
    config = shop.odoo.config(database)
    command = [shop.odoo.python, "-m", "tests.bench.runner", config, database, file, name]
    environment = {**shop.odoo.environment(), "PYTHONPATH": str(shop.places.project)}
    try:
        return subprocess.call(
            list(map(os.fspath, command)), cwd=shop.places.project, env=environment,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    finally:
        databases.drop(database)


def run(shop, arguments):
    """The command; a line per figure on standard output, 1 when a figure is short."""
    name = (arguments or [""])[0]
    files = _files(shop.places, name)
    if not files:
        raise Failure(f"no benchmark named {name or 'bench_*.py'}.", "see tests/bench/.")
    codes = []
    for file in files:
        with step(f"Benchmark {file.stem}"):
            codes.append(_measure(shop, file, name))
    if any(codes):
        note("Some figures are short or a benchmark failed.")
    return 1 if any(codes) else 0
