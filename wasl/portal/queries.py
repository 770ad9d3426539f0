"""What visitors see of the association and its services, and applicants of their own request.

For a request these are its stage in plain words, what is missing, and what was answered.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.accounts.models import Association, User
from wasl.beneficiaries.models.consents import ConsentPurpose
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import pointing
from wasl.cases.models.case import Case
from wasl.cases.queries import file as file_queries
from wasl.cases.queries import page
from wasl.cases.states import Status
from wasl.catalogue.answer_types import answer_type
from wasl.catalogue.models.offered import DeliveryKind, DocumentRequirement, Service, ServiceVersion
from wasl.catalogue.queries import offered
from wasl.committees.models import Committee, CommitteeMember, Decision, Seat
from wasl.common.dates import hijri_quarter_days
from wasl.common.text import fold
from wasl.delivery.models import Handover
from wasl.governance.models.documents import RELATIONSHIP, PolicyVersion
from wasl.governance.states import State
from wasl.grievances.models import Objection
from wasl.interactions.models import Referral
from wasl.letters.models import LetterFile
from wasl.papers.models import Paper
from wasl.portal.models import PublishedFigures, Story
from wasl.portal.states import StoryStatus

# The icon of each kind of delivery.
DRAWN = {
    DeliveryKind.CASH: "wallet", DeliveryKind.IN_KIND: "box", DeliveryKind.VOUCHER: "doc",
    DeliveryKind.REFERRAL: "people", DeliveryKind.TRAINING: "book",
}  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """A service as the public sees it.

    `documents` are those everybody brings; `more` counts those that only some bring.
    """

    version: ServiceVersion
    icon: str
    documents: list[DocumentRequirement]
    more: int


def offer(version: ServiceVersion, documents: list[DocumentRequirement]) -> Offer:
    """Return one service with the documents everybody brings; the others depend on the answers."""
    always = [document for document in documents if document.required and not document.condition]
    return Offer(
        version,
        DRAWN.get(DeliveryKind(version.delivery_kind), "box"),
        always,
        len(documents) - len(always),
    )


def offers(words: str = "") -> list[Offer]:
    """Return the services on offer that contain every one of these words (two queries).

    Arabic spelling variants count as equal.
    """
    requirements = DocumentRequirement.objects.select_related("document_type").order_by("order")
    search_words = fold(words).split()
    return [
        offer(version, list(version.documents.all()))
        for version in offered.offered().prefetch_related(Prefetch("documents", requirements))
        if all(word in fold(_words_of(version)) for word in search_words)
    ]


def offered_with_criteria() -> list[ServiceVersion]:
    """Return the services on offer with their criteria and fields, for the guide (three
    queries).
    """
    return list(offered.offered().prefetch_related("criteria", "fields"))


def _words_of(version: ServiceVersion) -> str:
    return (
        f"{version.name_ar} {version.name_en} {version.purpose_ar} {version.purpose_en} "
        f"{version.who_ar} {version.who_en}"
    )


def promise() -> PolicyVersion | None:
    """Return the policy in force, with the days it promises; None before the board approved one."""
    return PolicyVersion.objects.filter(document__code=RELATIONSHIP, state=State.IN_FORCE).first()


def organisation(association: Association | None) -> dict[str, Any] | None:
    """Return the association in the form that search engines read (schema.org)."""
    if association is None:
        return None
    details = {
        "name": association.name_ar,
        "alternateName": association.name_en,
        "url": f"{settings.PUBLIC_URL}/",
        "telephone": association.phone,
        "email": association.email,
        "identifier": association.licence_number,
        "sameAs": [link for _name, link in association.social],
        "address": association.place_ar and {
            "@type": "PostalAddress", "addressCountry": "SA", "addressLocality": association.place_ar,
            **({"streetAddress": association.address_ar} if association.address_ar else {}),
        },
        "areaServed": association.place_ar,
    }  # fmt: skip
    return {"@type": "NGO", **{key: value for key, value in details.items() if value}}


def committees(day: date) -> list[dict[str, Any]]:
    """Return the standing committees with their members on a day, the chair first (two queries)."""
    seats = CommitteeMember.objects.filter(
        Q(to_date=None) | Q(to_date__gte=day), from_date__lte=day
    )
    ranks = list(Seat.values)
    return [
        {
            "committee": committee,
            "seats": sorted(
                committee.members.all(), key=lambda member: (ranks.index(member.seat), member.pk)
            ),
        }
        for committee in Committee.objects.prefetch_related(
            Prefetch("members", seats.select_related("user"))
        ).order_by("pk")
    ]


def published_figures() -> list[dict[str, Any]]:
    """Return the published quarters, newest first, with the names of services (two queries)."""
    quarters = list(PublishedFigures.objects.order_by("-quarter")[:8])
    # Leave out the oldest quarters, from before there was anything to count.
    while quarters and not any(
        quarters[-1].figures[name] for name in ("received", "answered", "delivered")
    ):
        quarters.pop()
    names = {version.service_id: version.name for version in offered.offered()}
    return [
        {
            "quarter": row.quarter,
            **row.figures,
            "days_to_answer": row.figures["days"],
            "days": hijri_quarter_days(row.quarter),
            # A service that is no longer offered has no name in this list.
            "services": [
                (names[pk], count) for pk, count in row.figures["services"] if pk in names
            ],
        }
        for row in quarters
    ]


def public_stories() -> list[Story]:
    """Return the stories on the site, newest first, at most sixty."""
    return list(Story.objects.public().order_by("-published_at")[:60])


def visible_stories(user: User) -> QuerySet[Story]:
    """Return the stories, at every stage, that this user may work on."""
    return Story.objects.visible_to(user)


def stories(user: User) -> list[Story]:
    """Return stories at every stage, drafts first."""
    rows = visible_stories(user).select_related("person", "consent")
    return sorted(
        rows.order_by("-pk")[:200],
        key=lambda story: list(StoryStatus).index(StoryStatus(story.status)),
    )


def willing() -> QuerySet[Person]:
    """Return the people who agreed to have their story told, the latest consent first."""
    agreed = Person.objects.filter(
        consents__purpose=ConsentPurpose.STORIES, consents__withdrawn_at=None
    )
    return agreed.order_by("-consents__given_at")


@dataclass(frozen=True)
class Wanted:
    """One thing the association still needs, and the page where it is given."""

    label: str
    link: str


def open_case(person: Person, service: Service) -> Case | None:
    """Return the person's open case for the service, the first if there are several."""
    return Case.objects.open().filter(person=person, service=service).first()


def steps(case: Case) -> list[dict[str, Any]]:
    """Return the nine stages as the applicant may see them: no decision before its release."""
    return page.steps(case, status=Status.IN_COMMITTEE if is_unreleased(case) else "")


def is_unreleased(case: Case) -> bool:
    """Whether the committee has decided or deferred, and no answer went out yet (PRO-7)."""
    return case.status in (Status.APPROVED, Status.REJECTED, Status.DEFERRED)


def wanted(case: Case, day: date) -> list[Wanted]:
    """Return the exact list of what is missing, each with its page (PRO-3).

    The list is empty once the request is submitted.
    """
    if case.status not in (Status.DRAFT, Status.RETURNED):
        return []
    return [Wanted(gap.label, _page_of(case, gap)) for gap in file_queries.missing(case, day)]


def _page_of(case: Case, gap: file_queries.Missing) -> str:
    if gap.kind == "field":
        return reverse("portal:fill", args=[case.reference, gap.section]) + f"#id_{gap.key}"
    if gap.kind == "signature":
        return reverse("portal:sign", args=[case.reference])
    return reverse("portal:documents", args=[case.reference]) + f"#{gap.key}"


def declared(case: Case) -> list[dict[str, Any]]:
    """Return exactly what is declared, section by section (PRO-6).

    Nothing is masked: these are the applicant's own answers.
    """
    file = file_queries.file_of(case)
    field_keys = {field.key for field in file.questions}
    return [
        {
            "title": section.title,
            "code": section.code,
            "facts": [
                {
                    "label": field.label,
                    "value": answer_type(field.kind).show(
                        field, file.values.get(field.key, ""), full=True
                    ),
                }
                for field in section.fields
                if field.key in field_keys
            ],
        }
        for section in file.form.sections
    ]


def papers(case: Case) -> list[Paper]:
    """Return the papers of this request that the applicant may keep: receipts, answers, delivery
    notes.
    """
    # A request that was never submitted has no papers yet.
    if not case.submissions:
        return []
    condition = (
        Q(pk__in=case.disclosures.values("receipt_id"))
        | Q(pk__in=case.letters.values("paper_id"))
        | Q(pk__in=Handover.objects.filter(delivery__case=case).values("paper_id"))
        | Q(pk__in=Objection.objects.filter(decision__case=case).values("paper_id"))
    )
    return list(
        Paper.objects.filter(condition, person_id__in=pointing.files_of(case.person_id)).order_by(
            "-issued_at"
        )
    )


def enclosed(case: Case) -> list[LetterFile]:
    """Return the files sent with the letters of this request."""
    files = LetterFile.objects.filter(letter__case=case, letter__voided_at=None).exclude(file="")
    return list(files.order_by("letter_id", "order"))


def answered_referrals(case: Case) -> list[Referral]:
    """Return the referrals of this request that an executive answered."""
    return list(Referral.objects.filter(case=case, answered_at__isnull=False).order_by("-id"))


def released_decision(case: Case) -> Decision | None:
    """Return the decision if it was released; None before that."""
    return (
        Decision.objects.filter(case=case, released_at__isnull=False)
        .select_related("reason_code")
        .order_by("-id")
        .first()
    )


def stage_words(case: Case) -> str:
    """Return the stage of the request in words that promise no more than they should.

    A decision is not shown before its release.
    """
    # Decided but not released: to the applicant the request is still with the committee.
    if is_unreleased(case):
        return _("With the research committee")
    return str(case.get_status_display())
