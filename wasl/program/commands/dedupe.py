"""Search the whole register for people who stand in it twice: likely pairs, and why, come into the
queue for review.

Nothing is merged. A pair that was judged to be two people is not asked again; a second run adds
nothing.
"""

import argparse
import json

from wasl.program import environment


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing but the form of the answer."""
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(options: argparse.Namespace) -> int:
    """1 when the search is refused: another runs, or the extra «dedupe» is not installed."""
    with environment.site():
        from django.utils import translation

        from wasl.common.verdicts import Refused
        from wasl.program import searching

        with translation.override("en"):
            try:
                figures = searching.search()
            except Refused as refused:
                raise environment.Trouble(str(refused)) from None
    if options.json:
        print(json.dumps(figures))
    else:
        message = (
            "{people:,} people searched in {seconds:.1f} s: {pairs:,} pairs look like one "
            "person, {new:,} of them new,"
        )
        print(
            message.format(**figures),
            f"{figures['decided']:,} decided already. {figures['waiting']:,} wait for a decision.",
        )
    return 0
