"""The benches' own command: what it takes, and the document that keeps its tables."""

import pytest

from wasl.program.__main__ import parser
from wasl.program.bench import tables
from wasl.program.commands.bench import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_bench_is_a_command_of_its_own(kind):
    options = parser("bench").parse_args(["bench", kind, "--json"])
    assert options.kind == kind and options.json and not options.write


def test_a_bench_that_is_not_named_is_that_of_the_pages():
    options = parser("bench").parse_args(["bench", "--cases", "5"])
    assert options.kind == "pages" and options.cases == [5] and not options.json


def test_a_run_replaces_its_own_section_and_no_other(tmp_path):
    place = tmp_path / "benchmarks.md"
    for kind, line in (("pages", "first"), ("find", "other"), ("pages", "second")):
        tables.write(kind, [line], place)
    text = place.read_text()
    assert "first" not in text and text.index("\n## find\n") < text.index("other") < text.index(
        "\n## pages\n"
    )
    assert text.endswith("second\n") and text.startswith("# Measured")
