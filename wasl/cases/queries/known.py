"""What is known of a person already, so that it is not asked again (PRO-3, OBJ-1)."""

from collections.abc import Callable
from datetime import date

from wasl.beneficiaries.models.documents import Document
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import household, pointing, roles
from wasl.cases.models.case import Case, Validity
from wasl.cases.validity import judge
from wasl.catalogue.answer_base import BadValue
from wasl.catalogue.answer_types import answer_type
from wasl.catalogue.models.offered import FieldRequirement, Section
from wasl.catalogue.queries.offered import Form
from wasl.governance.models.documents import PolicyVersion

# What a question may be filled from; a question of a service version names one of these.
SOURCES: dict[str, Callable[[Person], object]] = {
    "person.full_name": lambda person: person.full_name,
    "person.mobile": lambda person: person.mobile,
    "person.iban": lambda person: person.iban,
    "person.city": lambda person: person.city,
    "person.district": lambda person: person.district,
    "person.short_address": lambda person: person.short_address,
    "person.member_number": lambda person: (
        member.number if (member := roles.membership_of(person)) else ""
    ),
    "person.birth_date": lambda person: person.birth_date,
    "person.dependants": lambda person: len(household.dependants(person)),
    "person.household": lambda person: household.household_size(person) or "",
}
# Facts about a person carry over from one case to the next; the need is asked about each time.
LASTING = (Section.ABOUT_YOU, Section.HOUSEHOLD, Section.PAYMENT)


def known_values(person: Person, form: Form) -> dict[str, str]:
    """Return answers known from the person's file, else from their last submitted case."""
    last = (
        # Merged files too: finished cases stay with them (ADR 26).
        Case.objects.filter(person__in=pointing.files_of(person.pk), submissions__gt=0)
        .order_by("-opened_at")
        .first()
    )
    before = {answer.key: answer.value for answer in last.declared.all()} if last else {}
    answers = {field.key: _known(field, person, before) for field in form.fields}
    return {key: value for key, value in answers.items() if value}


def _known(field: FieldRequirement, person: Person, before: dict[str, str]) -> str:
    read = SOURCES.get(field.prefill)
    candidates = [read(person)] if read else []
    if field.section in LASTING:
        candidates.append(before.get(field.key, ""))
    for candidate in candidates:
        try:
            if value := answer_type(field.kind).canonical(field, candidate):
                return value
        # The file may hold what this question does not take, such as a number outside its bounds;
        # then it is asked.
        except BadValue:
            continue
    return ""


def standing_documents(
    person: Person, form: Form, day: date, policy: PolicyVersion | None = None
) -> list[Document]:
    """Return the newest document of each kind that the form names, if valid on this day."""
    requirements = {requirement.document_type_id: requirement for requirement in form.documents}
    newest = (
        Document.objects.filter(person=person, document_type__in=requirements)
        # `distinct` on a column keeps the first row of each kind in this order.
        .order_by("document_type", "-added_at", "-pk")
        .distinct("document_type")
    )
    return [
        document
        for document in newest
        if judge(requirements[document.document_type_id], document, day, policy) == Validity.VALID
    ]
