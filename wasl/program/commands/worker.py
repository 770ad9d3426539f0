"""Work through the jobs in the background; `wasl up` starts one, a second machine may run more."""

import argparse

from wasl.program import environment, processes
from wasl.program.stopping import Stop


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(options: argparse.Namespace) -> int:
    """Ends on SIGTERM or Ctrl-C, after the jobs in hand."""
    stop = Stop()
    processes.die_with_parent()
    with environment.site():
        from wasl.program import worker

        worker.serve(stop)
    return 0
