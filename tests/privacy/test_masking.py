"""Every sensitive field of the one classification, by every role, on every page that may show it
(PRE-6).

The world holds a value that is found nowhere else in each sensitive field. Each role opens every
page its permissions open; a value may stand there in full only where `IN_FULL` says who needs it
for which work.
"""

import re
from collections.abc import Iterator

import pgtrigger
import pytest
from django.urls import URLPattern, reverse

from tests.addresses import addresses
from tests.cast import NOW
from tests.factories import a_case, a_day, a_document_type, a_visitor, staff
from wasl.accounts.models import Department, Membership, User
from wasl.accounts.permissions import Permission as P
from wasl.accounts.roles import ROLES
from wasl.audit.models import Event
from wasl.beneficiaries.actions import documents, identity, representing
from wasl.cases.actions import study as study_actions
from wasl.cases.actions import verification
from wasl.cases.models.case import Case, DeclaredValue, Matching
from wasl.catalogue.models.offered import FieldRequirement
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.messaging import actions as messaging
from wasl.privacy.actions import requests
from wasl.privacy.classification import classified
from wasl.privacy.models.requests import DataSubjectRequest

pytestmark = pytest.mark.clause("PRE-6")
ID, IBAN, DOCUMENT, IQAMA, AGENT = (
    "1098765405",
    "SA0380000000608010167519",
    "7733115599",
    "2398765400",
    "1087654305",
)
DECLARED, FOUND, STUDY, CONTACT, ASKED = (
    "جهاز مسموع بعيد",
    "جهاز مقروء قريب",
    "كلية متعبة",
    "0553311779",
    "أسقطوا جدي",
)
CODE = "918273"
NEEDS = (P.CASES_INTAKE, P.CASES_VERIFY, P.CASES_STUDY, P.COMMITTEES_DECIDE)
# By sensitive field: what stands in it here, and whose work shows it in full on which pages; ()
# means masked for all.
IN_FULL: dict[str, tuple[str, tuple[P, ...], str]] = {
    "beneficiaries.person.id_number": (ID, (), ""),
    "beneficiaries.person.iban": (IBAN, (), ""),
    "beneficiaries.document.number": (DOCUMENT, (), ""),
    "beneficiaries.identifier.number": (IQAMA, (), ""),
    "beneficiaries.representative.id_number": (AGENT, (), ""),
    "cases.declaredvalue.value": (DECLARED, NEEDS, r"^/cases/"),
    "cases.matching.found": (FOUND, NEEDS, r"^/cases/"),
    "cases.study.findings": (STUDY, (*NEEDS, P.NEED_APPROVE), r"^/cases/|^/committee/"),
    "privacy.datasubjectrequest.details": (
        ASKED,
        (P.PRIVACY_HANDLE, P.PRIVACY_RECEIVE),
        r"^/data-protection/",
    ),
    "privacy.datasubjectrequest.contact": (
        CONTACT,
        (P.PRIVACY_HANDLE, P.PRIVACY_RECEIVE),
        r"^/data-protection/",
    ),
    "messaging.message.secret": (CODE, (), ""),
}
# What no page shows as such: other fields' copies, kept for proof, undoing or reading a file.
NOT_SHOWN = {
    "beneficiaries.heldchange.value": "shown masked beside the person's own (tests/beneficiaries/test_held_changes.py)",
    "beneficiaries.identityclaim.id_number": "shown masked until it is proven (tests/beneficiaries/test_prove_claim.py)",
    "beneficiaries.importrow.payload": "the row of a file, shown masked by the findings (tests/beneficiaries)",
    "beneficiaries.peopleimport.survey": "what the columns of a file look like",
    "beneficiaries.takenvalue.new": "kept to undo a merge",
    "beneficiaries.takenvalue.old": "kept to undo a merge",
    "cases.declaration.payload": "what was signed, for its hash",
    "cases.matching.declared": "the declared value as it was matched; the page shows the declared one",
    "cases.needassessment.inputs": "for scoring again; the study's pages are closed with the answers",
    "cases.needassessment.lines": "behind `can_read_study`, tried in tests/cases/test_assess.py",
    "cases.needoverride.answer": "behind `can_read_study`",
    "cases.needoverride.reason": "behind `can_read_study`",
    "cases.study.reason": "beside the findings",
    "cases.studyanswer.value": "behind `can_read_study`, tried in tests/cases/test_study_pages.py",
    "cases.studymember.details": "behind `can_read_study`",
    "delivery.hold.heir_id_number": "masked on the delivery's page (tests/delivery/test_heirs.py)",
    "messaging.message.recipient": "masked by the outbox (tests/messaging)",
    "papers.paper.data": "what was printed; the PDF opens by kind and permission",
    "privacy.datasubjectrequest.answer": "beside the details",
    "privacy.deed.after": "beside the details; numbers masked (tests/privacy/test_deeds.py)",
    "privacy.deed.before": "beside the details; numbers masked (tests/privacy/test_deeds.py)",
}


def test_every_sensitive_field_is_in_one_of_the_two_lists():
    fields = {
        f"{one.label}.{name}"
        for one in classified()
        if not one.is_history
        for name in one.sensitive
    }
    assert fields == set(IN_FULL) | set(NOT_SHOWN)


@pytest.fixture
def world(association, monkeypatch):
    """One person with a request that was matched and studied, and a value in every sensitive
    field.
    """
    monkeypatch.setattr(clock, "now", lambda: NOW)
    noura = staff("noura")
    person = a_visitor("نوف بنت سعد", by=noura, id_number=ID, iban=IBAN)
    kind = a_document_type()
    documents.add_document(
        person=person, document_type=kind, number=DOCUMENT, seen=True, by=noura, at=NOW
    )
    identity.add_identifier(person=person, kind="iqama", number=IQAMA, by=noura, at=NOW)
    agent = {"full_name": "سعد", "id_number": AGENT, "scope": "agent", "document_number": "31"}
    representing.add_representative(
        person=person, **agent, valid_from=a_day("1/1/1448"), by=noura, at=NOW
    )
    case = a_case("verified", service="medical-device", person=person)
    _plant(DeclaredValue.objects.get(case=case, key="device"), value=DECLARED)
    _plant(Matching.objects.filter(case=case).order_by("pk")[0], found=FOUND)
    study = {"findings": STUDY, "recommendation": "accept", "reason": "الحاجة ظاهرة."}
    study_actions.record_study(
        case=study_actions.start_study(case=case, by=staff("salem"), at=NOW),
        findings=study,
        by=staff("salem"),
        at=NOW,
    )
    asked = requests.receive(
        person=person, right="destruction", details=ASKED, channel="interview", by=noura, at=NOW
    )
    _plant(asked, contact=CONTACT)
    messaging.send(key="code_sign", to=person.mobile, secret=CODE, person_id=person.pk, at=NOW)
    return Case.objects.get(pk=case.pk)


def _plant(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def holder(*roles: str) -> User:
    """Somebody with these roles and no other."""
    user = User.objects.create(
        username="-".join(roles)[:30], name_ar="موظف", name_en="Staff", gender="male"
    )
    for role in roles:
        Membership.objects.create(
            user=user, department=Department.objects.first(), role=role, since_date=NOW.date()
        )
    return user


def pages(case: Case) -> Iterator[str]:
    """Every page of the staff that shows a person or a case, by its address."""
    for route, pattern in addresses():
        if not isinstance(pattern, URLPattern) or not pattern.callback.__module__.startswith(
            "wasl."
        ):
            continue
        name, package = pattern.name or "", pattern.callback.__module__.split(".")[1]
        is_case = (package == "cases" and name != "person_panel") or name == "case_panel"
        is_person = package == "beneficiaries" or name in (
            "person_panel",
            "person",
            "person_timeline",
        )
        filled = re.sub(r"<int:(pk|person_pk)>", str(case.pk if is_case else case.person_id), route)
        filled = filled.replace("<slug:section>", "need")
        if (is_case or is_person) and "<" not in filled:
            yield f"/{filled}"
    yield reverse("privacy:detail", args=[DataSubjectRequest.objects.get().pk])
    yield from (
        "/outbox/",
        "/data-protection/",
        "/data-protection/requests/",
        "/cases/",
        "/desk/find/?q=نوف",
    )


def shown_on(client, address: str) -> str:
    """What the page says, to who is signed in; nothing where it is closed to them."""
    answer = client.get(address)
    is_page = answer.status_code == 200 and "html" in answer.headers["Content-Type"]
    return re.sub(r"[\u2066-\u2069\u200e\u200f\s]", "", answer.content.decode()) if is_page else ""


def in_full(value: str) -> str:
    """As a page would say it, without the spaces."""
    return re.sub(r"\s", "", value)


def test_no_role_sees_in_full_what_its_work_does_not_need(client, world):
    """First whoever holds every role, to find the pages that show anything; then each role alone on
    those pages.
    """
    client.force_login(holder(*ROLES))
    telling = {}
    for address in pages(world):
        said = shown_on(client, address)
        if "•" in said or any(in_full(value) in said for value, _needs, _where in IN_FULL.values()):
            telling[address] = said
    assert len(telling) >= 8
    for field, (value, needs, where) in IN_FULL.items():
        places = [address for address, said in telling.items() if in_full(value) in said]
        assert all(re.search(where, address) for address in places if needs), (field, places)
        assert bool(places) == bool(needs), (field, places)
    for role in ROLES:
        user = holder(role)
        client.force_login(user)
        for address in telling:
            said = shown_on(client, address)
            for field, (value, needs, _where) in IN_FULL.items():
                may = any(user.holds(one) for one in needs)
                assert may or in_full(value) not in said, f"{role} sees {field} on {address}"


def test_a_declared_account_is_shown_in_full_for_a_reason_that_is_kept(client, world):
    noura, turki = staff("noura"), staff("turki")
    with pgtrigger.ignore():  # an approved version does not change, but here it always was so
        FieldRequirement.objects.filter(version=world.service_version, key="device").update(
            kind="iban"
        )
    _plant(DeclaredValue.objects.get(case=world, key="device"), value=IBAN)
    there = reverse("cases:unmask", args=[world.pk, "device"])
    client.force_login(noura)
    page = client.get(reverse("cases:detail", args=[world.pk])).content.decode()
    assert there in page and IBAN not in in_full(page)
    assert client.post(there, {"reason": ""}).context["form"].errors
    answer = client.post(there, {"reason": "payment"})
    assert IBAN[-4:] in answer.content.decode() and "no-store" in answer.headers["Cache-Control"]
    event = Event.objects.get(verb="cases.unmask")
    assert (event.actor, event.data) == (noura, {"field": "device", "reason": "payment"})
    assert client.get(reverse("cases:unmask", args=[world.pk, "report_date"])).status_code == 404
    for username in ("turki", "salem", "jawaher"):
        client.force_login(staff(username))
        assert client.post(there, {"reason": "payment"}).status_code == 403
    for key, reason, by, why in (
        ("device", "curiosity", noura, "Choose why"),
        ("report_date", "payment", noura, "not masked"),
        ("device", "payment", turki, "Your role"),
    ):
        with pytest.raises(Refused, match=why):
            verification.unmask(case=world, key=key, reason=reason, by=by, at=NOW)
