"""Three policies of other associations, written by us with faults planted in them: how many are
found, how many are false.
"""

import json
from pathlib import Path

from wasl.governance.scrutiny import files, findings, structure

PLANTED = Path(__file__).with_name("planted")


def test_nine_in_ten_are_found_and_few_are_false():
    found = missed = false = 0
    for path in sorted(PLANTED.glob("*.json")):
        wanted = json.loads(path.read_text(encoding="utf-8"))
        told = findings.examine(structure.cut(files.read(path.with_suffix(".txt"))))
        for one in wanted:
            hit = next(
                (
                    each
                    for each in told
                    if each.kind == one["kind"] and meets(one["quote"], each.quote)
                ),
                None,
            )
            found, missed = found + (hit is not None), missed + (hit is None)
            told = [each for each in told if each is not hit]
        false += len(told)
    assert found / (found + missed) >= 0.9, "recall"
    assert found / (found + false) >= 0.85, "precision"


def meets(wanted, quote):
    """Whether a finding's quote is about the planted words."""
    return wanted == quote or bool(quote and wanted and (wanted in quote or quote in wanted))
