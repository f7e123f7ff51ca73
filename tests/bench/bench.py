"""The `Bench` handed to every benchmark function: environment, stop-watch, child process."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

MEASURED_SHELL = """
import runpy, sys, threading, time, odoo
from odoo.api import Environment, SUPERUSER_ID
from odoo.modules.registry import Registry
config, database, script = sys.argv[1:4]
odoo.tools.config.parse_config(["-c", config, "-d", database, "--log-level=warn"])
with Registry(database).cursor() as cr:
    env = Environment(cr, SUPERUSER_ID, {"lang": "zh_CN", "tz": "Asia/Shanghai"})
    def resident(field):
        for line in open("/proc/self/status"):
            if line.startswith(field):
                return int(line.split()[1]) / 1024
    open("/proc/self/clear_refs", "w").write("5")
    idle, started = resident("VmRSS"), time.perf_counter()
    exec(compile(open(script).read(), script, "exec"), {"env": env, "__name__": "__main__"})
    seconds, peak = time.perf_counter() - started, resident("VmHWM")
    cr.commit()
print(f"\\nMEASURED {idle:.1f} {peak:.1f} {seconds:.4f}")
"""


@dataclass(frozen=True)
class Run:
    """What a child process did: its standard output, seconds, and memory in MB (1024 kB)."""

    output: str
    seconds: float
    idle_mb: float
    peak_mb: float

    @property
    def growth_mb(self):
        """Peak resident memory above that of the idle shell, in MB."""
        return self.peak_mb - self.idle_mb


class Bench:
    """One benchmark file's own database and tools.

    `env` is a superuser environment (zh_CN, Asia/Shanghai) with a real cursor that may commit;
    `database` its name, `config` the path of its odoo.conf, `folder` an empty scratch folder
    that is deleted afterwards, `runs` the default number of repetitions.
    """

    def __init__(self, env, database, config, folder, runs=5):
        self.env, self.database, self.config = env, database, config
        self.folder, self.runs = Path(folder), runs

    def seconds(self, call):
        """Wall-clock seconds of one call without arguments."""
        started = time.perf_counter()
        call()
        return time.perf_counter() - started

    def median(self, call, runs=None, before=None):
        """Median seconds of `runs` calls (default 5); `before` runs untimed ahead of each."""
        figures = []
        for _turn in range(runs or self.runs):
            if before:
                before()
            figures.append(self.seconds(call))
        return median(figures)

    def fastest(self, *calls, turns=40):
        """Seconds of the fastest run of each call, taken in turns, each without what others read.

        What else runs on a machine only ever adds time; so the fastest of many tells two lists
        apart that take milliseconds.
        """
        seconds = [[] for _call in calls]
        for _turn in range(turns):
            for taken, call in zip(seconds, calls, strict=True):
                self.env.invalidate_all()
                taken.append(self.seconds(call))
        return [min(taken) for taken in seconds]

    def child(self, code):
        """Run `code` (Python source, given `env`) in a fresh process on this database.

        The process commits at the end. Gives a `Run`: peak memory is that of `code` alone, so
        `growth_mb` compares it with an idle shell. A failing child raises CalledProcessError
        with its standard error. Commit on `env.cr` first when the child must see your rows.
        """
        with tempfile.NamedTemporaryFile("w", suffix=".py", dir=self.folder) as script:
            script.write(code)
            script.flush()
            command = [sys.executable, "-c", MEASURED_SHELL]
            command += [str(self.config), self.database, script.name]
            done = subprocess.run(command, text=True, stdout=subprocess.PIPE, check=True)
        output, _mark, figures = done.stdout.rpartition("\nMEASURED ")
        idle, peak, seconds = map(float, figures.split())
        return Run(output, seconds, idle, peak)

    def rows(self, query, *params):
        """All rows of a query on this database's cursor."""
        self.env.cr.execute(query, params or None)
        return self.env.cr.fetchall()

    @property
    def quick(self):
        """True under `OPS_BENCH_QUICK=1`: files may shrink their data to try themselves out."""
        return os.environ.get("OPS_BENCH_QUICK") == "1"
