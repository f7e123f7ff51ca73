"""Runs one benchmark file on one database: `runner.py CONFIG DATABASE FILE [NAME]`.

Prints a line per figure as soon as it is known; exit code 1 when one is short.
"""

import importlib.util
import inspect
import sys
import tempfile
from pathlib import Path

import odoo.tools
from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry

from tests.bench.bench import Bench


def functions(path, name):
    """The benchmark functions of a file in the order they are written, by name."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = [
        function
        for key, function in inspect.getmembers(module, inspect.isfunction)
        if key.startswith("bench_") and function.__module__ == path.stem
    ]
    found.sort(key=lambda function: function.__code__.co_firstlineno)
    chosen = [function for function in found if name in function.__name__]
    return found if name in path.stem else chosen


def measure(config, database, path, name):
    """Runs the functions and gives whether every figure is ok."""
    odoo.tools.config.parse_config(["-c", config, "-d", database, "--log-level=warn"])
    good = True
    with Registry(database).cursor() as cr, tempfile.TemporaryDirectory() as folder:
        env = Environment(cr, SUPERUSER_ID, {"lang": "zh_CN", "tz": "Asia/Shanghai"})
        bench = Bench(env, database, config, folder)
        for function in functions(path, name):
            for figure in function(bench):
                print(figure.line(), flush=True)
                good &= figure.ok
    return good


if __name__ == "__main__":
    configuration, target, file, part = sys.argv[1:5]
    sys.exit(0 if measure(configuration, target, Path(file), part) else 1)
