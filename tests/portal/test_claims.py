"""Whoever files from afar claims an ID: the same pages for everybody until the code came back, and
only their own after.
"""

import re
import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW
from tests.factories import a_day, a_visitor, an_id_number, staff
from tests.portal.visitors import Visitor
from wasl.beneficiaries.actions import changing, claiming, registering
from wasl.beneficiaries.models.claims import HeldChange, IdentityClaim
from wasl.beneficiaries.models.person import Person
from wasl.cases.actions import intake, submission
from wasl.cases.models.case import Case
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.messaging.models import Message, OneTimeCode
from wasl.portal import actions, tasks
from wasl.privacy.actions import destruction

pytestmark = pytest.mark.clause("PRE-6")

TOKENS = r'(csrfmiddlewaretoken" value="|data-csrf="|X-CSRFToken": "|nonce="|nonce-)[^"\';]+'
OWN = ("0500000001", an_id_number(774_100))


@pytest.fixture
def known(noura) -> Person:
    """Somebody in the register whose mobile is theirs alone and was confirmed."""
    person = a_visitor(by=noura, mobile=OWN[0], id_number=OWN[1], birth=a_day("1/1/1400"))
    return registering.confirm_mobile(person=person, by=None, at=NOW)


def bytes_of(answer, visitor: Visitor) -> str:
    """All that a browser gets, without the tokens that differ every time and what the visitor
    typed.
    """
    headers = sorted((name, value) for name, value in answer.items() if name != "Expires")
    cookies = sorted(
        (name, one.value and "…", str(one.get("max-age"))) for name, one in answer.cookies.items()
    )
    text = re.sub(
        TOKENS, r"\1", f"{answer.status_code} {headers} {cookies} {answer.content.decode()}"
    )
    return text.replace(visitor.id_number, "ID").replace(visitor.mobile, "MOBILE")


def until_the_code(visitor: Visitor, monkeypatch) -> list[str]:
    """Every page of a visit from the first to a wrong code, and the code asked for again, too soon
    and in time.
    """
    monkeypatch.setattr(clock, "now", lambda: NOW)
    typed = {"id_number": visitor.id_number, "mobile": visitor.mobile, "next": "/apply/school-kit/"}
    there = "/identify/code/?next=%2Fapply%2Fschool-kit%2F"
    pages = [visitor.get("/identify/"), visitor.post("/identify/", **typed), visitor.get(there)]
    pages += [visitor.post("/identify/code/again/", next="/my/"), visitor.get(there)]
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=61))
    pages += [
        visitor.get(there),
        visitor.post("/identify/code/again/", next="/my/"),
        visitor.get(there),
    ]
    pages += [
        visitor.post("/identify/code/", code="000000"),
        visitor.get("/my/"),
        visitor.get("/about-you/"),
    ]
    return [bytes_of(page, visitor) for page in pages]


def test_whoever_is_named_the_same_bytes_come_until_the_code_is_confirmed(
    stranger, known, monkeypatch
):
    """Known with the right mobile, known with another, unknown; a second claim on one ID; a fourth
    ID of a mobile.
    """
    beyond = Visitor("0500000009")
    for serial in range(3):
        Visitor(beyond.mobile, an_id_number(774_900 + serial)).identify()
    visitors = [
        Visitor(*OWN),
        Visitor("0500000002", OWN[1]),
        Visitor("0500000003", an_id_number(774_101)),
        Visitor("0500000004", OWN[1]),
        Visitor(beyond.mobile, an_id_number(774_999)),
    ]
    for place, visitor in enumerate(visitors):
        visitor.client.defaults["REMOTE_ADDR"] = f"203.0.113.{place}"
    seen = [until_the_code(visitor, monkeypatch) for visitor in visitors]
    for place, pages in enumerate(zip(*seen, strict=True)):
        assert len(set(pages)) == 1, (
            f"page {place} tells {[pages.index(page) for page in set(pages)]} apart"
        )
    sent = [
        sum(one.recipient == visitor.e164 for one in Message.objects.all()) for visitor in visitors
    ]
    assert sent[:4] == [2, 2, 2, 2], "the code goes to whoever typed their mobile"


def test_it_costs_the_same_whoever_is_named(stranger, known):
    Visitor(
        "0500000008", address="203.0.113.9"
    ).identify()  # the words of the message are there from now on
    counts = []
    for serial, pair in enumerate(
        (OWN, ("0500000002", OWN[1]), ("0500000003", an_id_number(774_101)))
    ):
        visitor = Visitor(*pair, address=f"203.0.113.{serial}")
        visitor.get("/identify/")
        with CaptureQueriesContext(connection) as done:
            visitor.post("/identify/", id_number=visitor.id_number, mobile=visitor.mobile)
        counts.append([re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in done.captured_queries])
    assert len(counts[0]) == len(counts[1]) == len(counts[2])


def test_ones_own_file_opens_with_the_mobile_registered_for_it(stranger, known):
    visitor = Visitor(*OWN)
    visitor.identify()
    assert visitor.get("/my-data/").status_code == 200
    assert not IdentityClaim.objects.exists()


def test_a_strangers_id_with_ones_own_mobile_makes_a_claim_and_shuts_nobody_out(
    stranger, known, noura
):
    thief = Visitor("0500000002", OWN[1])
    case = thief.file("school-kit")
    claim = IdentityClaim.objects.get()
    assert (case.person, claim.id_number, claim.mobile) == (claim.person, OWN[1], thief.e164)
    assert case.person != known and not case.person.id_number
    assert thief.get("/my-data/").status_code == 200, "of the claim's own data"
    assert "هند" not in thief.get("/my/").content.decode()
    owner = Visitor(*OWN)
    owner.identify()
    assert owner.get("/my/").context["cases"] == [], "and the owner's file shows nothing of it"
    sent = Message.objects.filter(template__key="claim_on_id")
    assert [one.recipient for one in sent] == [known.mobile]


def test_a_claim_opens_by_its_number_and_a_code_and_shows_only_itself(stranger, known):
    thief = Visitor("0500000002", OWN[1])
    case = thief.file("school-kit")
    told = Message.objects.get(template__key="claim_begun")
    assert told.recipient == thief.e164 and told.params["reference"] == case.reference
    again = Visitor("0500000002", OWN[1])
    again.identify()
    assert again.get(f"/my/{case.reference}/").status_code == 404, "the ID alone opens a blank form"
    assert again.get("/apply/school-kit/").url.startswith("/about-you/")
    by_number = Visitor("0500000002")
    assert by_number.follow(case.reference).url == f"/my/{case.reference}/"
    page = by_number.get(f"/my/{case.reference}/").content.decode()
    assert "لم نطلع على هويتك بعد" in page
    assert by_number.get("/my-data/").url.startswith("/identify/")


def test_once_the_files_are_joined_the_claims_visit_opens_nothing_of_the_owners(
    stranger, known, maha
):
    visitor = Visitor("0500000002", OWN[1])
    visitor.file("school-kit")
    proof = {"way": "desk", "paper": "national_id", "number": OWN[1], "seen": clock.day_of(NOW)}
    claiming.prove_claim(claim=IdentityClaim.objects.get(), **proof, by=maha, at=NOW)
    assert Person.objects.get(claim__isnull=False).merged_into == known
    assert visitor.get("/my-data/").url.startswith("/identify/")
    assert visitor.get("/my/").url.startswith("/identify/")


def test_one_open_claim_a_mobile_and_service(stranger):
    first = Visitor("0500000002", an_id_number(774_201)).file("school-kit")
    second = Visitor("0500000002", an_id_number(774_202))
    second.client.defaults["REMOTE_ADDR"] = "203.0.113.1"
    second.identify("/apply/school-kit/")
    second.about("سالم بن هند القحطاني")
    assert second.get("/apply/school-kit/").url == "/services/school-kit/"
    assert "من هذا الجوال" in second.get("/services/school-kit/").content.decode()
    assert second.get("/apply/food-basket/").url.startswith("/my/")
    submission.withdraw(case=first, by=None, at=NOW)
    assert second.get("/apply/school-kit/").url.startswith("/my/")


def test_a_fourth_id_that_a_mobile_proved_gets_no_code(stranger, monkeypatch):
    for serial in range(5):
        monkeypatch.setattr(clock, "now", lambda serial=serial: NOW + timedelta(hours=2 * serial))
        visitor = Visitor(
            "0500000002", an_id_number(774_300 + serial), address=f"203.0.113.{serial}"
        )
        visitor.identify()
    assert Message.objects.count() == 3 and OneTimeCode.objects.filter(is_decoy=True).count() == 2


def test_what_others_type_beside_a_newcomers_mobile_shuts_nobody_out_for_a_month(
    stranger, monkeypatch
):
    for serial in range(5):
        monkeypatch.setattr(clock, "now", lambda serial=serial: NOW + timedelta(hours=2 * serial))
        thief = Visitor(
            stranger.mobile, an_id_number(774_350 + serial), address=f"203.0.113.{serial}"
        )
        thief.post("/identify/", id_number=thief.id_number, mobile=thief.mobile)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=20))
    assert stranger.identify().url == "/my/" and stranger.get("/about-you/").status_code == 200


def test_many_claims_from_a_persons_mobile_leave_their_own_file_open(stranger, known):
    for serial in range(8):
        thief = Visitor(OWN[0], an_id_number(774_400 + serial), address="203.0.113.1")
        thief.post("/identify/", id_number=thief.id_number, mobile=thief.mobile)
    owner = Visitor(*OWN)
    assert owner.identify().url == "/my/" and owner.get("/my-data/").status_code == 200


def test_the_code_is_sent_again_after_a_minute_and_the_button_says_when(stranger, monkeypatch):
    stranger.post("/identify/", id_number=stranger.id_number, mobile=stranger.mobile)
    page = stranger.get("/identify/code/").content.decode()
    assert (
        'action="/identify/code/again/"' in page
        and 'data-wait="60"' in page
        and "disabled" not in page
    )
    stranger.post("/identify/code/again/")
    assert Message.objects.count() == 1
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=61))
    assert "data-wait" not in stranger.get("/identify/code/").content.decode()
    stranger.post("/identify/code/again/")
    stranger.post("/identify/code/again/")
    assert Message.objects.count() == 2
    assert stranger.post("/identify/code/", code=stranger.code()).status_code == 302


def test_the_button_that_sends_again_works_in_a_browser_that_is_asked_for_its_token(stranger):
    """The test client lets forms without a token through; a browser's are refused."""
    stranger.post("/identify/", id_number=stranger.id_number, mobile=stranger.mobile)
    for path in ("/identify/code/", "/my/{}/sign/"):
        if "{}" in path:
            case = stranger.begin()
            stranger.fill(case)
            stranger.hand_in_all(case)
            path = path.format(case.reference)
        forms = re.findall(r"<form.*?</form>", stranger.get(path).content.decode(), re.DOTALL)
        bare = [
            form[:90]
            for form in forms
            if 'method="post"' in form and "csrfmiddlewaretoken" not in form
        ]
        assert not bare, path


def test_a_known_persons_new_account_waits_and_their_mobile_is_told(catalogue, maha, noura):
    known = a_visitor(by=noura, mobile=OWN[0], id_number=OWN[1], iban="SA4420000001234567891234")
    registering.confirm_mobile(person=known, by=None, at=NOW)
    visitor = Visitor(*OWN)
    visitor.identify("/apply/rent-arrears/")
    visitor.get("/apply/rent-arrears/")
    case = Case.objects.get()
    visitor.fill(case)
    visitor.hand_in_all(case)
    assert visitor.sign(case).status_code == 302
    change = HeldChange.objects.get()
    assert (change.field, change.source, change.value) == (
        "iban",
        "portal",
        "SA0380000000608010167519",
    )
    assert Message.objects.get(template__key="iban_change_waits").recipient == known.mobile
    page = visitor.get("/my-data/").content.decode()
    assert f"/my-data/changes/{change.pk}/take-back/" in page
    visitor.post(f"/my-data/changes/{change.pk}/take-back/")
    change.refresh_from_db()
    assert change.status == "refused" and change.ended_by is None


def test_a_person_changes_their_mobile_from_afar(stranger, known):
    visitor = Visitor(*OWN)
    visitor.identify()
    visitor.post("/my-data/mobile/", mobile="0500000077")
    code = visitor.code(mobile="+966500000077")
    assert visitor.post("/my-data/mobile/code/", code=code).url == "/my-data/#changes"
    known.refresh_from_db()
    assert known.mobile == "+966500000001"
    assert Message.objects.get(template__key="mobile_change_waits").recipient == known.mobile
    changing.bring_change(change=HeldChange.objects.get(), by=None, at=NOW + timedelta(hours=72))
    known.refresh_from_db()
    assert (known.mobile, known.mobile_verified_at) == ("+966500000077", NOW)


def test_nobody_stops_anothers_change(stranger, known, noura):
    change = changing.hold_change(
        person=known, field="mobile", value="0500000077", by=noura, at=NOW
    )
    stranger.begin()
    assert stranger.post(f"/my-data/changes/{change.pk}/take-back/").status_code == 404


# Lapse


@pytest.fixture
def plan(db) -> None:
    """What erasing does to each table, as the owner writes it down when migrating."""
    destruction.keep_plan()


def lapse_on(monkeypatch, days):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=days))
    tasks.lapse_claims()


def test_an_unproven_claim_is_closed_with_a_word_and_erased_after_sixty_days(
    stranger, plan, monkeypatch
):
    case = stranger.file("school-kit")
    lapse_on(monkeypatch, 59)
    assert IdentityClaim.objects.get().is_open
    lapse_on(monkeypatch, 61)
    lapse_on(monkeypatch, 61)
    claim, case = IdentityClaim.objects.select_related("person").get(), Case.objects.get(pk=case.pk)
    assert (claim.status, case.status) == ("lapsed", "lapsed") and claim.erased_at
    assert Message.objects.filter(template__key="claim_lapsed").count() == 1
    assert stranger.get("/apply/food-basket/").url.startswith("/identify/"), (
        "a visit of before begins nothing new"
    )
    with pytest.raises(Refused):
        intake.start(person=claim.person, service=case.service, channel="desk", by=None, at=NOW)
    kept = str([claim.person.__dict__, claim.__dict__, *case.declared.values()])
    assert not any(
        word in kept for word in (stranger.id_number, stranger.e164, "القحطاني", "النقرة")
    )
    visitor = Visitor(stranger.mobile)
    visitor.post("/track/", reference=case.reference, mobile=stranger.mobile)
    assert not visitor.code("code_track")


def test_a_proven_claim_stays(stranger, noura, monkeypatch):
    stranger.file("school-kit")
    proof = {
        "way": "video",
        "paper": "digital_id",
        "number": stranger.id_number,
        "seen": clock.day_of(NOW),
    }
    claiming.prove_claim(claim=IdentityClaim.objects.get(), **proof, by=noura, at=NOW)
    lapse_on(monkeypatch, 400)
    assert Person.objects.get().id_number == stranger.id_number


def test_what_lies_before_the_committee_waits_for_its_decision(stranger, monkeypatch):
    case = stranger.file("school-kit")
    Case.objects.filter(pk=case.pk).update(status="in_committee")
    lapse_on(monkeypatch, 61)
    assert IdentityClaim.objects.get().is_open


@pytest.mark.parametrize("wrong", ["open", "proven", "numbered"])
def test_the_owners_function_erases_nothing_else(stranger, plan, noura, wrong):
    stranger.begin()
    claim = IdentityClaim.objects.get()
    if wrong == "proven":
        proof = {
            "way": "desk",
            "paper": "national_id",
            "number": stranger.id_number,
            "seen": clock.day_of(NOW),
        }
        claim = claiming.prove_claim(claim=claim, **proof, by=noura, at=NOW)
    if wrong == "numbered":
        IdentityClaim.objects.update(status="lapsed", ended_at=NOW)
        Person.objects.update(id_number="1", id_blind="x", id_kind="iqama")
    with pytest.raises(Exception, match=r"only an unproven claim|has a number"):
        actions.erase_claim(claim=claim, by=None, at=NOW)


# At once


def at_once(*works):
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
        thread.join(60)
    return answers


@pytest.mark.django_db(transaction=True)
def test_two_sessions_claim_for_one_service_at_once_and_one_request_opens(stranger):
    service = Case._meta.get_field("service").related_model.objects.get(code="school-kit")
    given = {
        "full_name": "هند بنت سالم",
        "gender": "female",
        "birth": a_day("1/1/1400"),
        "language": "ar",
    }
    claims = [
        claiming.claim_identity(
            id_number=an_id_number(775_000 + serial), mobile=stranger.e164, **given, by=None, at=NOW
        )
        for serial in range(2)
    ]
    answers = at_once(
        *[
            lambda claim=claim: actions.begin(person=claim.person, service=service, by=None, at=NOW)
            for claim in claims
        ]
    )
    assert sorted(isinstance(one, Refused) for one in answers) == [False, True]
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_press_on_resend_sends_one_code(stranger, monkeypatch):
    stranger.post("/identify/", id_number=stranger.id_number, mobile=stranger.mobile)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=61))
    first, second = SimpleNamespace(client=stranger.client), Visitor()
    second.client.cookies = stranger.client.cookies
    at_once(*[lambda one=one: one.client.post("/identify/code/again/") for one in (first, second)])
    assert Message.objects.count() == 2, "the first, and one more"


def test_the_lead_owns_what_comes_by_a_claim(stranger):
    assert stranger.begin().owner == staff("maha")
