"""An incident: seventy-two hours to the authority, the people told, never closed without what was
learnt (PDPL).
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cast import NOW
from tests.factories import a_person, staff
from wasl.common.verdicts import Refused
from wasl.letters.models import Letter
from wasl.messaging.models import Message
from wasl.privacy.actions import incidents
from wasl.privacy.models.incidents import AffectedPerson, Incident
from wasl.privacy.queries import incidents as incidents_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("association", "noura", "jawaher")]
HOUR = timedelta(hours=1)


def an_incident(**more):
    given = {
        "kind": "lost",
        "story": "فُقد جوال الباحث في الطريق.",
        "aware_at": NOW - 2 * HOUR,
        **more,
    }
    return incidents.report_incident(**given, by=staff("noura"), at=NOW)


def judged(harmful=True, **more):
    given = {
        "assessment": "لم يكن مقفلًا.",
        "measures": "أوقفنا حسابه.",
        "data_kinds": ["contact", "health"],
        **more,
    }
    return incidents.assess(
        incident=an_incident(),
        is_harmful=harmful,
        people_estimate=12,
        **given,
        by=staff("jawaher"),
        at=NOW,
    )


@pytest.mark.clause("PRE-6")
def test_a_lost_phone_is_reported_judged_notified_told_and_closed_with_its_lesson():
    incident, maryam = judged(), a_person()
    assert (
        incidents.add_affected(
            incident=incident, people=[maryam, maryam], by=staff("jawaher"), at=NOW
        )
        == 1
    )
    incident = incidents.notify_authority(incident=incident, by=staff("jawaher"), at=NOW + 5 * HOUR)
    assert incident.notice.paper.title == "إشعار بحادثة تمس بيانات شخصية"
    affected = AffectedPerson.objects.get()
    incidents.tell_affected(affected=affected, how="sms", by=staff("jawaher"), at=NOW + 6 * HOUR)
    sent = Message.objects.get(template__key="incident_notice")
    assert sent.params == {"reference": incident.reference}
    incidents.record_lessons(
        incident=incident, lessons="نقفل كل جوال.", by=staff("jawaher"), at=NOW
    )
    closed = incidents.close_incident(incident=incident, by=staff("jawaher"), at=NOW)
    assert closed.status == "closed"


def test_the_hours_run_from_the_moment_somebody_knew():
    incident = an_incident()
    assert incidents_queries.hours_left(incident, NOW) == 70
    assert incidents_queries.hours_left(incident, NOW + 75 * HOUR) == -5
    assert incidents_queries.hours_left(judged(harmful=False), NOW) is None


def test_past_the_hours_the_notice_says_why():
    incident = judged()
    with pytest.raises(Refused, match="seventy-two"):
        incidents.notify_authority(incident=incident, by=staff("jawaher"), at=NOW + 80 * HOUR)
    incident = incidents.notify_authority(
        incident=incident, late_reason="لم يُعرف حجمها", by=staff("jawaher"), at=NOW + 80 * HOUR
    )
    assert "لم يُعرف حجمها" in incident.notice.paper.data


def test_what_does_no_harm_is_closed_without_a_notice_but_not_without_its_lesson():
    incident = judged(harmful=False)
    with pytest.raises(Refused, match="harm"):
        incidents.notify_authority(incident=incident, by=staff("jawaher"), at=NOW)
    with pytest.raises(Refused, match="learnt"):
        incidents.close_incident(incident=incident, by=staff("jawaher"), at=NOW)
    incident = incidents.record_lessons(
        incident=incident, lessons="كان مقفلًا.", by=staff("jawaher"), at=NOW
    )
    assert incidents.close_incident(incident=incident, by=staff("jawaher"), at=NOW).closed_at == NOW
    assert not Letter.objects.exists()


def test_it_is_not_closed_while_the_authority_or_the_people_do_not_know():
    incident = incidents.record_lessons(
        incident=judged(), lessons="نقفل.", by=staff("jawaher"), at=NOW
    )
    with pytest.raises(Refused, match="authority"):
        incidents.close_incident(incident=incident, by=staff("jawaher"), at=NOW)
    incidents.add_affected(incident=incident, people=[a_person()], by=staff("jawaher"), at=NOW)
    incident = incidents.notify_authority(incident=incident, by=staff("jawaher"), at=NOW)
    with pytest.raises(Refused, match="people"):
        incidents.close_incident(incident=incident, by=staff("jawaher"), at=NOW)


def test_a_second_judgement_replaces_the_first_until_it_is_notified():
    incident = judged(harmful=False)
    again = {
        "assessment": "ظهر أنه فُتح",
        "measures": "",
        "data_kinds": ["health"],
        "people_estimate": 3,
    }
    incident = incidents.assess(
        incident=incident, is_harmful=True, **again, by=staff("jawaher"), at=NOW
    )
    incident = incidents.notify_authority(incident=incident, by=staff("jawaher"), at=NOW)
    with pytest.raises(Refused, match="another stage"):
        incidents.assess(incident=incident, is_harmful=False, **again, by=staff("jawaher"), at=NOW)


def test_who_has_no_mobile_is_told_by_other_means():
    incident = judged()
    incidents.add_affected(
        incident=incident, people=[a_person(mobile="")], by=staff("jawaher"), at=NOW
    )
    affected = AffectedPerson.objects.get()
    with pytest.raises(Refused, match="address"):
        incidents.tell_affected(affected=affected, how="sms", by=staff("jawaher"), at=NOW)
    incidents.tell_affected(affected=affected, how="visit", by=staff("jawaher"), at=NOW)
    with pytest.raises(Refused, match="already"):
        incidents.tell_affected(affected=affected, how="call", by=staff("jawaher"), at=NOW)


def test_anybody_reports_and_only_the_officer_of_data_protection_goes_on(saud):
    incident = incidents.report_incident(
        kind="access", story="فتح ملفًا", aware_at=NOW, by=saud, at=NOW
    )
    with pytest.raises(Refused, match="data-protection"):
        incidents.record_lessons(incident=incident, lessons="x", by=saud, at=NOW)
    assert not Incident.objects.visible_to(staff("noura")).exists()


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "x"},
        {"story": " "},
        {"aware_at": NOW + HOUR},
        {"occurred_at": NOW - HOUR, "aware_at": NOW - 2 * HOUR},
    ],
)
def test_nonsense_is_refused(given):
    with pytest.raises(Refused):
        an_incident(**given)


@pytest.mark.parametrize(
    "broken", [{"status": "closed"}, {"is_harmful": True}, {"notified_at": NOW}]
)
def test_the_database_keeps_the_promise(broken):
    incident = an_incident()
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(**broken)


def test_who_was_not_informed_comes_first_and_all_of_them_are_counted(monkeypatch):
    monkeypatch.setattr(incidents_queries, "MOST_LISTED", 1)
    incident, people = judged(), [a_person(), a_person("هند بنت علي القرني", 7)]
    incidents.add_affected(incident=incident, people=people, by=staff("jawaher"), at=NOW)
    AffectedPerson.objects.filter(person=people[0]).update(
        told_at=NOW, told_by=staff("jawaher"), told_how="call"
    )
    page = incidents_queries.incident_page(incident)
    assert [affected.person for affected in page["affected"]] == [people[1]]
    assert page["untold"] == 1
