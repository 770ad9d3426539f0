"""Bring the database and the served files up to the installed version, as the owner; `wasl up` does
it by itself.
"""

import argparse
import os

from wasl.common import installation
from wasl.program import environment


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(options: argparse.Namespace) -> int:
    """Harmless to repeat."""
    if not installation.is_embedded() and not os.environ.get("DATABASE_OWNER_URL"):
        raise environment.Trouble(
            "Set DATABASE_OWNER_URL to the role that owns the tables; DATABASE_URL only serves."
        )
    os.environ["WASL_SERVING"] = "1"
    with environment.site(owner=True):
        from wasl.program import preparing

        preparing.prepare(installation.home())
    return 0
