"""From clause to feature to evidence, read from the code, the last run of the tests, the pages and
the database.
"""

import contextlib
import json

import pytest

from wasl.audit.models import Event
from wasl.program.__main__ import main
from wasl.reports import queries, traceability
from wasl.reports.traceability import UnknownClause, cited, policy_clauses, served


@pytest.fixture
def last_run(tmp_path, monkeypatch):
    """What the last run of the tests wrote: every marked test passed but one."""
    tests = [test for one in served(live=False) for test in one.tests]
    path = tmp_path / "evidence.json"
    path.write_text(json.dumps({"at": "2026-11-19T07:00:00+00:00", "passed": tests[1:]}))
    monkeypatch.setattr(traceability, "LAST_RUN", path)
    return tests


def test_every_step_of_the_procedure_is_served_and_marked():
    by_code = {one.code: one for one in served(live=False)}
    assert list(by_code) == list(policy_clauses())
    assert all(
        one.features and one.tests for code, one in by_code.items() if code.startswith("PRO-")
    )


def test_no_docstring_and_no_test_cites_a_clause_that_is_not_there(monkeypatch):
    assert {one.code for one in served(live=False)} == set(policy_clauses())
    monkeypatch.setattr(traceability, "_marked", lambda: [("PRO-99", "tests/nowhere.py::test_it")])
    with pytest.raises(UnknownClause, match="PRO-99"):
        served(live=False)


def test_a_span_of_clauses_is_told_out():
    assert cited("every contact (CHA-1…CHA-3) and PRO-2") == ["CHA-1", "CHA-2", "CHA-3", "PRO-2"]


def test_only_a_test_that_passed_is_evidence(last_run):
    passed = {test for one in served(live=False) for test in one.passed}
    assert last_run[0] not in passed and last_run[1] in passed


def test_before_any_run_nothing_passed_and_the_site_is_asked(db, policy, monkeypatch, tmp_path):
    monkeypatch.setattr(traceability, "LAST_RUN", tmp_path / "none.json")
    by_code = {one.code: one for one in served()}
    assert not by_code["APP-4"].passed and "/policy/" in by_code["APP-4"].pages
    assert any(name == "governance.BoardReading" for name, _count in by_code["APP-1"].rows)


def test_what_a_visit_wrote_is_taken_back(noura, policy):
    before = Event.objects.count()
    served()
    assert Event.objects.count() == before


def test_the_command_says_it_as_json_and_fails_where_evidence_lacks(
    policy, last_run, capsys, monkeypatch
):
    monkeypatch.setattr("wasl.program.environment.site", contextlib.nullcontext)
    said = main(["clauses", "--json"])
    rows = json.loads(capsys.readouterr().out)
    assert said == int(any(row["features"] and not row["covered"] for row in rows))
    assert all(row["covered"] for row in rows if row["code"].startswith("PRO-"))
    monkeypatch.setattr(traceability.Served, "evidence", property(lambda self: []))
    assert main(["clauses", "--json"]) == 1


def test_the_staff_reads_it_and_prints_it(
    client, noura, saud, policy, last_run, django_assert_max_num_queries
):
    client.force_login(noura)
    client.get("/reports/clauses/")  # the first page after signing in renews the session
    with django_assert_max_num_queries(12):
        page = client.get("/reports/clauses/")
    assert page.status_code == 200 and "APP-2" in page.content.decode()
    assert client.get("/reports/clauses/?pdf").content.startswith(b"%PDF")
    client.force_login(saud)
    assert client.get("/reports/clauses/").status_code == 403


def test_parts_hold_every_clause_once():
    assert [one.code for part in queries.clauses_by_part() for one in part.clauses] == list(
        policy_clauses()
    )
