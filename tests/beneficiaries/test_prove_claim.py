"""A claimed identity is proven by a paper that somebody saw; then the number is set, or two files
become one.
"""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from tests.cast import NOW
from tests.factories import a_day, a_visitor, an_id_number
from wasl.audit.models import Event
from wasl.beneficiaries import policies
from wasl.beneficiaries.actions import claiming, identity, merging, registering
from wasl.beneficiaries.models.claims import IdentityClaim
from wasl.beneficiaries.models.merging import Merge
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import claims as claims_queries
from wasl.beneficiaries.queries import finding, pairs
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused
from wasl.messaging.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRE-6", "PRE-2")]

TODAY = day_of(NOW)
ID = an_id_number(771_001)


def a_claim(id_number=ID, mobile="+966555000001", at=NOW, **more):
    given = {
        "full_name": "هند بنت سالم القحطاني",
        "gender": "female",
        "birth": a_day("1/1/1400"),
        **more,
    }
    return claiming.claim_identity(
        id_number=id_number, mobile=mobile, language="ar", by=None, at=at, **given
    )


def prove(claim, by, **more):
    proof = {"way": "desk", "paper": "national_id", "number": ID, "seen": TODAY, "at": NOW, **more}
    return claiming.prove_claim(claim=claim, by=by, **proof)


def test_a_claim_is_a_person_without_a_number(noura):
    claim = a_claim()
    assert (claim.person.id_number, claim.person.id_blind) == ("", None)
    assert finding.by_id_number(ID) is None and claims_queries.owner_of(claim) is None
    assert claim.id_number == ID and claim.person.mobile_verified_at == NOW
    assert ID not in str(Event.objects.values_list("data", flat=True))
    assert not policies.proven(claim.person)


def test_with_the_proof_the_number_is_set(noura):
    claim = prove(a_claim(), noura)
    person = Person.objects.get(pk=claim.person_id)
    assert (person.id_number, person.id_kind) == (ID, "national_id")
    assert (claim.way, claim.paper, claim.seen_date, claim.proven_by) == (
        "desk",
        "national_id",
        TODAY,
        noura,
    )
    assert (
        policies.proven(person) and policies.joined(person) and finding.by_id_number(ID) == person
    )
    told = Event.objects.get(verb="beneficiaries.prove_claim")
    assert told.data == {
        "way": "desk",
        "paper": "national_id",
        "seen": TODAY.isoformat(),
    } and ID not in str(told.data)


def test_with_the_proof_the_owners_file_takes_the_claims_in_and_the_undo_takes_them_apart(
    noura, maha
):
    owner = a_visitor("هند القحطاني", by=noura, id_number=ID, mobile="0500000001")
    claim = prove(a_claim(), maha)
    claim.person.refresh_from_db()
    assert claim.person.merged_into == owner
    owner.refresh_from_db()
    assert owner.mobile == "+966500000001", "where the owner is reached stays"
    assert policies.joined(claim.person)
    assert Message.objects.get(template__key="claim_proven").recipient == owner.mobile
    merging.undo_merge(merge=Merge.objects.get(), reason="وهم", by=maha, at=NOW)
    apart = Person.objects.select_related("claim").get(pk=claim.person_id)
    assert apart.merged_into is None and policies.proven(apart)
    assert not (verdict := policies.joined(apart)) and "duplicates" in verdict.link


def test_a_claim_never_brings_its_mobile_or_account_into_the_owners_file(noura, maha):
    owner = a_visitor(by=noura, id_number=ID, mobile="0500000001")
    claim = a_claim()
    with pytest.raises(Refused, match="ID yet"):
        merging.merge(survivor=owner, merged=claim.person, by=maha, at=NOW)
    claim = prove(claim, noura)
    if Person.objects.get(pk=claim.person_id).merged_into:
        merging.undo_merge(merge=Merge.objects.get(), reason="وهم", by=maha, at=NOW)
    claim.person.refresh_from_db()
    with pytest.raises(Refused, match="stay the owner's"):
        merging.merge(survivor=owner, merged=claim.person, takes={"mobile"}, by=maha, at=NOW)


def test_without_proof_no_number_comes_by_another_door(noura):
    person = a_claim().person
    with pytest.raises(Refused, match="ID yet"):
        registering.correct(person=person, changes={"id_number": ID}, by=noura, at=NOW)
    with pytest.raises(Refused, match="ID yet"):
        identity.add_identifier(person=person, kind="national_id", number=ID, by=noura, at=NOW)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"way": "telephone"}, "Choose"),
        ({"paper": "bill"}, "Choose"),
        ({"way": "provider"}, "national sign-in"),
        ({"paper": "provider_answer"}, "national sign-in"),
        ({"seen": TODAY + timedelta(days=1)}, "between"),
        ({"seen": TODAY - timedelta(days=1)}, "between"),
        ({"number": an_id_number(771_002)}, "not the one that is claimed"),
    ],
)
def test_what_proves_nothing_is_refused(noura, wrong, why):
    claim = a_claim()
    with pytest.raises(Refused, match=why):
        prove(claim, noura, **wrong)
    claim.refresh_from_db()
    assert claim.is_open and claim.person.id_blind is None


def test_a_national_provider_proves_by_the_same_verb(noura):
    answer = {"way": "provider", "paper": "provider_answer", "provider_reference": "NAF-1"}
    with pytest.raises(Refused, match="no reference"):
        prove(a_claim(), None, **{**answer, "provider_reference": ""})
    claim = prove(IdentityClaim.objects.get(), None, **answer)
    assert (
        Person.objects.get(pk=claim.person_id).id_number == ID
        and claim.provider_reference == "NAF-1"
    )


@pytest.mark.parametrize("who", ["huda", "fahad", "khalid", "reem", "admin", "saud"])
def test_nobody_else_proves(request, who):
    with pytest.raises(Refused, match="Your role"):
        prove(a_claim(), request.getfixturevalue(who))


def test_a_researcher_proves_on_the_visit_and_the_files_wait_for_who_may_merge(noura, salem):
    owner = a_visitor(by=noura, id_number=ID, mobile="0500000001")
    claim = prove(a_claim(), salem, way="visit")
    person = Person.objects.get(pk=claim.person_id)
    assert person.merged_into is None and policies.proven(person) and not policies.joined(person)
    assert pairs.pair_of(owner, person).state == "open"


def test_the_second_of_two_claims_stays_unproven_and_reads_as_any(noura):
    first, second = (
        a_claim(),
        a_claim(mobile="+966555000002", full_name="سالم بن هند", gender="male"),
    )
    prove(first, noura)
    second.refresh_from_db()
    assert second.is_open and claims_queries.owner_of(second) == first.person
    verdict, third = policies.proven(second.person), a_claim(an_id_number(771_009), "+966555000003")
    assert str(verdict.reason) == str(policies.proven(third.person).reason)


def test_three_ids_a_month_from_one_mobile(noura):
    for serial in range(3):
        a_claim(an_id_number(772_000 + serial))
    a_claim(an_id_number(772_000))
    with pytest.raises(Refused, match="this month"):
        a_claim(an_id_number(772_009))
    a_claim(an_id_number(772_009), at=NOW + timedelta(days=31))


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({}, NOW),
        ({"death_date": TODAY}, NOW),
        ({"mobile": "+966500000002"}, NOW),
        ({"mobile_verified_at": None}, NOW),
        ({}, NOW + timedelta(days=366)),
    ],
)
def test_who_opens_a_file(noura, changes, at):
    owner = a_visitor(by=noura, id_number=ID, mobile="0500000001", birth=a_day("1/1/1400"))
    registering.confirm_mobile(person=owner, by=None, at=NOW)
    Person.objects.filter(pk=owner.pk).update(**changes)
    opens = not changes and at == NOW
    assert claims_queries.opener(ID, "+966500000001", at) == (owner if opens else None)


@pytest.mark.parametrize(
    ("birth", "opens"), [(a_day("1/1/1410"), False), (None, False), (a_day("1/1/1440"), True)]
)
def test_a_mobile_of_two_adults_opens_nobodys_file_and_a_childs_does_not_count(noura, birth, opens):
    owner = a_visitor(by=noura, id_number=ID, mobile="0500000001", birth=a_day("1/1/1400"))
    registering.confirm_mobile(person=owner, by=None, at=NOW)
    other = a_visitor("سالم بن فهد", by=noura, gender="male", mobile="0500000001", birth=birth)
    assert (claims_queries.opener(ID, owner.mobile, NOW) == owner) is opens
    assert claims_queries.opener(other.id_number, owner.mobile, NOW) is None


def test_a_claim_from_the_familys_phone_shuts_nobody_out(noura):
    owner = a_visitor(by=noura, id_number=ID, mobile="0500000001", birth=a_day("1/1/1400"))
    registering.confirm_mobile(person=owner, by=None, at=NOW)
    a_claim(an_id_number(771_050), owner.mobile)
    assert claims_queries.opener(ID, owner.mobile, NOW) == owner


def test_the_owner_is_told_once_a_week(noura):
    owner = a_visitor(by=noura, id_number=ID, mobile="0500000001")
    first, second = a_claim(), a_claim(mobile="+966555000002")
    assert claiming.tell_owner(claim=first, by=None, at=NOW)
    assert not claiming.tell_owner(claim=second, by=None, at=NOW + timedelta(days=6))
    assert claiming.tell_owner(claim=second, by=None, at=NOW + timedelta(days=7, minutes=1))
    sent = Message.objects.filter(template__key="claim_on_id")
    assert [one.recipient for one in sent] == [owner.mobile] * 2
    assert not claiming.tell_owner(claim=a_claim(an_id_number(771_060)), by=None, at=NOW)


def test_the_page_records_the_proof(client, noura):
    claim = a_claim()
    client.force_login(noura)
    page = client.get(f"/people/{claim.person_id}/").content.decode()
    assert f"/people/claims/{claim.pk}/prove/" in page and ID not in page
    path = f"/people/claims/{claim.pk}/prove/"
    assert ID not in client.get(path).content.decode()
    typed = {
        "way": "desk",
        "paper": "national_id",
        "number": ID,
        "seen": TODAY.isoformat(),
        "is_same": "on",
    }
    assert client.post(path, {**typed, "is_same": ""}).status_code == 200
    wrong = client.post(path, {**typed, "number": an_id_number(771_002)})
    assert wrong.status_code == 200 and "ليس" in wrong.content.decode()
    assert client.post(path, typed).url == f"/people/{claim.person_id}/"
    assert Person.objects.get(pk=claim.person_id).id_number == ID
    assert "ثبتت الهوية" in client.get(f"/people/{claim.person_id}/").content.decode()


def at_once(*works):
    """Run each in a thread with a connection of its own, all set off together; answers what each
    came to.
    """
    gate, answers = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        try:
            gate.wait(10)
            answers[place] = work()
        except Refused as refused:
            answers[place] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@pytest.mark.django_db(transaction=True)
def test_proven_twice_at_once_is_proven_once(noura):
    claim = a_claim()
    answers = at_once(*[lambda: prove(claim, noura)] * 2)
    assert sorted(isinstance(one, Refused) for one in answers) == [False, True]
    assert Event.objects.filter(verb="beneficiaries.prove_claim").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_claims_on_one_id_proven_at_once_leave_the_number_with_one_file(noura):
    claims = [a_claim(), a_claim(mobile="+966555000002")]
    at_once(*[lambda claim=claim: prove(claim, noura) for claim in claims])
    assert finding.by_id_number(ID) is not None
    assert Person.objects.exclude(id_blind=None).count() == 1
    assert not IdentityClaim.objects.filter(status="open").exists()


@pytest.mark.django_db(transaction=True)
def test_two_sessions_claim_at_once_and_no_fourth_id_slips_through(noura):
    for serial in range(2):
        a_claim(an_id_number(773_000 + serial))
    answers = at_once(
        *[lambda serial=serial: a_claim(an_id_number(773_010 + serial)) for serial in range(2)]
    )
    assert sorted(isinstance(one, Refused) for one in answers) == [False, True]
    assert IdentityClaim.objects.count() == 3


def test_who_may_prove_is_led_from_the_desk_to_the_claims_that_wait(
    client, noura, huda, django_assert_max_num_queries
):
    client.force_login(noura)
    assert "/people/claims/" not in client.get("/desk/").content.decode(), (
        "nothing waits, nothing is said"
    )
    claim = a_claim()
    with django_assert_max_num_queries(12):
        assert "/people/claims/" in client.get("/desk/").content.decode()
    with django_assert_max_num_queries(12):
        page = client.get("/people/claims/").content.decode()
    assert f"/people/claims/{claim.pk}/prove/" in page and "هند بنت سالم القحطاني" in page
    assert ID not in page and "555000001" not in page, "what identifies stays masked"
    prove(claim, noura)
    assert f"/people/claims/{claim.pk}/prove/" not in client.get("/people/claims/").content.decode()
    client.force_login(huda)
    assert client.get("/people/claims/").status_code == 403
