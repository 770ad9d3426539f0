"""Nothing is written to somebody who has died: not by any caller, not from the queue, and no code
either.
"""

import ast

import pytest

from tests.cast import NOW
from tests.factories import a_case, a_day, a_visitor, staff
from tests.test_house import WASL, here, sources, tree
from wasl.beneficiaries.actions import family, household, merging
from wasl.beneficiaries.queries import household as household_queries
from wasl.beneficiaries.queries import reach
from wasl.cases.actions import submission
from wasl.cases.states import Status
from wasl.common.verdicts import Refused
from wasl.messaging import actions
from wasl.messaging.models import CodePurpose, Message, MessageStatus
from wasl.messaging.policies import can_retry
from wasl.satisfaction import actions as satisfaction

DIED = a_day("2026-11-10")
# Who calls without naming a person, and why.
NOBODYS = {
    "wasl/agreements/actions/reminding.py": "a member of the staff",
    "wasl/governance/actions/circulating.py": "a member of the staff",
    "wasl/knowledge/actions/answers.py": "a member of the staff",
    "wasl/privacy/actions/reminding.py": "a member of the staff",
    "wasl/agreements/telling.py": "a party that is a body, by its own e-mail",
    "wasl/portal/identity.py": "a code of somebody who has not said yet who they are; the dead get a decoy there",
}


def dies(person):
    return family.record_death(person=person, death=DIED, by=staff("noura"), at=NOW)


def write(person, **more):
    told = {
        "key": "delivery_planned",
        "params": {"reference": "1448-1", "planned_date": "2026-12-01"},
    }
    return actions.send(**told, to=person.mobile, person_id=person.pk, at=NOW, **more)


def callers():
    """Every call of `send` and `send_code` in the program, by file, with the names of its
    arguments.
    """
    for path in sources("wasl"):
        if path == WASL / "messaging" / "actions.py":
            continue
        aliases = {"messaging", "send"}
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            function = node.func
            is_send = isinstance(function, ast.Name) and function.id == "send"
            if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
                is_send = function.value.id in aliases and function.attr in ("send", "send_code")
            if is_send:
                yield here(path), node


def test_every_caller_says_to_whom():
    unnamed = []
    found = list(callers())
    assert len(found) >= 12
    for path, node in found:
        names = {keyword.arg for keyword in node.keywords}
        if "person_id" not in names and None not in names and path not in NOBODYS:
            unnamed.append(f"{path}:{node.lineno}")
    assert not unnamed
    assert {path for path, _node in found} >= set(NOBODYS)


def test_what_waits_is_stopped_with_the_death_and_nothing_new_is_queued(noura):
    person = a_visitor(by=noura, mobile="0512345678")
    waiting = write(person)
    dies(person)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.error, waiting.secret) == (MessageStatus.FAILED, "stopped", "")
    new = write(person)
    assert new.status == MessageStatus.FAILED and new.error == "stopped"
    assert not can_retry(staff("maha"), new, NOW)


def test_what_was_queued_meanwhile_is_stopped_at_the_door(noura):
    person = a_visitor(by=noura, mobile="0512345678")
    dies(person)
    late = Message.objects.create(
        template=write(person).template,
        carrier="sms",
        recipient=person.mobile,
        person_id=person.pk,
        created_at=NOW,
    )
    assert actions.hand_over(message_id=late.pk, at=NOW) is None
    late.refresh_from_db()
    assert late.status == MessageStatus.FAILED and late.attempts == 0


def test_a_merged_file_of_somebody_who_died_is_known_as_well(noura, maha):
    one, other = a_visitor("مريم الحربي", by=noura), a_visitor("مريم عبدالله الحربي", by=noura)
    merging.merge(survivor=one, merged=other, takes=set(), by=maha, at=NOW)
    dies(one)
    assert not reach.may_be_written_to(other.pk) and not reach.may_be_written_to(one.pk)


def test_no_code_reaches_the_mobile_of_who_has_died(noura):
    person = a_visitor(by=noura, mobile="0512345678")
    dies(person)
    told = {"purpose": CodePurpose.VERIFY_MOBILE, "subject": "x", "mobile": "+966512345678"}
    actions.send_code(**told, person_id=person.pk, at=NOW)
    assert set(Message.objects.values_list("error", flat=True)) == {"stopped"}


def test_the_dead_get_no_code_to_sign_in_and_the_page_answers_as_to_anybody(client, noura):
    person = a_visitor(by=noura, mobile="0512345678")
    alive = client.post("/identify/", {"id_number": person.id_number, "mobile": "0512345678"})
    count = Message.objects.count()
    dies(person)
    client.cookies.clear()
    dead = client.post("/identify/", {"id_number": person.id_number, "mobile": "0512345678"})
    assert (dead.status_code, dead.headers.get("location")) == (
        alive.status_code,
        alive.headers.get("location"),
    )
    assert Message.objects.count() == count == 1


def test_a_request_of_somebody_who_died_is_not_signed_and_says_what_to_do(client, noura):
    case = a_case()
    dies(case.person)
    case = type(case).objects.get()
    with pytest.raises(Refused, match="died"):
        submission.send_sign_code(case=case, by=noura, at=NOW)
    with pytest.raises(Refused, match="died"):
        submission.submit(case=case, by=noura, at=NOW)
    client.force_login(noura)
    page = client.get(f"/cases/{case.pk}/", headers={"accept-language": "en"})
    assert (
        "talk to the family" in str(page.context["step"].text).lower()
        or "الأسرة" in page.content.decode()
    )
    assert [one["url"] for one in client.get("/desk/").context["alerts"]] == [
        "/cases/?show=died&owner=me"
    ]
    assert f"/cases/{case.pk}/" in client.get("/cases/?show=died").content.decode()


def test_nobody_is_asked_to_rate_for_the_dead(noura):
    case = a_case(Status.CLOSED)
    dies(case.person)
    case = type(case).objects.get()
    before = Message.objects.filter(template__key="rate_invitation").count()
    satisfaction.invite(case=case, at=NOW)
    assert Message.objects.filter(template__key="rate_invitation").count() == before


def test_a_family_without_its_head_waits_for_a_word(client, noura):
    head, wife = a_visitor("سعد", gender="male", by=noura), a_visitor("هند", by=noura)
    household.add_to_household(person=head, role="spouse", newcomer=wife, by=noura, at=NOW)
    assert household_queries.without_head(10) == []
    dies(head)
    assert [row.person for row in household_queries.without_head(10)] == [wife]
    client.force_login(noura)
    assert [one["url"] for one in client.get("/desk/").context["alerts"]] == [
        "/people/without-head/"
    ]
    assert "هند" in client.get("/people/without-head/").content.decode()
    household.name_head(person=wife, day=DIED.day, by=noura, at=NOW)
    assert household_queries.without_head(10) == []
