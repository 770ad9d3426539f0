"""Whoever acts for another may do so at the moment they do it, not at the first step alone."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.cast import NOW
from tests.factories import (
    A_PICTURE,
    a_delivery,
    a_person,
    a_released_decision,
    a_service,
    fill_case,
    staff,
)
from wasl.audit.models import Event
from wasl.beneficiaries.actions import consents, representing
from wasl.beneficiaries.models.representing import Representative
from wasl.beneficiaries.models.roles import Membership
from wasl.cases import policies
from wasl.cases.actions import intake, submission
from wasl.cases.models.case import Case
from wasl.cases.queries import file
from wasl.cases.states import APPLICANTS
from wasl.catalogue.queries import offered
from wasl.common import clock
from wasl.common.dates import parse_dual
from wasl.common.verdicts import Refused
from wasl.delivery import actions as delivery
from wasl.grievances import actions as grievances

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("association", "noura", "maha")]
LATE = NOW + timedelta(days=10)
TODAY = clock.day_of(NOW)
ENDED = "does not cover today"


def an_agent(person, until="12/6/1448", name="فهد بن سعد الحربي"):
    """Somebody with a deed that ends three days after NOW."""
    return representing.add_representative(
        person=person, full_name=name, scope="agent", document_number="77", by=staff("noura"),
        at=NOW, valid_from=parse_dual("1/1/1448"), valid_to=parse_dual(until) if until else None,
    )  # fmt: skip


@pytest.fixture
def person():
    return a_person()


@pytest.fixture
def agent(person):
    return an_agent(person)


@pytest.fixture
def case(person, agent):
    return fill_case(started(person, representative=agent))


def started(person, code="food-basket", **more):
    version = offered.offered(TODAY).filter(service__code=code).first() or a_service(code)
    given = {
        "service": version.service,
        "channel": "interview",
        "by": staff("noura"),
        "at": NOW,
        **more,
    }
    return intake.start(person=person, **given)


def sign(case, at, **more):
    given = {
        "method": "drawn",
        "signer_name": case.representative.full_name,
        "image": A_PICTURE,
        **more,
    }
    return submission.sign(case=case, by=staff("noura"), at=at, **given)


def the_verbs(case):
    """Every verb of a request that an agent may do, at a moment."""
    kind = file.file_of(case).document_requirements[0].document_type
    noura = staff("noura")
    return {
        "declare": lambda at: intake.declare(case=case, values={"why": f"{at}"}, by=noura, at=at),
        "add_document": lambda at: intake.hand_in(
            case=case,
            document_type=kind,
            number="9",
            seen=True,
            accepted=A_PICTURE,
            by=noura,
            at=at,
        ),
        "sign": lambda at: sign(case, at),
        "submit": lambda at: submission.submit(case=case, by=noura, at=at),
        "withdraw": lambda at: submission.withdraw(case=case, reason="بطلبه", by=noura, at=at),
    }


def test_every_verb_of_an_agent_asks_the_document_at_that_moment(case):
    assert set(the_verbs(case)) == APPLICANTS
    if not file.is_signed(case):
        sign(case, NOW)
    for verb, deed in the_verbs(case).items():
        with pytest.raises(Refused, match=ENDED):
            deed(LATE)
        assert not policies.can(
            staff("noura"), verb, Case.objects.get(pk=case.pk), clock.day_of(LATE)
        )


@pytest.mark.parametrize("end", ["expired", "revoked"])
def test_on_the_last_day_it_holds_and_on_the_next_it_does_not(case, agent, end):
    last = datetime(2026, 11, 22, 20, 59, tzinfo=NOW.tzinfo)  # 23:59 in Riyadh, 12 Jumada II
    if end == "revoked":
        day = date(2026, 11, 23)
        Representative.objects.filter(pk=agent.pk).update(
            valid_to=None, ended_date=day, ended_cause="revoked"
        )
    sign(case, last)
    with pytest.raises(Refused, match=ENDED):
        submission.submit(
            case=Case.objects.get(pk=case.pk), by=staff("noura"), at=last + timedelta(minutes=1)
        )
    assert (
        submission.submit(case=Case.objects.get(pk=case.pk), by=staff("noura"), at=last).submissions
        == 1
    )


def test_the_applicant_goes_on_in_person_or_by_another_document(case, person, agent, client):
    noura = staff("noura")
    with pytest.raises(Refused) as refused:
        sign(case, LATE)
    assert f"/cases/{case.pk}/agent/" in refused.value.link
    with pytest.raises(Refused, match="does not cover"):
        intake.change_representative(case=case, representative=agent, by=noura, at=LATE)
    renewed = an_agent(person, until="")
    changed = intake.change_representative(case=case, representative=renewed, by=noura, at=LATE)
    assert changed.representative == renewed
    sign(Case.objects.get(pk=case.pk), LATE)
    changed = intake.change_representative(case=case, representative=None, by=noura, at=LATE)
    assert changed.representative is None and file.is_signed(changed)
    data = [
        event.data
        for event in Event.objects.filter(verb="cases.change_representative").order_by("id")
    ]
    assert data[0] == {"before": agent.pk, "after": renewed.pk}


def test_only_who_receives_requests_changes_it_and_nobody_acts_for_a_stranger(case, client):
    stranger = an_agent(a_person("هند", 771), until="")
    with pytest.raises(Refused):
        intake.change_representative(case=case, representative=stranger, by=staff("noura"), at=NOW)
    with pytest.raises(Refused):
        intake.change_representative(case=case, representative=None, by=staff("salem"), at=NOW)
    client.force_login(staff("noura"))
    page = client.get(f"/cases/{case.pk}/agent/")
    assert page.status_code == 200 and "هند" not in page.content.decode()
    assert client.post(f"/cases/{case.pk}/agent/", {"representative": ""}).status_code == 302
    assert Case.objects.get(pk=case.pk).representative is None


def test_an_agent_whose_document_ended_does_not_sign_in_the_applicants_name_either(
    case, person, agent
):
    intake.change_representative(case=case, representative=None, by=staff("noura"), at=LATE)
    with pytest.raises(Refused, match=ENDED):
        submission.sign(
            case=Case.objects.get(pk=case.pk), method="drawn", signer_name="فهد بن سعد الحربي",
            image=A_PICTURE, by=staff("noura"), at=LATE,
        )  # fmt: skip


def test_the_applicants_own_code_needs_no_agent(case):
    assert policies.can(None, "declare", case, clock.day_of(LATE))


def test_an_agent_whose_document_ended_consents_to_nothing_and_receives_nothing():
    planned = a_delivery(at=NOW)
    person = planned.case.person
    agent = an_agent(person)
    with pytest.raises(Refused, match="not valid today"):
        consents.give_consent(
            person=person,
            purpose="stories",
            how="spoken",
            representative=agent,
            by=staff("noura"),
            at=LATE,
        )
    given = {
        "delivery": planned,
        "part": Decimal(1),
        "proof": "signature",
        "signature": A_PICTURE,
        "by": staff("reem"),
    }
    with pytest.raises(Refused, match=ENDED):
        delivery.hand_over(**given, receiver_name="فهد بن سعد الحربي", at=LATE)
    assert delivery.hand_over(**given, receiver_name=person.full_name, at=LATE)


def test_an_objection_through_an_agent_asks_the_document(committee, khalid):
    decision = a_released_decision("reject")
    agent = an_agent(decision.case.person)
    Case.objects.filter(pk=decision.case_id).update(representative=agent)
    decision.case.refresh_from_db()
    given = {
        "decision": decision,
        "grounds": "تغيّر الدخل",
        "channel": "interview",
        "by": staff("noura"),
    }
    with pytest.raises(Refused, match=ENDED):
        grievances.lodge(**given, at=LATE)
    assert grievances.lodge(**given, at=NOW)


# What let a request be begun holds when it is submitted


def a_signed_case(code="food-basket", person=None):
    begun = fill_case(started(person or a_person("نوف", 772), code))
    submission.sign(
        case=begun, method="drawn", signer_name="نوف", image=A_PICTURE, by=staff("noura"), at=NOW
    )
    return Case.objects.get(pk=begun.pk)


def submit(case, at=NOW):
    return submission.submit(case=case, by=staff("noura"), at=at)


def test_a_member_who_left_meanwhile_does_not_submit_what_is_for_members(person):
    Membership.objects.create(person=person, number="0117", added_at=NOW, added_by=staff("noura"))
    case = a_signed_case("livestock-feed", person)
    Membership.objects.update(status="suspended")
    with pytest.raises(Refused, match="members"):
        submit(case)


def test_after_the_season_nothing_new_is_submitted(person):
    case = a_signed_case()
    case.service_version.offered_until = TODAY - timedelta(days=1)
    assert "season" in str(policies.can(staff("noura"), "submit", case, TODAY).reason)
    case.submissions = 1
    assert policies.can(staff("noura"), "submit", case, TODAY)


def test_nothing_is_submitted_in_the_name_of_who_died():
    case = a_signed_case()
    case.person.death_date = TODAY
    assert "died" in str(policies.can(staff("noura"), "submit", case, TODAY).reason)
