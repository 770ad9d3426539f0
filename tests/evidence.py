"""What a whole run of the tests leaves behind for `wasl clauses`: which tests that are marked with
a clause passed, and when.

A run of some tests alone leaves the last whole run's word as it is. A mark that names no clause
stops the run.
"""

import json
from datetime import UTC, datetime

import pytest

outcomes: dict[str, bool] = {}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Name the clauses on each test's report, which travels to the process that writes."""
    from wasl.reports.traceability import policy_clauses  # this file is read before Django is ready

    for item in items:
        for mark in item.iter_markers("clause"):
            if unknown := set(mark.args) - set(policy_clauses()):
                raise pytest.UsageError(
                    f"{item.nodeid} is marked with {', '.join(sorted(unknown))}: no such clause"
                )
            item.user_properties.append(("clause", list(mark.args)))


def pytest_runtest_logreport(report):
    """A test passed when each of its cases did, set-up and clearing away included."""
    if any(name == "clause" for name, _codes in report.user_properties):
        test = report.nodeid.split("[", 1)[0]
        outcomes[test] = outcomes.get(test, True) and report.outcome == "passed"


def pytest_sessionfinish(session):
    """Write down what passed, when everything was asked for."""
    asked = session.config.option
    whole = session.config.args == session.config.getini("testpaths") and not (
        asked.keyword or asked.markexpr
    )
    if hasattr(session.config, "workerinput") or not whole or asked.collectonly:
        return
    from wasl.reports.traceability import LAST_RUN

    passed = sorted(test for test, well in outcomes.items() if well)
    LAST_RUN.parent.mkdir(parents=True, exist_ok=True)
    LAST_RUN.write_text(
        json.dumps(
            {"at": datetime.now(UTC).isoformat(timespec="seconds"), "passed": passed}, indent=0
        )
    )
