"""The sample's phone and mailbox: a gateway and a mail server here, with pages to read what they
received.
"""

import argparse

from wasl.program import environment, processes
from wasl.program.stopping import Stop


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: the ports are the two after WASL_PORT."""


def run(options: argparse.Namespace) -> int:
    """Ends on SIGTERM or Ctrl-C."""
    from wasl.adapters.loopback import server

    stop = Stop()
    processes.die_with_parent()
    port = environment.port()
    loopback = server.serve(port + 1, port + 2)
    stop.wait()
    loopback.stop()
    return 0
