"""Load the sample association into an empty database; refused on one that holds real data."""

import argparse
import json

from wasl.program import environment


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--json` prints the sign-ins for a program."""
    parser.add_argument("--json", action="store_true", help="print the sign-ins as JSON")


def run(options: argparse.Namespace) -> int:
    """Harmless to repeat: what is there stays."""
    with environment.site():
        from wasl.common import clock
        from wasl.common.verdicts import Refused
        from wasl.program import sample

        try:
            sign_ins = sample.load(clock.now())
        except Refused as refused:
            raise environment.Trouble(str(refused)) from None
        if options.json:
            print(json.dumps(sign_ins))
        else:
            print(f"The sample association is there; its sign-ins are in {sample.sign_ins_file()}")
    return 0
