"""`wasl doctor`: a sound installation has nothing to mend; each thing that is wrong is named with
what to do.
"""

import shutil
from collections import namedtuple
from datetime import timedelta

import pytest

from wasl.common import grants
from wasl.program import health, preparing

REVOKED_RIGHTS = grants.revoked_rights


@pytest.fixture
def alone(monkeypatch, runtime_role, db):
    """No site runs, and the tables were made by the tests rather than by `wasl migrate`."""
    monkeypatch.setattr(health, "_serves", lambda: False)
    monkeypatch.setattr(preparing, "is_prepared", lambda home: True)
    monkeypatch.setattr(preparing, "refuse_wrong_role", lambda home: None)
    monkeypatch.setattr(health.grants, "revoked_rights", dict)
    monkeypatch.setattr(health.clock, "OFFSET", timedelta())


def findings(check):
    return [finding for finding in health.examine() if finding.check == check]


def test_a_sound_installation_has_nothing_to_mend(alone):
    assert [finding for finding in health.examine() if finding.state == health.WRONG] == []


def test_a_role_that_may_change_the_trail_or_the_counts_of_ratings_is_named(alone, monkeypatch):
    """The tests speak as the owner, who may do all of it."""
    monkeypatch.setattr(health.grants, "revoked_rights", REVOKED_RIGHTS)
    named = {finding.what for finding in findings("roles") if finding.state == health.WRONG}
    for table in ("audit_event", "satisfaction_count", "django_migrations"):
        assert f"The role that serves may change {table}." in named


def test_a_full_disk_is_named(alone, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(
        shutil, "disk_usage", lambda path: usage(100 * health.GIGABYTE, 0, health.GIGABYTE // 2)
    )
    (found,) = findings("disk")
    assert (found.state, found.do) == (
        health.WRONG,
        "Free some space: below this the database may stop.",
    )


def test_a_clock_that_was_moved_for_tests_is_named(alone, monkeypatch):
    monkeypatch.setattr(health.clock, "OFFSET", timedelta(days=40))
    found = [finding for finding in findings("clocks") if finding.state == health.WRONG]
    assert [finding.do for finding in found] == ["Unset WASL_CLOCK_OFFSET and start again."]


def test_a_site_without_a_worker_is_named(alone, monkeypatch):
    monkeypatch.setattr(health, "_serves", lambda: True)
    found = findings("queue")[0]
    assert found.state == health.WRONG
    assert "no worker" in found.what


def test_a_broken_check_is_a_finding_and_the_round_goes_on(alone, monkeypatch):
    def fonts():
        raise RuntimeError("lost")

    monkeypatch.setattr(health, "CHECKS", (fonts, health.disk))
    first, last = health.examine()
    assert (first.check, first.state, first.what) == ("fonts", health.WRONG, "RuntimeError: lost")
    assert last.check == "disk"


def test_a_sample_set_up_for_a_real_association_is_named(alone, association):
    association.is_sample = False
    association.save()
    assert any("No SMS gateway" in found.what for found in findings("mailbox"))
