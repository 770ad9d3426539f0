"""The sample's phone and mailbox: a gateway and a mail server here, with pages to read what they received."""

import argparse
import signal
import threading

from wasl.program import environment, processes


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: the ports are the two after WASL_PORT."""


def run(options: argparse.Namespace) -> int:
    """Ends on SIGTERM or Ctrl-C."""
    from wasl.adapters.loopback import server

    processes.die_with_parent()
    ended = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: ended.set())
    port = environment.port()
    loopback = server.serve(port + 1, port + 2)
    ended.wait()
    loopback.stop()
    return 0
