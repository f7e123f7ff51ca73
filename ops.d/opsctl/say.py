"""Progress on standard error (standard output belongs to results) and failures with a remedy."""

import sys
import time
from contextlib import contextmanager


class Failure(Exception):
    """A step that cannot go on: what went wrong, and what the person does next."""

    def __init__(self, problem, remedy):
        super().__init__(problem)
        self.remedy = remedy

    def __str__(self):
        return f"{self.args[0]}\n     What to do: {self.remedy}"


def note(text):
    """One line on standard error."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(title):
    """Shows a step when it begins and its seconds when it ends."""
    note(f"==> {title}")
    started = time.monotonic()
    yield
    note(f"    done in {time.monotonic() - started:.0f} s")
