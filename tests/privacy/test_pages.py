"""The pages of data protection: by whom they open, what they show, and each step through its
form.
"""

import pytest
from django.urls import reverse

from tests.cast import NOW
from tests.factories import a_person, staff
from tests.privacy.test_incidents import an_incident, judged
from tests.privacy.test_requests import a_proven_request, a_request
from wasl.accounts.models import User
from wasl.beneficiaries.actions import consents
from wasl.common import clock
from wasl.privacy.actions import incidents
from wasl.privacy.models.incidents import AffectedPerson, Incident
from wasl.privacy.models.requests import DataSubjectRequest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("association", "noura", "jawaher")]


@pytest.fixture(autouse=True)
def _the_day(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def officer(client):
    client.force_login(staff("jawaher"))
    return client


def to(name, *args):
    return reverse(f"privacy:{name}", args=args)


def test_the_lists_are_empty_and_say_what_will_stand_there(officer):
    for page in ("home", "requests", "incidents"):
        answer = officer.get(to(page))
        assert answer.status_code == 200 and 'class="empty"' in answer.content.decode()


def test_noura_takes_down_what_maryam_asks_from_her_page(client):
    client.force_login(staff("noura"))
    maryam = a_person()
    assert client.get(to("person_panel", maryam.pk)).status_code == 200
    page = f"{to('receive')}?person={maryam.pk}"
    assert client.get(page).status_code == 200
    given = {"right": "correction", "details": "العنوان", "channel": "interview", "is_oral": "on"}
    answer = client.post(page, given)
    asked = DataSubjectRequest.objects.get()
    assert answer.url == to("detail", asked.pk) and asked.is_oral and asked.person == maryam
    assert client.post(to("prove_identity", asked.pk), {"how": "id_seen"}).status_code == 302
    assert client.post(to("grant", asked.pk), {"answer": "x"}).status_code == 403


def test_somebody_unknown_gives_a_name_and_an_address(client):
    client.force_login(staff("noura"))
    given = {"right": "access", "channel": "telephone"}
    assert b"requester_name" in client.post(to("receive"), given).content
    client.post(to("receive"), {**given, "requester_name": "نايف", "contact": "٠٥٥٥٥٥٥٥٥٥"})
    assert DataSubjectRequest.objects.get().requester_name == "نايف"


def test_the_officer_extends_and_answers(officer):
    asked = a_proven_request()
    assert officer.get(to("detail", asked.pk)).status_code == 200
    assert officer.post(to("extend", asked.pk), {"days": "٤٥", "reason": "x"}).status_code == 200
    officer.post(to("extend", asked.pk), {"days": "٢٠", "reason": "ملفات ورقية"})
    assert b'name="way"' not in officer.get(to("detail", asked.pk)).content
    assert b"".join(officer.post(to("hand_out_data", asked.pk)).streaming_content).startswith(b"PK")
    page = officer.get(to("detail", asked.pk)).content.decode()
    assert 'name="way"' in page and to("grant", asked.pk) not in page
    assert officer.post(to("record_handover", asked.pk), {"way": "in_person"}).status_code == 200
    officer.post(to("record_handover", asked.pk), {"way": "in_person", "handed_to": "مريم"})
    assert to("grant", asked.pk) in officer.get(to("detail", asked.pk)).content.decode()
    assert officer.post(to("grant_in_part", asked.pk), {"answer": "بعضها"}).status_code == 200
    officer.post(to("grant_in_part", asked.pk), {"answer": "بعضها", "refusal": "others_rights"})
    asked.refresh_from_db()
    assert (asked.status, asked.extension_days) == ("in_part", 20)
    assert to("detail", asked.pk) in officer.get(to("requests") + "?show=over").content.decode()


def test_a_correction_shows_before_and_after(officer):
    asked = a_proven_request("correction", person=a_person(city="بريدة"), details="المدينة عنيزة")
    form = officer.get(to("correct_data", asked.pk)).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name != "birth"} | {
        "city": "عنيزة"
    }
    assert officer.post(to("correct_data", asked.pk), {**typed, "full_name": ""}).status_code == 200
    assert officer.post(to("correct_data", asked.pk), typed).status_code == 302
    page = officer.get(to("detail", asked.pk)).content.decode()
    assert "بريدة" in page and "عنيزة" in page
    officer.post(to("grant", asked.pk), {})
    asked.refresh_from_db()
    assert asked.status == "granted"


def test_a_consent_is_taken_back_from_the_page_of_the_request(officer):
    person = a_person()
    consents.give_consent(person=person, purpose="stories", how="spoken", by=staff("noura"), at=NOW)
    asked = a_proven_request("withdrawal", person=person)
    assert "consent:stories" in officer.get(to("detail", asked.pk)).content.decode()
    assert officer.post(to("stop_uses", asked.pk), {"uses": ["message:offers"]}).status_code == 200
    officer.post(to("stop_uses", asked.pk), {"uses": ["consent:stories"]})
    officer.post(to("grant", asked.pk), {"answer": "شكرًا"})
    asked.refresh_from_db()
    assert asked.status == "granted" and not person.consents.filter(withdrawn_at=None).exists()


def test_refused_and_taken_back(officer):
    asked, other = a_request(), a_request(person=a_person("هند", 771))
    officer.post(to("refuse", asked.pk), {"answer": "لم نتحقق", "refusal": "not_proven"})
    officer.post(to("withdraw", other.pk))
    assert {one.status for one in DataSubjectRequest.objects.all()} == {"refused", "withdrawn"}


def test_anybody_reports_an_incident_and_does_not_see_it(client, saud):
    client.force_login(saud)
    given = {"kind": "lost", "story": "فُقدت ورقة", "aware_day": "9/6/1448", "aware_time": "٠٩:٣٠"}
    assert client.get(to("report_incident")).status_code == 200
    assert client.post(to("report_incident"), {**given, "aware_time": "9 صباحا"}).status_code == 200
    assert client.post(to("report_incident"), given).url == reverse("desk:home")
    assert client.get(to("incident", Incident.objects.get().pk)).status_code == 403


def test_the_officer_walks_an_incident_to_its_end(officer):
    incident, maryam = an_incident(), a_person()
    page = to("incident", incident.pk)
    assert "70" in officer.get(page).content.decode()
    told = {
        "is_harmful": "yes",
        "data_kinds": ["contact"],
        "people_estimate": "١٢",
        "assessment": "مفتوح",
    }
    assert officer.post(to("assess", incident.pk), {"is_harmful": "yes"}).status_code == 200
    officer.post(to("assess", incident.pk), told)
    assert officer.get(to("notice", incident.pk)).content.startswith(b"%PDF")
    officer.post(to("add_affected", incident.pk), {"numbers": f"{maryam.id_number}\n1000000008"})
    assert not AffectedPerson.objects.exists()
    officer.post(to("add_affected", incident.pk), {"numbers": maryam.id_number})
    officer.post(to("tell_affected", incident.pk, AffectedPerson.objects.get().pk), {"how": "sms"})
    officer.post(to("notify_authority", incident.pk), {})
    officer.post(to("record_lessons", incident.pk), {"lessons": "نقفل"})
    officer.post(to("close_incident", incident.pk))
    incident.refresh_from_db()
    assert incident.status == "closed" and officer.get(page).status_code == 200


@pytest.mark.parametrize("username", ["noura", "khalid", "admin", "salem"])
def test_the_officers_pages_are_closed_to_the_others(client, username):
    client.force_login(staff(username))
    incident = judged()
    for page in (
        to("home"),
        to("incidents"),
        to("incident", incident.pk),
        to("notice", incident.pk),
    ):
        assert client.get(page).status_code == 403


def test_what_another_took_down_is_not_there(client, bader):
    asked = a_request()
    client.force_login(bader)
    assert client.get(to("detail", asked.pk)).status_code == 404
    assert client.get(to("requests")).status_code == 200


def test_the_pages_ask_a_fixed_number_of_times(officer, django_assert_max_num_queries):
    for place in range(8):
        incidents.add_affected(
            incident=judged(), people=[a_person("هند", 900 + place)], by=staff("jawaher"), at=NOW
        )
        a_request(person=a_person("سلمى", 800 + place))
    for page in (
        to("home"), to("requests"), to("incidents"), to("incident", Incident.objects.first().pk),
        to("detail", DataSubjectRequest.objects.first().pk),
    ):  # fmt: skip
        with django_assert_max_num_queries(12):
            officer.get(page)
    assert User.objects.exists()
