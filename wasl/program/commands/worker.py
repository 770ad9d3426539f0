"""Work through the jobs in the background; `wasl up` starts one, a second machine may run more."""

import argparse
from contextlib import suppress

from wasl.program import environment, processes


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(options: argparse.Namespace) -> int:
    """Ends on SIGTERM."""
    processes.die_with_parent()
    with environment.site():
        from wasl.program import worker

        with suppress(KeyboardInterrupt):
            worker.serve()
    return 0
