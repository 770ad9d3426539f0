"""What a public page of a service says (TOO-2, CHA-7): who is eligible, what to bring, how long it takes; made from the
version in force and the policy in force, so that no page has words of its own to fall behind."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.catalogue import subjects
from wasl.catalogue.models import DocumentRequirement, ServiceVersion
from wasl.catalogue.queries.offered import form_of, offered
from wasl.catalogue.queries.versions import criteria_of, subjects_of
from wasl.common import clock
from wasl.common.numbers import format_money, format_number
from wasl.governance.models import PolicyVersion
from wasl.governance.queries import relationship_policy


@dataclass(frozen=True)
class PublicCriterion:
    """What is asked of whoever is served: in the association's words, and exactly."""

    label: str
    exactly: str
    stops: bool


@dataclass(frozen=True)
class PublicDocument:
    """What to bring: the document, when it is wanted ('' = always), and what must hold for it."""

    name: str
    issuer: str
    when: str
    required: bool
    rules: list[str]


@dataclass(frozen=True)
class PublicService:
    """Everything that a public page of a service says."""

    version: ServiceVersion
    code: str
    name: str
    purpose: str
    who: str
    groups: list[str]
    criteria: list[PublicCriterion]
    documents: list[PublicDocument]
    most: str
    visits: int
    again_months: int
    answer_from_days: int | None
    answer_due_days: int | None


def public_service(code: str, day: date | None = None) -> PublicService:
    """One service as the public reads it; raises `ServiceVersion.DoesNotExist` when it is not offered."""
    return _public(offered(day or clock.today()).get(service__code=code))


def public_services(group: str = "", day: date | None = None) -> list[ServiceVersion]:
    """What is offered, or what is offered to one target group: for the list and for «what may I ask for?»."""
    found = list(offered(day or clock.today()))
    return [one for one in found if not group or group in one.target_groups]


def _public(version: ServiceVersion) -> PublicService:
    form, about = form_of(version), subjects_of(version)
    asked = subjects.form_subjects(form.fields)
    policy = _policy()
    return PublicService(
        version=version,
        code=version.service.code,
        name=version.name,
        purpose=version.purpose,
        who=version.who,
        groups=version.groups,
        criteria=[
            PublicCriterion(one.label, subjects.stated(one.condition, about), one.effect == "stops")
            for one in criteria_of(version)
        ],
        documents=[_document(one, subjects.in_words(one.condition, asked)) for one in form.documents],
        most=_most(version),
        visits=version.visits_needed,
        again_months=version.period_months,
        answer_from_days=policy.answer_not_before_days if policy else None,
        answer_due_days=policy.answer_due_days if policy else None,
    )


def _policy() -> PolicyVersion | None:
    try:
        return relationship_policy()
    except PolicyVersion.DoesNotExist:
        return None


def _most(version: ServiceVersion) -> str:
    if version.most_amount:
        return format_money(version.most_amount)
    return f"{format_number(version.most_quantity)} {version.unit}" if version.most_quantity else ""


def _document(one: DocumentRequirement, when: str) -> PublicDocument:
    kind = one.document_type
    rules = []
    if one.must_be_valid and kind.has_expiry:
        rules.append(_("Valid on the day you submit"))
    if days := one.age_limit:
        said = ngettext("Issued in the last %(days)s day", "Issued in the last %(days)s days", days)
        rules.append(said % {"days": format_number(days)})
    if not kind.store_copy:
        rules.append(_("We look at it and keep no copy"))
    if one.note:
        rules.append(one.note)
    return PublicDocument(kind.name, kind.issuer, when, one.required, rules)
