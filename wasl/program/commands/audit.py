"""The trail: `wasl audit verify` walks the sealed chain and finds a changed, a removed or a
re-ordered row.
"""

import argparse
import json
from dataclasses import asdict

from wasl.program import environment


def arguments(parser: argparse.ArgumentParser) -> None:
    """`verify` is the one thing it does so far."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    verify = verbs.add_parser("verify", help="walk the chain of the trail")
    verify.add_argument("--json", action="store_true", help="print the findings as JSON")
    verify.add_argument(
        "--head", default="", metavar="HEAD", help="the head as an earlier run printed it"
    )


def run(options: argparse.Namespace) -> int:
    """1 when something was found."""
    with environment.site():
        from wasl.audit import queries

        report = queries.verify(known_head=options.head)
    if options.json:
        print(
            json.dumps(
                {
                    "events": report.events,
                    "head": report.head,
                    "findings": [asdict(f) for f in report.findings],
                }
            )
        )
    else:
        for finding in report.findings:
            where = f"position {finding.position}" if finding.position else "outside the chain"
            print(f"{finding.kind}: event {finding.event_id or 'unknown'}, {where}")
        print(
            f"{report.events} events sealed, {len(report.findings)} findings. Head of the chain: "
            f"{report.head}"
        )
    return 1 if report.findings else 0
