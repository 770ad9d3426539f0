"""A complete, signed request is submitted: documents judged, clock started, applicant told (PRO-4,
PRO-7).
"""

from datetime import date, timedelta

import pytest

from tests.cast import NOW
from tests.factories import A_PICTURE, a_case, a_document, a_person, fill_case, staff, written
from wasl.accounts.models import Department
from wasl.audit.models import Event
from wasl.cases.actions import intake, submission
from wasl.cases.models.case import Validity
from wasl.cases.queries import file
from wasl.cases.states import Status
from wasl.catalogue.models.offered import DocumentType
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.messaging.models import Message
from wasl.papers.models import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-7")]
TODAY = clock.day_of(NOW)


def sign(case, at=NOW):
    submission.sign(
        case=case, method="drawn", signer_name="مريم", image=A_PICTURE, by=staff("noura"), at=at
    )
    case.refresh_from_db()
    file.forget(case)
    return case


def submit(case, at=NOW, by="noura", version=None):
    return submission.submit(case=case, by=by and staff(by), at=at, version=version)


def replace(case, code, at=NOW, **days):
    kind = DocumentType.objects.get(code=code)
    document = a_document(case.person, code, at, **days)
    return intake.add_document(
        case=case, document_type=kind, document=document, by=staff("noura"), at=at
    )


def test_noura_submits_maryams_request():
    case = submit(sign(fill_case(a_case())))
    assert case.status == Status.SUBMITTED
    assert (case.clock_date, case.answer_from_date) == (TODAY, TODAY + timedelta(days=14))
    assert case.answer_due_date == TODAY + timedelta(days=30)
    assert case.submissions == 1
    assert Event.objects.get(verb="cases.submit").data["submission"] == 1


def test_the_applicant_is_told_on_paper_and_by_message():
    case = submit(sign(fill_case(a_case(person=a_person(email="maryam@example.org")))))
    told = case.disclosures.get()
    assert (told.answer_from_date, told.answer_due_date) == (
        case.answer_from_date,
        case.answer_due_date,
    )
    assert told.receipt.number == case.reference
    assert sorted(
        Message.objects.filter(template__key="receipt").values_list("carrier", flat=True)
    ) == ["email", "sms"]
    sent = Message.objects.filter(template__key="receipt").first()
    assert case.person.full_name not in str(sent.params)
    assert sent.params["reference"] == case.reference


@pytest.mark.clause("PRO-3")
def test_an_incomplete_request_says_what_is_wanted():
    with pytest.raises(Refused, match="Still wanted: Town or village") as refused:
        submit(intake.declare(case=a_case(), values={"city": ""}, by=staff("noura"), at=NOW))
    assert "more" in str(refused.value)


@pytest.mark.clause("PRO-6")
def test_unsigned_it_stays():
    with pytest.raises(Refused, match="signature"):
        submit(fill_case(a_case()))


@pytest.mark.clause("PRO-4")
def test_a_paper_valid_through_today_passes_and_is_frozen():
    case = replace(fill_case(a_case()), "national-id", issued=None, expires=written(TODAY))
    case = submit(sign(case))
    assert set(case.document_verdicts.values_list("verdict", flat=True)) == {Validity.VALID}


@pytest.mark.clause("PRO-4")
def test_a_paper_that_expired_yesterday_is_not_even_signed():
    case = replace(
        fill_case(a_case()), "national-id", issued=None, expires=written(TODAY - timedelta(days=1))
    )
    with pytest.raises(Refused, match="expired on"):
        sign(case)


@pytest.mark.clause("PRO-4")
def test_a_paper_that_expires_between_signature_and_submission_stops_it():
    case = sign(replace(fill_case(a_case()), "national-id", issued=None, expires=written(TODAY)))
    with pytest.raises(Refused, match="expired on"):
        submit(case, at=NOW + timedelta(days=1))


@pytest.mark.clause("PRO-4")
def test_after_a_return_earlier_verdicts_stay_and_new_papers_are_judged():
    case = submit(
        sign(
            replace(
                fill_case(a_case()),
                "national-id",
                issued=None,
                expires=written(TODAY + timedelta(days=2)),
            )
        )
    )
    first = list(case.document_verdicts.order_by("pk").values_list("pk", "verdict"))
    case = submission.return_for_completion(
        case=case, reason="سجل الأسرة غير واضح.", by=staff("noura"), at=NOW
    )
    later = NOW + timedelta(days=5)
    case = submit(sign(replace(case, "family-register", at=later), at=later), at=later)
    verdicts = list(case.document_verdicts.order_by("pk"))
    assert [(one.pk, one.verdict) for one in verdicts][: len(first)] == first
    new = verdicts[len(first) :]
    assert [(one.document_type.code, one.submission, one.verdict) for one in new] == [
        ("family-register", 2, "valid")
    ]


def test_the_wait_moves_both_days_and_a_new_receipt_says_so():
    case = submit(sign(fill_case(a_case())))
    case = submission.return_for_completion(
        case=case, reason="عدد الأسرة؟", by=staff("noura"), at=NOW + timedelta(days=3)
    )
    later = NOW + timedelta(days=8)
    case = intake.declare(case=case, values={"household_size": "6"}, by=staff("noura"), at=later)
    case = submit(sign(case, at=later), at=later)
    assert case.paused_days == 5
    assert case.answer_from_date == TODAY + timedelta(days=19)
    assert case.answer_due_date == TODAY + timedelta(days=35)
    assert case.clock_date == TODAY
    assert [one.submission for one in case.disclosures.order_by("pk")] == [1, 2]
    old, new = Paper.objects.filter(kind="receipt").order_by("issued_at", "pk")
    assert (old.status, old.superseded_by) == ("superseded", new)
    assert Message.objects.filter(template__key="receipt", carrier="sms").count() == 2


@pytest.mark.clause("PRE-8")
def test_the_window_is_the_pinned_policys():
    case = sign(fill_case(a_case()))
    policy = case.policy_version
    policy.answer_not_before_days, policy.answer_due_days = 0, 14
    policy.save()
    case = submit(case)
    assert (case.answer_from_date, case.answer_due_date) == (TODAY, TODAY + timedelta(days=14))


def test_the_second_click_is_refused():
    case = submit(sign(fill_case(a_case())))
    with pytest.raises(Refused, match="another stage"):
        submit(case)
    assert case.disclosures.count() == 1


def test_a_stale_tab_is_noticed():
    case = sign(fill_case(a_case()))
    with pytest.raises(Refused, match="meanwhile"):
        submit(case, version=case.version - 1)


@pytest.mark.clause("PRO-1")
def test_from_afar_the_lead_receives_it():
    case = sign(fill_case(a_case()))
    case = submit(case, by=None)
    assert case.owner == staff("noura")
    assert case.disclosures.get().told_by is None
    assert Department.objects.get(code="relations").lead == staff("maha")


def test_only_who_receives_submits():
    case = sign(fill_case(a_case()))
    for username in ("salem", "fahad", "dalal", "reem", "turki", "khalid"):
        with pytest.raises(Refused, match="role"):
            submit(case, by=username)


def test_the_day_is_riyadhs():
    late = NOW.replace(hour=22)
    case = submit(sign(fill_case(a_case(at=late), at=late), at=late), at=late)
    assert case.clock_date == date(2026, 11, 20)
