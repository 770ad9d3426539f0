"""The engine of lifecycles, tried on incidents: which reason comes first, what a step locks, what
it saves and records, and that a refused step leaves nothing behind.
"""

from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW
from tests.factories import staff
from wasl.audit.models import Event
from wasl.common.verdicts import Refused, Verdict
from wasl.privacy.actions import incidents
from wasl.privacy.models.incidents import Incident
from wasl.privacy.policies import INCIDENT
from wasl.privacy.states import IncidentStatus

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("association", "noura", "jawaher")]

RULED_OUT = replace(INCIDENT, rules=lambda user, verb, row: Verdict("by the rules"))
JUDGEMENT = {"is_harmful": False, "assessment": "لم يكن مقفلًا.", "assessed_at": NOW}


@pytest.fixture
def incident(association, noura):
    return incidents.report_incident(
        kind="lost", story="فُقد جوال الباحث.", aware_at=NOW, by=staff("noura"), at=NOW
    )


def assess(incident, procedure=INCIDENT, **changes):
    officer = staff("jawaher")
    return procedure.step(
        "assess", incident, by=officer, at=NOW, **JUDGEMENT, assessed_by=officer, **changes
    )


def reason(procedure, username, verb, incident):
    user = staff(username) if username else None
    return str(procedure.can(user, verb, incident).reason)


# Which reason comes first


def test_the_stage_is_asked_before_the_role(incident):
    incident.status = IncidentStatus.CLOSED
    assert reason(RULED_OUT, "noura", "assess", incident) == "The incident is at another stage."


def test_a_stage_may_have_a_reason_of_its_own(incident):
    assert reason(RULED_OUT, "noura", "close_incident", incident) == "Judge it first."


def test_the_role_is_asked_before_the_rules(incident):
    refusal = "This is the data-protection officer's."
    assert reason(RULED_OUT, "noura", "assess", incident) == refusal
    assert reason(RULED_OUT, "jawaher", "assess", incident) == "by the rules"


def test_only_the_rules_are_asked_where_nobody_of_the_staff_acts(incident):
    assert reason(RULED_OUT, None, "assess", incident) == "by the rules"
    assert RULED_OUT.lifecycle["assess"].permission


def test_a_step_that_stage_role_and_rules_allow_is_allowed(incident):
    assert INCIDENT.can(staff("jawaher"), "assess", incident)


# Locking


def test_locking_reads_the_row_anew(incident):
    Incident.objects.filter(pk=incident.pk).update(story="وُجد الجوال.")
    locked = INCIDENT.lock(incident)
    assert locked.story == "وُجد الجوال." and incident.story != locked.story


def test_what_is_joined_is_read_with_the_row_but_not_locked(incident, django_assert_num_queries):
    procedure = replace(INCIDENT, joined=("reported_by",))
    with CaptureQueriesContext(connection) as queries:
        locked = procedure.lock(incident)
    (sql,) = [query["sql"] for query in queries]
    assert sql.endswith('FOR UPDATE OF "privacy_incident"')
    with django_assert_num_queries(0):
        assert locked.reported_by == incident.reported_by


def test_the_parent_is_locked_first(incident):
    def lock_reporter(row):
        list(type(row.reported_by).objects.select_for_update().filter(pk=row.reported_by_id))

    with CaptureQueriesContext(connection) as queries:
        replace(INCIDENT, lock_parent=lock_reporter).lock(incident)
    tables = [query["sql"].split(" FROM ")[1].split()[0] for query in queries]
    assert tables == ['"accounts_user"', '"privacy_incident"']


def test_a_step_judges_the_row_as_it_is_now_and_not_as_it_was_read(incident):
    assess(incident)
    incidents.record_lessons(incident=incident, lessons="نقفل.", by=staff("jawaher"), at=NOW)
    incidents.close_incident(incident=incident, by=staff("jawaher"), at=NOW)
    assert incident.status == IncidentStatus.REPORTED
    with pytest.raises(Refused, match="another stage"):
        assess(incident)


# What a step leaves behind


def test_the_changes_are_saved_with_the_status(incident):
    assessed = assess(incident, measures="أوقفنا حسابه.")
    stored = Incident.objects.get()
    assert stored.status == assessed.status == IncidentStatus.ASSESSED
    assert stored.is_harmful is False and stored.measures == "أوقفنا حسابه."
    assert (stored.assessed_by, stored.assessed_at) == (staff("jawaher"), NOW)


def test_a_step_is_recorded_under_its_root_with_its_data(incident):
    procedure = replace(
        INCIDENT,
        root=lambda row: row.reported_by,
        data=lambda verb, row: {"step": verb, "harmful": row.is_harmful},
    )
    assess(incident, procedure)
    event = Event.objects.get(verb="privacy.assess")
    assert (event.subject_type, event.subject_id) == ("privacy.incident", str(incident.pk))
    assert (event.root_type, event.root_id) == ("accounts.user", str(staff("noura").pk))
    assert (event.actor, event.at) == (staff("jawaher"), NOW)
    # The data are taken from the row after the change.
    assert event.data == {"step": "assess", "harmful": False}


def test_a_note_records_a_verb_that_is_no_step(incident):
    INCIDENT.note("record_lessons", incident, by=None, at=NOW, lines=1)
    event = Event.objects.get(verb="privacy.record_lessons")
    assert event.data == {"lines": 1} and event.actor is None
    assert Incident.objects.get().status == IncidentStatus.REPORTED


def test_a_refused_step_changes_and_records_nothing(incident):
    events = Event.objects.count()
    with pytest.raises(Refused, match="by the rules"):
        assess(incident, RULED_OUT)
    assert_untouched(incident, events)


def test_a_step_that_cannot_be_recorded_does_not_happen(incident):
    def record(**event):
        raise OSError("no trail")

    events = Event.objects.count()
    with pytest.raises(OSError, match="no trail"), transaction.atomic():
        assess(incident, replace(INCIDENT, record=record))
    assert_untouched(incident, events)


@pytest.mark.django_db(transaction=True)
def test_a_step_outside_a_transaction_raises(incident):
    events = Event.objects.count()
    with pytest.raises(TransactionManagementError):
        assess(incident)
    assert_untouched(incident, events)


def assert_untouched(incident, events):
    stored = Incident.objects.get(pk=incident.pk)
    assert stored.status == incident.status == IncidentStatus.REPORTED
    assert stored.is_harmful is None and stored.assessment == ""
    assert Event.objects.count() == events
