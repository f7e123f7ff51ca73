"""pytest plugin: a skipped test fails the run, and the counts of all runs can be added up."""

import json
import os

import pytest

COUNTS = os.environ.get("OPS_TEST_COUNTS")


class Counter:
    """Counts tests by their worst phase."""

    def __init__(self):
        self.passed, self.failed, self.skipped = 0, 0, []

    def pytest_runtest_logreport(self, report):
        """Counts one phase of one test."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped.append(f"{report.nodeid}: {report.longrepr}")
        elif report.failed:
            self.failed += 1
        elif report.when == "call" and not hasattr(report, "context"):
            self.passed += 1  # a subtest, which has a context, is no test of its own

    def pytest_collectreport(self, report):
        """Counts a file that could not be collected, or that skips itself."""
        if report.failed:
            self.failed += 1
        elif report.skipped:
            self.skipped.append(f"{report.nodeid}: {report.longrepr}")

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        """Turns skips into a failure and leaves the counts for ./ops."""
        if self.skipped and session.exitstatus in (0, 5):
            session.exitstatus = 1
        if COUNTS:
            with open(COUNTS, "a") as counts:
                failed = self.failed + len(self.skipped)
                counts.write(json.dumps({"passed": self.passed, "failed": failed}) + "\n")

    def pytest_terminal_summary(self, terminalreporter):
        """Names the skipped tests."""
        if self.skipped:
            terminalreporter.section("skipped tests fail a run")
            for line in self.skipped:
                terminalreporter.line(line)


def pytest_configure(config):
    """Registers the counter."""
    config.pluginmanager.register(Counter(), "ops-counter")
