"""«My data»: all that is held of a person, to read and for programs, handed out to them and
recorded (PDPL).
"""

import io
import json
import zipfile

import pypdf
import pytest
from django.urls import reverse

from tests.cast import NOW
from tests.factories import a_case, a_decision, a_person, a_picture, staff
from tests.portal.visitors import Visitor
from tests.privacy.test_requests import a_proven_request, a_request
from wasl.audit.models import Event
from wasl.beneficiaries.actions import documents
from wasl.common.verdicts import Refused
from wasl.privacy.actions import deeds, requests
from wasl.privacy.classification import of_people
from wasl.privacy.models.requests import DataSubjectRequest
from wasl.privacy.queries import export
from wasl.privacy.queries.export import rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("association", "noura", "jawaher")]


def handed(person, **more):
    with deeds.hand_out_data(person=person, by=None, at=NOW, **more) as packed:
        return zipfile.ZipFile(io.BytesIO(packed.read()))


def words_of(data):
    return json.dumps(data, ensure_ascii=False)


@pytest.mark.clause("PRE-6")
def test_maryam_takes_her_data_to_read_and_as_json_with_her_papers_and_files(committee):
    maryam = a_person(iban="SA0380000000608010167519")
    documents.add_attachment(person=maryam, accepted=a_picture(), by=staff("noura"), at=NOW)
    a_case("submitted", person=maryam)
    whole = handed(maryam)
    names = whole.namelist()
    assert (
        names[:2] == ["بياناتي.pdf", "my-data.json"]
        and sum(name.startswith("papers/") for name in names) == 1
    )
    assert sum(name.startswith("files/") for name in names) >= 1
    data = json.loads(whole.read("my-data.json"))
    said = words_of(data)
    for value in (
        maryam.full_name,
        maryam.id_number,
        maryam.iban,
        "عدد أفراد الأسرة",
        "انقطع الدخل",
    ):
        assert value in said, value
    read = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(whole.read("بياناتي.pdf"))).pages
    )
    assert maryam.id_number in read
    assert (
        Event.objects.filter(
            verb="privacy.hand_out_data", root_id=str(maryam.pk), actor=None
        ).count()
        == 1
    )


def test_every_kind_of_row_with_something_personal_is_told():
    """The export walks the one classification: no model of people is forgotten."""
    maryam = a_person()
    a_case("submitted", person=maryam)
    told = {one["section"] for one in export.my_data(maryam)["sections"]}
    held = {
        one.label for one in of_people() if not one.is_history and rows_of(one, maryam).exists()
    }
    only_links = {"cases.casedocument", "cases.documentverdict", "beneficiaries.personname"}
    assert (
        held - told <= only_links
        and {"cases.declaredvalue", "cases.declaration", "papers.paper"} <= told
    )


def test_what_is_decided_and_not_told_yet_is_not_in_it(committee, khalid):
    maryam = a_person()
    a_decision(case=a_case("in_committee", person=maryam))
    said = words_of(export.my_data(maryam))
    for secret in ("دخل الأسرة لا يكفي", "أسرة بلا دخل ثابت", "الحاجة ظاهرة"):
        assert secret not in said
    assert "approved" not in said and "Accepted" not in said


def test_search_keys_marks_and_staff_are_not_in_it():
    maryam = a_person()
    said = words_of(export.my_data(maryam))
    assert maryam.id_blind not in said and staff("noura").name_ar not in said


def test_another_ones_data_are_not_in_it():
    maryam, hind = a_person(), a_person("هند بنت راشد الصالح", 771)
    a_case("submitted", person=hind)
    assert "هند" not in words_of(export.my_data(maryam))


def test_the_officer_makes_it_for_a_proven_request_alone(client):
    asked = a_request("copy")
    client.force_login(staff("jawaher"))
    there = reverse("privacy:hand_out_data", args=[asked.pk])
    assert client.post(there).status_code == 302
    asked = requests.prove_identity(data_request=asked, how="id_seen", by=staff("noura"), at=NOW)
    answer = client.post(there)
    assert answer.status_code == 200 and b"".join(answer).startswith(b"PK")
    assert Event.objects.get(verb="privacy.hand_out_data").actor == staff("jawaher")
    other = a_proven_request("correction", person=a_person("هند", 771), details="x")
    for who, about in (("noura", asked), ("jawaher", other)):
        with pytest.raises(Refused):
            deeds.hand_out_data(person=about.person, data_request=about, by=staff(who), at=NOW)


@pytest.mark.clause("PRE-6")
def test_on_the_public_site_she_sees_takes_asks_agrees_and_takes_back(association):
    visitor = Visitor()
    visitor.identify("/my-data/")
    visitor.about()
    page = visitor.get("/my-data/")
    assert page.status_code == 200 and page.content.decode().count('class="tag"') == 2, (
        "the person and the claim"
    )
    taken = visitor.client.post("/my-data/file/")
    assert b"".join(taken).startswith(b"PK")
    assert visitor.post("/my-data/ask/", right="correction").status_code == 200
    assert not DataSubjectRequest.objects.exists()  # it must say what should be otherwise
    visitor.post("/my-data/ask/", right="correction", details="اسم الجد")
    asked = DataSubjectRequest.objects.get()
    assert asked.status == "in_progress" and asked.received_by is None
    visitor.post(f"/my-data/requests/{asked.pk}/take-back/")
    visitor.post("/my-data/consents/stories/agree/")
    assert Event.objects.filter(verb="beneficiaries.give_consent", actor=None).exists()
    visitor.post("/my-data/consents/stories/disagree/")
    asked.refresh_from_db()
    assert asked.status == "withdrawn" and asked.person.consents.get().withdrawn_at
    assert visitor.client.post("/my-data/consents/everything/agree/").status_code == 302


def test_a_stranger_and_who_follows_one_request_alone_are_asked_to_prove_themselves(
    association, client
):
    assert client.get("/my-data/").status_code == 302
    visitor = Visitor()
    visitor.identify()
    visitor.about()
    session = visitor.client.session
    session["portal_applicant"] = {"person": session["portal_applicant"]["person"], "case": 1}
    session.save()
    for page in ("/my-data/", "/my-data/ask/"):
        assert "/identify/" in visitor.get(page).url
    assert "/identify/" in visitor.client.post("/my-data/file/").url


def test_another_ones_request_cannot_be_taken_back(association):
    asked = a_request()
    visitor = Visitor()
    visitor.identify()
    visitor.about()
    assert visitor.post(f"/my-data/requests/{asked.pk}/take-back/").status_code == 404


def test_the_page_asks_the_database_a_fixed_number_of_times(
    association, django_assert_max_num_queries
):
    visitor = Visitor()
    visitor.identify()
    visitor.about()
    with django_assert_max_num_queries(12):
        visitor.get("/my-data/")
