"""Clause by clause: where the product serves it and what shows that; 1 when a clause that is served
lacks evidence.
"""

import argparse
import json
import sys
from pathlib import Path

from wasl.program import environment


def arguments(parser: argparse.ArgumentParser) -> None:
    """As a table for people, as JSON, or as a report on the letterhead."""
    parser.add_argument(
        "--json", action="store_true", help="print a list of code, covered, features and evidence"
    )
    parser.add_argument(
        "--pdf",
        type=Path,
        metavar="FILE",
        help="write the report that a board or a ministry asks for",
    )


def run(options: argparse.Namespace) -> int:
    """0 when every clause that a feature says it serves has its evidence, and every step of the
    procedure is served.
    """
    with environment.site():
        from wasl.common import clock
        from wasl.reports import queries, traceability

        print(
            "Asking the code, the last run of the tests, the pages and the database …",
            file=sys.stderr,
        )
        clauses = traceability.served()
        if options.pdf:
            options.pdf.write_bytes(queries.clauses_paper(clauses, clock.today()))
            print(f"Wrote {options.pdf}", file=sys.stderr)
    if options.json:
        names = ("code", "title", "features", "evidence", "tests")
        rows = [
            {**{name: getattr(clause, name) for name in names}, "covered": clause.is_covered}
            for clause in clauses
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for clause in clauses:
            mark = "covered" if clause.is_covered else "not yet"
            counts = f"{len(clause.features):3} features {len(clause.passed):3} of {len(clause.tests):3} tests"
            print(
                f"{clause.code:7} {mark}  {counts} {len(clause.pages):2} pages {len(clause.rows):2} "
                f"tables  {clause.title}"
            )
        print(
            f"{sum(clause.is_covered for clause in clauses)} of {len(clauses)} clauses are covered."
        )
    lacking = [
        clause
        for clause in clauses
        if not clause.is_covered and (clause.is_served or clause.code.startswith("PRO-"))
    ]
    return int(bool(lacking))
