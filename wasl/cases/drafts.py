"""Content of a case's papers: the receipt, and the support request blank or filled.

It is in Arabic, whatever language the user reads.
"""

from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.beneficiaries.models.documents import Document
from wasl.beneficiaries.models.person import Person
from wasl.cases.models.case import Case, Declaration, SigningMethod, Validity
from wasl.cases.paper_content import (
    FormDocument,
    FormSignature,
    ReceiptData,
    SupportRequestData,
)
from wasl.cases.queries import file as file_queries
from wasl.cases.queries.file import CaseFile
from wasl.catalogue.answer_types import answer_type
from wasl.catalogue.conditions import fields_of
from wasl.catalogue.models.offered import (
    DocumentRequirement,
    FieldRequirement,
    ServiceVersion,
)
from wasl.catalogue.queries import offered
from wasl.common.clock import day_of
from wasl.common.dates import format_dual
from wasl.governance.models.texts import DeclarationText, DisclosureText
from wasl.papers.kinds import DocumentSeen, FormField, FormSection
from wasl.papers.models import Paper

# Papers are in Arabic, so their words are no msgids.
COMMITTEE = "لجنة البحث"
TITLE = "طلب دعم مستفيد"
SAID = {
    Validity.VALID: "مقبول",
    Validity.EXPIRED: "منتهٍ",
    Validity.TOO_OLD: "قديم",
    Validity.NO_DATE: "بلا تاريخ",
}


def receipt_title(case: Case) -> str:
    """Return the title of the receipt in the register of papers."""
    return f"إيصال طلب: {case.service_version.name_ar}"


def receipt(
    case: Case, text: DisclosureText, *, officer: User, replaces: Paper | None
) -> ReceiptData:
    """Return the receipt: what comes next, who decides, and between which days (PRO-7)."""
    assert case.submitted_at and case.answer_from_date and case.answer_due_date  # noqa: S101  # a submission set them
    with translation.override("ar"):
        data = ReceiptData(
            person=case.person.full_name,
            gender=_gender(case),
            reference=case.reference,
            service=case.service_version.name_ar,
            submitted_date=day_of(case.submitted_at),
            answer_from=case.answer_from_date,
            answer_due=case.answer_due_date,
            decided_by=COMMITTEE,
            steps=text.steps(**_marks(case)),
            documents=_documents_seen(file_queries.file_of(case)),
            officer=officer.name_ar,
            tracking_url=_tracking_url(),
        )
        if case.representative:
            data["filed_by"] = (
                f"{case.representative.full_name}، {case.representative.get_scope_display()}"
            )
        if replaces:
            data["replaces"] = replaces.number
            data["paused_days"] = case.paused_days
            data["paused_why"] = case.return_reason
        clause = case.policy_version.answer_clause
        if clause:
            source = case.policy_version.document.title_ar
            data["citations"] = [{"source": source, "clause": clause.number or clause.code}]
    return data


def _marks(case: Case) -> dict[str, object]:
    """Return the values that the disclosure text has blanks for (PRO-7)."""
    assert case.answer_from_date and case.answer_due_date  # noqa: S101  # a submission set them
    return {
        "service": case.service_version.name_ar,
        "committee": COMMITTEE,
        "first_day": format_dual(case.answer_from_date, "ar"),
        "last_day": format_dual(case.answer_due_date, "ar"),
        "objection_days": case.policy_version.objection_days,
    }


def _gender(case: Case) -> Any:
    return "female" if case.person.is_female else "male"


def _tracking_url() -> str:
    try:
        return settings.PUBLIC_URL + reverse("portal:track")
    # The public site is a package above and may not be installed.
    except NoReverseMatch:
        return str(settings.PUBLIC_URL)


def _documents_seen(file: CaseFile) -> list[DocumentSeen]:
    documents: list[DocumentSeen] = []
    for requirement in file.document_requirements:
        handed_in = file.document(requirement)
        if handed_in is None:
            continue
        verdict = file.verdicts.get(handed_in.document_id)
        # What was only stated from afar was accepted by nobody yet.
        is_stated = handed_in.document.is_only_stated
        documents.append(
            DocumentSeen(
                title=requirement.document_type.name_ar,
                verdict=SAID[verdict] if verdict and not is_stated else "",
                expires=handed_in.document.expires_date,
                note=_how_seen(handed_in.document),
            )
        )
    return documents


def _how_seen(document: Document) -> str:
    if document.attachment_id:
        return ""
    return "ذُكر ولم يُعاين بعد" if document.is_only_stated else "عُوين ولم يُنسخ"


def blank_request(version: ServiceVersion, text: DeclarationText) -> SupportRequestData:
    """Return the support request to fill by hand, with the fields of the screen (TOO-3)."""
    form = offered.form_of(version)
    with translation.override("ar"):
        return SupportRequestData(
            service=version.name_ar,
            filled=False,
            sections=_sections(form, None),
            documents=[_form_document(form, requirement, None) for requirement in form.documents],
            declaration=text.text_male,
            declaration_version=str(text.version),
            service_version=str(version.number),
            purpose=version.purpose_ar,
            eligibility=version.who_ar,
        )


def filled_request(case: Case, text: DeclarationText) -> SupportRequestData:
    """Return the support request as filled in, with its signature and the declared hash."""
    file = file_queries.file_of(case)
    signed = file.declaration if file_queries.is_signed(case) else None
    with translation.override("ar"):
        data = SupportRequestData(
            service=case.service_version.name_ar,
            filled=True,
            sections=_sections(file.form, file),
            documents=[
                _form_document(file.form, requirement, file)
                for requirement in file.document_requirements
            ],
            declaration=text.text_for(case.person.gender),
            declaration_version=str(text.version),
            reference=case.reference,
            service_version=str(case.service_version.number),
            officer=case.owner.name_ar,
            gender=_gender(case),
        )
        if signed:
            data["signature"] = _signature(case, signed)
            data["declared_hash"] = signed.payload_sha256
        if case.representative:
            data["filed_by"] = (
                f"{case.representative.full_name}، {case.representative.get_scope_display()}"
            )
    return data


def _applicant(person: Person | None) -> FormSection:
    """Return the applicant's section: known on screen, written by hand on the blank form."""
    name = FormField(label="الاسم كما في الهوية", kind="text", required=True)
    number = FormField(label="رقم الهوية الوطنية أو الإقامة", kind="id", required=True)
    birth = FormField(label="تاريخ الميلاد", kind="date")
    if person:
        name["value"], number["value"], birth["value"] = (
            person.full_name,
            person.id_number,
            person.birth_date,
        )
    return FormSection(title="مقدّم الطلب", fields=[name, number, birth])


def _sections(form: offered.Form, file: CaseFile | None) -> list[FormSection]:
    question_keys = {question.key for question in file.questions} if file else None
    sections = [
        FormSection(
            title=section.title,
            fields=[
                _form_field(form, field, file)
                for field in section.fields
                if question_keys is None or field.key in question_keys
            ],
        )
        for section in form.sections
    ]
    return [_applicant(file.case.person if file else None)] + [
        section for section in sections if section["fields"]
    ]


def _form_field(form: offered.Form, field: FieldRequirement, file: CaseFile | None) -> FormField:
    kind = answer_type(field.kind)
    form_field = FormField(
        label=field.label_ar,
        kind=kind.paper_kind,
        options=[option["ar"] for option in field.choices],
        required=field.required,
        hint=field.help_ar,
    )
    # Only the blank form says when a question applies: a filled one holds no other questions.
    if field.condition and file is None:
        form_field["condition"] = _condition(form, field.condition)
    if file:
        form_field["value"] = kind.plain(field, file.values.get(field.key, ""))
    return form_field


def _form_document(
    form: offered.Form, requirement: DocumentRequirement, file: CaseFile | None
) -> FormDocument:
    document = FormDocument(
        title=requirement.document_type.name_ar,
        required=requirement.required,
        rule=_rule(requirement),
    )
    if requirement.condition and file is None:
        document["condition"] = _condition(form, requirement.condition)
    handed_in = file.document(requirement) if file else None
    if file:
        document["handed_in"] = handed_in is not None
    if file and handed_in:
        verdict = file.verdicts.get(handed_in.document_id)
        document["number"] = handed_in.document.number
        document["verdict"] = SAID[verdict] if verdict else ""
    return document


def _rule(requirement: DocumentRequirement) -> str:
    parts = (
        ["سارٍ يوم التقديم"]
        if requirement.must_be_valid and requirement.document_type.has_expiry
        else []
    )
    oldest = requirement.max_age_days or requirement.document_type.max_age_days
    if oldest:
        parts.append(f"صادر خلال {oldest} يومًا")
    return "، ".join(parts)


def _condition(form: offered.Form, condition: dict[str, Any]) -> str:
    """Return in words under which answer something is asked.

    Names the question, and the answer where it is one of a few.
    """
    fields = {field.key: field for field in form.fields}
    named = [fields[key] for key in sorted(fields_of(condition)) if key in fields]
    text = "، ".join(f"«{field.label_ar}»" for field in named)
    if len(named) == 1 and condition.get("op") == "eq":
        words = {option["value"]: option["ar"] for option in named[0].choices} | {
            "yes": "نعم",
            "no": "لا",
        }
        return f"إذا كان جواب {text}: {words.get(str(condition['value']), condition['value'])}"
    return f"بحسب جواب {text}"


def _signature(case: Case, signed: Declaration) -> FormSignature:
    signature = FormSignature(method=signed.method, name=signed.signer_name, at=signed.signed_at)  # type: ignore[typeddict-item]
    if signed.method == SigningMethod.CODE:
        signature["mobile_ending"] = case.person.mobile[-3:]
    drawn = (
        signed.attachment
        if signed.method in (SigningMethod.DRAWN, SigningMethod.THUMBPRINT)
        else None
    )
    # A scan in PDF cannot be drawn into the paper as a picture.
    if drawn and drawn.kind != "pdf":
        with drawn.file.open("rb") as drawing:
            signature["drawing"] = drawing.read()
    if signed.witness_name:
        signature["witness"] = signed.witness_name
        signature["witness_role"] = _("Witness")
    return signature
