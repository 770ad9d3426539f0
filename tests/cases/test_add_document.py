"""Documents are handed in for a requirement, judged by its rule, and seen where no copy is kept
(PRO-4).
"""

from datetime import timedelta

import pytest

from tests.cast import NOW
from tests.factories import A_PICTURE, a_case, a_document, a_person, fill_case, staff, written
from wasl.beneficiaries.models.documents import Document
from wasl.cases import drafts
from wasl.cases.actions import intake, submission
from wasl.cases.models.case import Case, Validity
from wasl.cases.queries import file, page
from wasl.cases.states import Status
from wasl.cases.validity import judge
from wasl.catalogue.models.offered import DocumentRequirement, DocumentType
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.governance.models.texts import DisclosureText

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-4")]
TODAY = clock.day_of(NOW)


def kind(code):
    return DocumentType.objects.get(code=code)


def days(count):
    return TODAY + timedelta(days=count)


@pytest.mark.parametrize(
    ("has_expiry", "must_be_valid", "max_age", "issued", "expires", "verdict"),
    [
        (True, True, None, None, 0, Validity.VALID),
        (True, True, None, None, 1, Validity.VALID),
        (True, True, None, None, -1, Validity.EXPIRED),
        (True, True, None, None, None, Validity.NO_DATE),
        (True, False, None, None, -1, Validity.VALID),
        (False, True, 90, -90, None, Validity.VALID),
        (False, True, 90, -91, None, Validity.TOO_OLD),
        (False, True, 90, None, None, Validity.NO_DATE),
        (False, True, None, None, None, Validity.VALID),
    ],
)
def test_the_judgement_of_a_day(has_expiry, must_be_valid, max_age, issued, expires, verdict):
    wanted = DocumentRequirement(
        document_type=DocumentType(has_expiry=has_expiry),
        must_be_valid=must_be_valid,
        max_age_days=max_age,
    )
    document = Document(
        issued_date=None if issued is None else days(issued),
        expires_date=None if expires is None else days(expires),
    )
    assert judge(wanted, document, TODAY) == verdict


def test_a_paper_is_handed_in():
    case = a_case()
    document = a_document(case.person, "national-id")
    case = intake.add_document(
        case=case, document_type=kind("national-id"), document=document, by=staff("noura"), at=NOW
    )
    assert case.case_documents.get(document_type=kind("national-id")).document == document


def test_a_copy_is_kept_with_it():
    case = intake.declare(case=a_case(), values={"housing": "rented"}, by=staff("noura"), at=NOW)
    case = intake.hand_in(
        case=case,
        document_type=kind("rent-contract"),
        accepted=A_PICTURE,
        expires=written(days(100)),
        by=staff("noura"),
        at=NOW,
    )
    assert case.case_documents.get().document.attachment.sha256 == A_PICTURE.sha256


def test_another_persons_paper_is_refused():
    case = a_case()
    other = a_document(a_person("هند بنت سعد المطيري", 77, mobile=""), "national-id")
    with pytest.raises(Refused, match="another person"):
        intake.add_document(
            case=case, document_type=kind("national-id"), document=other, by=staff("noura"), at=NOW
        )


def test_a_paper_that_is_not_asked_for_is_refused():
    case = a_case()
    document = a_document(case.person, "title-deed")
    with pytest.raises(Refused, match="does not ask"):
        intake.add_document(
            case=case,
            document_type=kind("title-deed"),
            document=document,
            by=staff("noura"),
            at=NOW,
        )


@pytest.mark.clause("PRO-6")
def test_another_paper_in_its_place_voids_the_signature():
    case = fill_case(a_case())
    submission.sign(
        case=case, method="drawn", signer_name="مريم", image=A_PICTURE, by=staff("noura"), at=NOW
    )
    document = a_document(case.person, "national-id")
    case = intake.add_document(
        case=case, document_type=kind("national-id"), document=document, by=staff("noura"), at=NOW
    )
    assert not file.is_signed(case)
    assert "National ID" in page.last_voided(case)


def test_an_expired_paper_is_named_with_its_day():
    case = fill_case(a_case())
    old = a_document(case.person, "national-id", issued=None, expires=written(days(-1)))
    case = intake.add_document(
        case=case, document_type=kind("national-id"), document=old, by=staff("noura"), at=NOW
    )
    (gap,) = file.incomplete(case, TODAY)
    assert gap.kind == "unfit"
    assert "expired on" in gap.label


def test_from_afar_a_paper_without_copy_is_stated_and_then_seen():
    case = a_case()
    case = intake.hand_in(
        case=case,
        document_type=kind("national-id"),
        number="1055",
        expires=written(days(50)),
        by=None,
        at=NOW,
    )
    document = case.case_documents.get(document_type=kind("national-id")).document
    assert document.seen_at is None
    assert [one.document for one in file.file_of(case).unseen] == [document]


@pytest.mark.parametrize(
    ("by", "note", "verdict"),
    [("noura", "عُوين ولم يُنسخ", "مقبول"), (None, "ذُكر ولم يُعاين بعد", "")],
)
def test_a_receipt_calls_seen_what_somebody_saw(by, note, verdict):
    case = a_case(Status.SUBMITTED)
    seen = {"seen_at": NOW, "seen_by": staff(by)} if by else {"seen_at": None, "seen_by": None}
    Document.objects.filter(person=case.person).update(
        attachment=None, added_by=seen["seen_by"], **seen
    )
    case = Case.objects.get(pk=case.pk)
    text = DisclosureText.objects.latest("pk")
    paper = drafts.receipt(case, text, officer=staff("noura"), replaces=None)
    listed = paper["documents"][0]
    assert (listed["note"], listed["verdict"]) == (note, verdict)
    evidence = {row.evidence for row in page.matching_rows(case, staff("noura"))}
    assert ("stated, not seen yet" in evidence) is (by is None)


def test_a_researcher_hands_in_nothing():
    case = a_case()
    document = a_document(case.person, "national-id")
    with pytest.raises(Refused, match="role"):
        intake.add_document(
            case=case,
            document_type=kind("national-id"),
            document=document,
            by=staff("salem"),
            at=NOW,
        )
