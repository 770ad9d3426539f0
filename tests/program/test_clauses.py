"""From clause to feature to evidence, read from the code."""

import json

from wasl.program.__main__ import main
from wasl.program.traceability import cited, policy_clauses, served


def test_every_step_of_the_procedure_is_served_and_shown(capsys):
    assert main(["clauses", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["code"] for row in rows] == list(policy_clauses())
    assert all(row["covered"] for row in rows if row["code"].startswith("PRO-"))


def test_no_docstring_and_no_test_cites_a_clause_that_is_not_there():
    assert {one.code for one in served()} == set(policy_clauses())


def test_a_span_of_clauses_is_told_out():
    assert cited("every contact (CHA-1…CHA-3) and PRO-2") == ["CHA-1", "CHA-2", "CHA-3", "PRO-2"]
