"""Clause by clause: where the product serves it and which tests show that; 1 when a PRO clause lacks either."""

import argparse
import json

from wasl.program import traceability


def arguments(parser: argparse.ArgumentParser) -> None:
    """As a table for people, or as JSON."""
    parser.add_argument("--json", action="store_true", help="print a list of code, covered, features and evidence")


def run(options: argparse.Namespace) -> int:
    """0 when every step of the procedure has a feature and its evidence."""
    clauses = traceability.served()
    if options.json:
        rows = [
            {"code": one.code, "covered": one.is_covered, "features": one.features, "evidence": one.evidence}
            for one in clauses
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for one in clauses:
            mark = "covered" if one.is_covered else "not yet"
            print(f"{one.code:7} {mark}  {len(one.features):3} features {len(one.evidence):3} tests  {one.title}")
        print(f"{sum(one.is_covered for one in clauses)} of {len(clauses)} clauses are covered so far.")
    return int(any(one.code.startswith("PRO-") and not one.is_covered for one in clauses))
