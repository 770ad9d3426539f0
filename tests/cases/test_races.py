"""Two at once, with real threads: one wins, the other is told; nothing is doubled."""

import threading
from uuid import uuid4

import pytest
from django.db import connections

from tests.cast import NOW
from tests.factories import A_PICTURE, a_case, a_person, a_service, fill_case, staff
from wasl.audit.models import Event
from wasl.cases.actions import intake, sharing, submission, verification
from wasl.cases.models.case import Case, DocumentVerdict
from wasl.cases.queries import file
from wasl.cases.states import Status
from wasl.common.verdicts import Refused
from wasl.messaging.models import Message
from wasl.papers.models import Paper
from wasl.program import reference

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("PRO-3")]


ROWS = ("food-basket", "school-kit", "rent-arrears", "home-repair")


def at_once(*acts):
    """What each of these did when they were let go at the same moment: its answer, or its
    refusal.
    """
    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        gate.wait()
        try:
            answers[place] = act()
        except Refused as refused:
            answers[place] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def refusals(answers):
    return [one for one in answers if isinstance(one, Refused)]


def opener(person, service, username, once=None):
    by = staff(username)
    return lambda: intake.start(
        person=person, service=service, channel="interview", by=by, at=NOW, once=once
    )


def test_a_double_click_opens_one_request():
    person, service, once = a_person(), a_service().service, uuid4()
    answers = at_once(*[opener(person, service, "noura", once) for _click in range(4)])
    assert not refusals(answers)
    assert len({one.pk for one in answers}) == 1
    assert Event.objects.filter(verb="cases.start").count() == 1


def test_two_officers_open_the_same_request():
    person, service = a_person(), a_service().service
    answers = at_once(opener(person, service, "noura"), opener(person, service, "bader"))
    (refused,) = refusals(answers)
    assert Case.objects.get().reference in str(refused)
    assert refused.link


def test_two_clicks_submit_once():
    case = fill_case(a_case())
    submission.sign(
        case=case, method="drawn", signer_name="مريم", image=A_PICTURE, by=staff("noura"), at=NOW
    )
    by = staff("noura")
    answers = at_once(*[lambda: submission.submit(case=case, by=by, at=NOW) for _click in range(3)])
    assert len(refusals(answers)) == 2
    case.refresh_from_db()
    assert (case.status, case.submissions) == (Status.SUBMITTED, 1)
    assert Paper.objects.filter(kind="receipt").count() == 1
    assert Message.objects.filter(template__key="receipt", carrier="sms").count() == 1
    assert DocumentVerdict.objects.filter(case=case).count() == len(
        file.file_of(case).document_requirements
    )


def test_two_officers_on_one_case_do_not_overwrite_each_other():
    case = a_case()
    noura, bader = staff("noura"), staff("bader")
    answers = at_once(
        lambda: intake.declare(
            case=case, values={"household_size": "4"}, by=noura, at=NOW, version=case.version
        ),
        lambda: intake.declare(
            case=case, values={"household_size": "9"}, by=bader, at=NOW, version=case.version
        ),
    )
    (refused,) = refusals(answers)
    assert refused.link == f"/cases/{case.pk}/"
    assert case.declared.get(key="household_size").value in ("4", "9")


def test_a_return_and_a_verification_do_not_both_happen():
    case = a_case(Status.SUBMITTED)
    for field in file.to_match(case):
        found = file.file_of(case).values[field.key]
        verification.match(case=case, key=field.key, found=found, by=staff("noura"), at=NOW)
    noura, maha = staff("noura"), staff("maha")
    answers = at_once(
        lambda: verification.verify(case=case, by=noura, at=NOW),
        lambda: submission.return_for_completion(case=case, reason="؟", by=maha, at=NOW),
    )
    case.refresh_from_db()
    moved = Event.objects.filter(verb__in=["cases.verify", "cases.return_for_completion"]).count()
    assert moved + len(refusals(answers)) == 2
    assert case.status in (Status.VERIFIED, Status.RETURNED)


def test_two_who_share_out_the_same_rows_give_each_row_once():
    rows = [
        a_case(service=code, person=a_person("سعد", 900 + place)) for place, code in enumerate(ROWS)
    ]
    pairs = [(case.pk, case.version) for case in rows]
    maha, khalid, bader, noura = (staff(one) for one in ("maha", "khalid", "bader", "noura"))
    sharing.share_out(cases=pairs, to=maha, reason="x", by=maha, at=NOW, once=uuid4())
    pairs = list(Case.objects.order_by("pk").values_list("pk", "version"))
    answers = at_once(
        lambda: sharing.share_out(cases=pairs, to=bader, reason="x", by=maha, at=NOW, once=uuid4()),
        lambda: sharing.share_out(
            cases=pairs[::-1], to=noura, reason="x", by=khalid, at=NOW, once=uuid4()
        ),
    )
    assert not refusals(answers)
    given = [one.hand_overs.count() for one in answers]
    assert sum(given) == len(rows) and sum(len(one.refused) for one in answers) == len(rows)
    for case in Case.objects.all():
        last = case.hand_overs.order_by("-pk")[0]
        assert case.owner == last.to_user and case.hand_overs.count() == 3


@pytest.fixture(autouse=True)
def _association(transactional_db):
    reference.load_association(NOW)
