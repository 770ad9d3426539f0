"""Look at configuration, database, roles, fonts, clocks, queue, disk and mail; say what is wrong
and what to do.
"""

import argparse
import json
from dataclasses import asdict

from wasl.program import environment

SIGNS = {"ok": "✓", "note": "·", "wrong": "✗"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--json` for a program."""
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(options: argparse.Namespace) -> int:
    """1 when something is wrong."""
    with environment.site():
        from wasl.program import health

        findings = list(health.examine())
    wrong = [finding for finding in findings if finding.state == health.WRONG]
    if options.json:
        print(
            json.dumps(
                {"ok": not wrong, "findings": [asdict(finding) for finding in findings]},
                ensure_ascii=False,
            )
        )
        return 1 if wrong else 0
    for finding in findings:
        print(f"{SIGNS[finding.state]} {finding.check:<14} {finding.what}")
        if finding.do:
            print(f"{'':<17}→ {finding.do}")
    print(f"\n{len(wrong)} things to mend." if wrong else "\nAll is well.")
    return 1 if wrong else 0
