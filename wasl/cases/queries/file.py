"""A case file: everything put into a case, read once, and what is still missing from it."""

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import pointing
from wasl.cases.models.case import (
    Case,
    CaseDocument,
    Declaration,
    DeclaredValue,
    Disclosure,
    DocumentVerdict,
    Matching,
    MatchVerdict,
    Validity,
)
from wasl.cases.models.study import Study
from wasl.cases.validity import judge, oldest_allowed
from wasl.catalogue.models.offered import DocumentRequirement, FieldRequirement, Service
from wasl.catalogue.queries import offered
from wasl.common.crypto import readable
from wasl.common.dates import format_dual
from wasl.common.hashing import digest
from wasl.common.prepared import KEY, NUMBER, Prepared

if TYPE_CHECKING:
    # The types of the checker are not installed where the system runs.
    from django_stubs_ext import WithAnnotations


@dataclass(frozen=True)
class Missing:
    """Something still needed: a field, a document, a better document, or the signature.

    `link` leads the desk to it.
    """

    label: str
    kind: str
    link: str
    key: str = ""
    section: str = ""


@dataclass
class CaseFile:
    """What the applicant put into a case.

    It holds the answers, the documents with their frozen verdicts, what was matched, and the
    signature.
    """

    case: Case
    form: offered.Form
    values: dict[str, str]
    prefilled: frozenset[str]
    documents: dict[int, CaseDocument]
    verdicts: dict[int, Validity]
    declaration: Declaration | None
    receipt_id: Any = None
    questions: list[FieldRequirement] = field(default_factory=list)
    document_requirements: list[DocumentRequirement] = field(default_factory=list)

    @cached_property
    def matchings(self) -> dict[str, Matching]:
        """Return the matchings by question; there are none before the first submission."""
        return (
            {matching.key: matching for matching in MATCHED.rows(self.case.pk, case=self.case)}
            if self.case.submissions
            else {}
        )

    @property
    def unseen(self) -> list[CaseDocument]:
        """Return documents that were only stated from afar.

        No copy of them is kept, and no officer has seen them yet.
        """
        handed_in = [
            document
            for requirement in self.document_requirements
            if (document := self.document(requirement))
        ]
        return [
            case_document for case_document in handed_in if case_document.document.is_only_stated
        ]

    def document(self, requirement: DocumentRequirement) -> CaseDocument | None:
        return self.documents.get(requirement.document_type_id)

    def verdict(self, requirement: DocumentRequirement, day: date | None) -> Validity | None:
        """Return the frozen verdict where the document was judged before.

        Otherwise return the judgement of this day; None without a day or a document.
        """
        handed_in = self.document(requirement)
        if handed_in is None:
            return None
        frozen = self.verdicts.get(handed_in.document_id)
        return frozen or (
            judge(requirement, handed_in.document, day, self.case.policy_version) if day else None
        )


def file_of(case: Case) -> CaseFile:
    """Return the file of a case, read once for this object.

    An action reads it anew, because `locked` returns a fresh object.
    """
    # Cached on the object, since one page asks for the file many times; `forget` and
    # `refresh_from_db` drop it.
    if "_file" not in case.__dict__:
        case.__dict__["_file"] = _read(case)
    return case.__dict__["_file"]  # type: ignore[no-any-return]


def forget(case: Case) -> None:
    """Drop the cached file of a case that was changed."""
    case.__dict__.pop("_file", None)


def form(case: Case) -> offered.Form:
    """Return the questions and documents of the service version the case is pinned to."""
    return file_of(case).form


class _Receipt(TypedDict):
    """What `_standing` adds to a declaration."""

    receipt_id: int | None


class _Verdict(TypedDict):
    """What `_handed_in` adds to a document."""

    frozen: str | None


def _standing(case: int, submission: int) -> "QuerySet[WithAnnotations[Declaration, _Receipt]]":
    """Return the valid signature with the receipt of the current submission, in one query."""
    disclosures = Disclosure.objects.filter(case=OuterRef("case"), submission=submission).values(
        "receipt_id"
    )
    standing = Declaration.objects.filter(case=case, voided_at=None).select_related("text")
    return standing.annotate(receipt_id=Subquery(disclosures[:1]))


def _handed_in(case: int) -> "QuerySet[WithAnnotations[CaseDocument, _Verdict]]":
    """Return the documents of a case, each with the verdict that was frozen last."""
    earlier = DocumentVerdict.objects.filter(case=OuterRef("case"), document=OuterRef("document"))
    documents = CaseDocument.objects.filter(case=case).select_related(
        "document__attachment__invoice", "document_type"
    )
    return documents.annotate(
        # A document handed in at an earlier submission keeps the verdict of that day (PRO-4).
        frozen=Subquery(earlier.order_by("-submission").values("verdict")[:1])
    )


# The pages of a case ask these all day, so their SQL is worked out once (ADR 25).
DECLARED = Prepared(lambda case: DeclaredValue.objects.filter(case=case))
HANDED_IN = Prepared(_handed_in)
STANDING = Prepared(_standing, KEY, NUMBER)
MATCHED = Prepared(lambda case: Matching.objects.filter(case=case))


def _read(case: Case) -> CaseFile:
    wanted_form = offered.form_of(case.service_version)
    declared = DECLARED.rows(case.pk, case=case)
    # An answer that was taken back remains as a row without text.
    answers = {answer.key: answer.value for answer in declared if answer.value}
    documents = HANDED_IN.rows(case.pk, case=case)
    declaration = STANDING.first(case.pk, case.submissions, case=case)
    return CaseFile(
        case=case,
        form=wanted_form,
        values=answers,
        prefilled=frozenset(answer.key for answer in declared if answer.is_prefilled),
        documents={document.document_type_id: document for document in documents},
        verdicts={
            document.document_id: Validity(document.frozen)
            for document in documents
            if document.frozen
        },
        declaration=declaration,
        receipt_id=declaration.receipt_id if declaration else None,
        questions=offered.asked(wanted_form, answers),
        document_requirements=offered.wanted_documents(wanted_form, answers),
    )


def incomplete(case: Case, day: date | None = None) -> list[Missing]:
    """Return what the form still needs, apart from the signature.

    Without a day only what is absent is listed; no date is judged.
    """
    file = file_of(case)
    gaps = [
        _missing_field(case, question)
        for question in file.questions
        if question.required and not file.values.get(question.key)
    ]
    for requirement in file.document_requirements:
        if requirement.required and file.document(requirement) is None:
            gaps.append(_missing_document(case, requirement))
        elif requirement.required and (verdict := file.verdict(requirement, day)) not in (
            None,
            Validity.VALID,
        ):
            gaps.append(_unfit_document(case, requirement, verdict))
    return gaps


def missing(case: Case, day: date | None = None) -> list[Missing]:
    """Return the exact list of what is needed before submission (PRO-3), the signature last."""
    gaps = incomplete(case, day)
    if not is_signed(case):
        link = reverse("cases:sign", args=[case.pk])
        gaps.append(Missing(label=_("The applicant's signature"), kind="signature", link=link))
    return gaps


def _missing_field(case: Case, question: FieldRequirement) -> Missing:
    link = f"{reverse('cases:fill', args=[case.pk, question.section])}#id_{question.key}"
    return Missing(
        label=question.label, kind="field", link=link, key=question.key, section=question.section
    )


def _missing_document(case: Case, requirement: DocumentRequirement) -> Missing:
    kind = requirement.document_type
    link = f"{reverse('cases:documents', args=[case.pk])}#{kind.code}"
    return Missing(label=kind.name, kind="document", link=link, key=kind.code)


def _unfit_document(case: Case, requirement: DocumentRequirement, verdict: Validity) -> Missing:
    kind = requirement.document_type
    handed_in = file_of(case).documents[requirement.document_type_id].document
    named: dict[str, Any] = {"document": kind.name}
    if verdict == Validity.EXPIRED:
        label = _("%(document)s: it expired on %(day)s; a valid one is wanted")
        named["day"] = handed_in.expires_date and format_dual(handed_in.expires_date)
    elif verdict == Validity.TOO_OLD:
        label = _(
            "%(document)s: it was issued on %(day)s; one not older than %(days)s days is wanted"
        )
        named |= {
            "day": handed_in.issued_date and format_dual(handed_in.issued_date),
            "days": oldest_allowed(requirement, case.policy_version),
        }
    else:
        label = _("%(document)s: its date is not recorded")
    link = f"{reverse('cases:documents', args=[case.pk])}#{kind.code}"
    return Missing(label=label % named, kind="unfit", link=link, key=kind.code)


def canonical(case: Case, text_version: int | None = None) -> dict[str, Any]:
    """Return exactly what the applicant declares, in a form that never changes (PRO-6).

    It holds the answers to the questions asked, the documents, and the version of the text.
    """
    file = file_of(case)
    if text_version is None and file.declaration:
        text_version = file.declaration.text.version
    return {
        "case": case.reference,
        # After a merge the case names another file. The hash of a signature made before must still
        # fit.
        "person": _declared_for(case) if file.declaration else case.person_id,
        "service": case.service.code,
        "service_version": case.service_version.number,
        "declaration_text": text_version,
        "values": {
            question.key: file.values[question.key]
            for question in file.questions
            if file.values.get(question.key)
        },
        "documents": [
            _canonical_document(document)
            for document in map(file.document, file.document_requirements)
            if document
        ],
    }


def _declared_for(case: Case) -> int:
    """Return the file that the declaration names, if it was merged into the case's own file.

    Otherwise return the case's file.
    """
    signed = int(json.loads(readable(file_of(case).declaration.payload))["person"])  # type: ignore[union-attr]
    if signed == case.person_id or signed not in pointing.files_of(case.person_id).values_list(
        "pk", flat=True
    ):
        return case.person_id
    return signed


def _canonical_document(handed_in: CaseDocument) -> dict[str, Any]:
    document = handed_in.document
    return {
        "type": handed_in.document_type.code,
        "number": document.number,
        "issued": document.issued_date,
        "expires": document.expires_date,
        # Another copy in place of this one is a change of what was declared.
        "sha256": document.attachment.sha256 if document.attachment else None,
    }


def is_signed(case: Case) -> bool:
    """Return whether the declaration's hash is that of what is declared now."""
    declaration = file_of(case).declaration
    # Compared at every reading: however an answer or a document was changed, the signature no
    # longer fits.
    return declaration is not None and declaration.payload_sha256 == digest(canonical(case))


def to_match(case: Case) -> list[FieldRequirement]:
    """Return the answers that an officer compares with a document.

    Each belongs to a document that is there, and is asked for and answered.
    """
    file = file_of(case)
    return [
        question
        for question in file.questions
        if question.matched_with_id
        and file.values.get(question.key)
        and question.matched_with_id in file.documents
    ]


def matching_of(case: Case, question: FieldRequirement) -> Matching | None:
    """Return the matching of an answer, if it was done on the current answer and document."""
    file = file_of(case)
    done = file.matchings.get(question.key)
    if done is None or done.declared != file.values.get(question.key):
        return None
    handed_in = file.documents.get(question.matched_with_id or 0)
    # A document handed in after the matching has not been looked at.
    return done if handed_in is None or handed_in.added_at <= done.matched_at else None


def unmatched(case: Case) -> list[FieldRequirement]:
    """Return what keeps a case from study (PRO-4).

    These are answers not matched yet, and differences that were not accepted.
    """
    return [
        question
        for question in to_match(case)
        if (done := matching_of(case, question)) is None or done.verdict == MatchVerdict.DIFFERENT
    ]


def is_told(case: Case) -> bool:
    """Return whether the applicant was told what happens next and by when (PRO-7).

    The current submission counts, not an earlier one.
    """
    file = file_of(case)
    return (
        # The receipt was read with the signature; without a valid one it is looked up.
        file.receipt_id is not None or case.disclosures.filter(submission=case.submissions).exists()
    )


def study_of(case: Case) -> Study | None:
    """Return the study, once one was started."""
    # Where there is no row a reverse one-to-one raises an AttributeError of its own.
    return getattr(case, "study", None)


def open_case(person: Person, service: Service, but: Case | None = None) -> Case | None:
    """Return the person's open case for this service, if there is one."""
    # Merged files too: a case may have stayed with one of them (ADR 26).
    cases = Case.objects.open().filter(person__in=pointing.files_of(person.pk), service=service)
    return cases.exclude(pk=but.pk).first() if but else cases.first()
