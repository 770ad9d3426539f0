"""Destroying what is held of a person: proposed by one, approved by another, whole, and the trail
stays whole (PDPL).
"""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.cast import NOW
from tests.factories import a_case, a_person, a_picture, a_released_decision, staff
from tests.privacy.test_requests import a_proven_request
from wasl.audit import actions as trail
from wasl.audit import queries as audit
from wasl.beneficiaries import naming
from wasl.beneficiaries.actions import documents, registering, representing
from wasl.beneficiaries.models.person import Person
from wasl.cases.actions import outcome
from wasl.cases.models.case import Case, DeclaredValue
from wasl.common.verdicts import Refused
from wasl.interactions import actions as interactions
from wasl.papers.models import Paper
from wasl.privacy import scrubbing, tasks
from wasl.privacy.actions import destruction as destruction_actions
from wasl.privacy.models.destruction import Destruction, DestructionItem, LegalHold, ScrubStep
from wasl.privacy.queries import destruction as destruction_queries

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("association", "noura", "jawaher", "khalid", "committee"),
]
NAME, MOBILE = "شماء بنت غيث الفريد", "+966512399321"
IBAN = "SA0380000000608010167519"


@pytest.fixture(autouse=True)
def _plan(association):
    destruction_actions.keep_plan()


@pytest.fixture
def shamma():
    """Somebody with a closed request, a rejected one's letter, a document's copy, a visit and a
    corrected file.
    """
    person = a_person(NAME, 654321, mobile="0512399321", iban=IBAN, city="هجرة الفريدة")
    documents.add_attachment(person=person, accepted=a_picture(), by=staff("noura"), at=NOW)
    registering.correct(person=person, changes={"known_as": "أم الفريد"}, by=staff("noura"), at=NOW)
    a_case("closed", person=person)
    decision = a_released_decision(
        "reject", case=a_case("in_committee", person=person, service="rent-arrears")
    )
    outcome.close(case=Case.objects.get(pk=decision.case_id), by=staff("noura"), at=NOW)
    told = {"channel": "interview", "subject": f"زيارة {NAME}", "outcome": "تمت"}
    interactions.record_visit(person=person, **told, by=staff("noura"), at=NOW)
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def somebody():
    """Somebody in the register about whom little is held."""
    return a_person(NAME, 654321)


def propose(person, **more):
    return destruction_actions.propose_erasure(
        person=person, data_request=None, reason="طلبت ذلك", by=staff("jawaher"), at=NOW, **more
    )


def destroy(destruction):
    destruction_actions.approve_destruction(destruction=destruction, by=staff("khalid"), at=NOW)
    tasks.carry_out(destruction_id=destruction.pk)
    tasks.delete_files(destruction_id=destruction.pk)
    return Destruction.objects.get(pk=destruction.pk)


def everything():
    """Every value of every table of ours, as text, sealed ones opened."""
    from django.apps import apps

    for model in apps.get_models():
        if model.__module__.startswith(("wasl.", "procrastinate.")):
            for row in model._default_manager.values_list():
                yield model._meta.label, " ".join(map(str, row))


def traces(*wanted):
    return sorted({label for label, text in everything() if any(one in text for one in wanted)})


@pytest.mark.clause("PRE-6")
def test_nothing_of_her_is_left_in_any_table_or_file_and_the_chain_is_whole(shamma):
    marks = [NAME, "الفريد", MOBILE, shamma.id_number, shamma.id_blind, IBAN, shamma.sort_key]
    files = destruction_queries.files_of(
        DestructionItem(subject_type="beneficiaries.person", subject_id=shamma.pk)
    )
    assert (
        len(traces(*marks)) >= 8 and files and all(default_storage.exists(name) for name in files)
    )
    trail.seal(everywhere=True)
    head = audit.verify().head
    done = destroy(propose(shamma))
    naming.tend()  # the vocabulary of names forgets in the night
    assert traces(*marks) == []
    assert not any(default_storage.exists(name) for name in files)
    trail.seal(everywhere=True)
    report = audit.verify(known_head=head)
    assert report.findings == [] and done.status == "done"
    assert (
        done.files_gone == len(files) and done.counts["beneficiaries.person"] == 3
    )  # the row and its history


def test_the_rows_stay_so_that_figures_and_registers_stay_true(shamma):
    before = [model.objects.count() for model in (Person, Case, DeclaredValue)]
    destroy(propose(shamma))
    assert [model.objects.count() for model in (Person, Case, DeclaredValue)] == before
    case = Case.objects.get(person=shamma, outcome="approved")
    assert (case.status, case.person.full_name) == ("closed", scrubbing.MARK)
    assert all(one.value in ("", scrubbing.MARK) for one in DeclaredValue.objects.filter(case=case))


def test_the_record_says_what_by_whom_and_on_which_ground_and_names_nobody_else(shamma):
    done = destroy(propose(shamma))
    assert done.paper.kind == "destruction_record"
    for said in (
        staff("jawaher").name_ar,
        staff("khalid").name_ar,
        "طلبت ذلك",
        "الإجابات في الطلبات",
    ):
        assert said in done.paper.data
    assert NAME not in done.paper.data


def test_every_page_of_her_rows_still_opens(shamma, client):
    case = Case.objects.get(person=shamma, outcome="approved")
    paper = Paper.objects.filter(person_id=shamma.pk).first()
    destroy(propose(shamma))
    client.force_login(staff("noura"))
    for page in (
        f"/people/{shamma.pk}/",
        f"/cases/{case.pk}/",
        f"/people/{shamma.pk}/correct/",
        "/desk/find/?q=شماء",
    ):
        assert client.get(page).status_code == 200, page
    assert client.get(f"/papers/{paper.pk}/pdf/", follow=True).status_code in (200, 404)
    attachment = shamma.attachments.first()
    assert client.get(f"/people/files/{attachment.key}/").status_code == 404


def test_an_open_request_stands_against_it_and_is_named():
    person = a_person()
    a_case("submitted", person=person)
    assert [one.code for one in destruction_queries.blocks(person, NOW.date())] == ["cases.case"]
    with pytest.raises(Refused, match="still at work: Requests"):
        propose(person)


def test_what_began_after_the_approval_keeps_the_file(somebody):
    destruction = propose(somebody)
    destruction_actions.approve_destruction(destruction=destruction, by=staff("khalid"), at=NOW)
    a_case("draft", person=somebody)
    tasks.carry_out(destruction_id=destruction.pk)
    assert DestructionItem.objects.get().kept_why == "cases.case"
    assert Person.objects.get(pk=somebody.pk).full_name == NAME


def test_a_legal_hold_stands_against_it_until_it_is_lifted(somebody):
    hold = destruction_actions.place_hold(
        person=somebody, reason="قضية", by=staff("jawaher"), at=NOW
    )
    with pytest.raises(Refused, match="legal hold"):
        propose(somebody)
    destruction_actions.lift_hold(hold=hold, by=staff("jawaher"), at=NOW)
    assert propose(somebody).status == "proposed" and LegalHold.objects.get().lifted_by == staff(
        "jawaher"
    )


def test_who_acts_for_somebody_is_needed_until_they_no_longer_do(somebody):
    from wasl.common.dates import parse_dual

    given = {
        "scope": "guardian",
        "document_number": "7",
        "valid_from": parse_dual("1/1/1448"),
        "by": staff("noura"),
    }
    representing.add_representative(
        person=a_person("طفل", 772), full_name=NAME, acting_person=somebody, **given, at=NOW
    )
    with pytest.raises(Refused, match="somebody else"):
        propose(somebody)


def test_it_is_asked_for_and_the_request_is_named_in_the_record(somebody):
    asked = a_proven_request("destruction", person=somebody)
    destruction = destruction_actions.propose_erasure(
        person=somebody, data_request=asked, reason="طلبها", by=staff("jawaher"), at=NOW
    )
    assert asked.reference in destroy(destruction).paper.data
    with pytest.raises(Refused, match="somebody else"):
        destruction_actions.propose_erasure(
            person=a_person("هند", 771), data_request=asked, reason="x", by=staff("jawaher"), at=NOW
        )


def test_nobody_approves_their_own_proposal(somebody, admin):
    destruction = propose(somebody)
    for who in ("jawaher", "noura", "admin"):
        with pytest.raises(Refused):
            destruction_actions.approve_destruction(destruction=destruction, by=staff(who), at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Destruction.objects.update(approved_by=destruction.proposed_by)
    with pytest.raises(Refused, match="why"):
        destruction_actions.reject_destruction(
            destruction=destruction, why=" ", by=staff("khalid"), at=NOW
        )
    destruction_actions.reject_destruction(
        destruction=destruction, why="لم يحن وقته", by=staff("khalid"), at=NOW
    )
    with pytest.raises(Refused, match="another stage"):
        destruction_actions.approve_destruction(destruction=destruction, by=staff("khalid"), at=NOW)


def test_the_function_itself_refuses_what_two_did_not_agree_on(somebody):
    item = propose(somebody).items.get()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT privacy_destroy(%s, 'x')", [item.pk])


def test_carried_out_twice_it_is_destroyed_once(somebody):
    done = destroy(propose(somebody))
    tasks.carry_out(destruction_id=done.pk)
    item = done.items.get()
    assert (
        destruction_actions.destroy_item(item=item, by=None, at=NOW + timedelta(days=1)).outcome
        == "done"
    )
    assert Paper.objects.filter(kind="destruction_record").count() == 1


def test_a_plan_of_another_version_destroys_nothing(somebody):
    destruction = propose(somebody)
    destruction_actions.approve_destruction(destruction=destruction, by=staff("khalid"), at=NOW)
    ScrubStep.objects.filter(label="cases.study").delete()
    with pytest.raises(Refused, match="wasl migrate"):
        tasks.carry_out(destruction_id=destruction.pk)


def test_a_row_alone_may_be_destroyed(shamma):
    value = DeclaredValue.objects.filter(case__person=shamma).exclude(value="").first()
    other = (
        DeclaredValue.objects.filter(case__person=shamma)
        .exclude(pk=value.pk)
        .exclude(value="")
        .first()
    )
    destruction = propose(shamma)
    destruction.items.update(subject_type="cases.declaredvalue", subject_id=value.pk)
    destroy(destruction)
    assert DeclaredValue.objects.get(pk=value.pk).value == scrubbing.MARK
    assert DeclaredValue.objects.get(pk=other.pk).value == other.value
