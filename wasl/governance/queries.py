"""Reads of the association's documents: what is in force, one clause, the public page, the texts for applicants."""

from datetime import date

from django.db.models import QuerySet

from wasl.common.hashing import digest
from wasl.common.text import loose
from wasl.governance.models import Clause, DeclarationText, DisclosureText, Kind, PolicyDocument, PolicyVersion
from wasl.governance.states import PUBLIC, State

RELATIONSHIP = "relationship-policy"


def sha256_of(version: PolicyVersion) -> str:
    """The hash of a version's text as it stands in the database now: every clause, in order."""
    return digest([[one.code, one.number, one.part, one.heading, one.text_ar.strip()] for one in clauses_of(version)])


def clauses_of(version: PolicyVersion) -> QuerySet[Clause]:
    """The clauses of a version in their order."""
    return version.clauses.order_by("order")


def in_force(code: str) -> PolicyVersion:
    """The version of a document that is in force; raises `PolicyVersion.DoesNotExist` when there is none."""
    return PolicyVersion.objects.select_related("document", "approved_meeting").get(
        document__code=code, state=State.IN_FORCE
    )


def relationship_policy() -> PolicyVersion:
    """The relationship policy in force, with its settings: every new case is pinned to it."""
    return in_force(RELATIONSHIP)


def clause(code: str) -> Clause:
    """The clause of this code in a document that is in force."""
    return Clause.objects.select_related("version__document").get(code=code, version__state=State.IN_FORCE)


def settings_of(version: PolicyVersion) -> list[tuple[str, int, str]]:
    """The settings of a version that are given: name, value, code of the clause it comes from (or '')."""
    named = (
        ("answer_not_before_days", version.answer_clause),
        ("answer_due_days", version.answer_clause),
        ("objection_days", version.objection_clause),
        ("quorum", version.quorum_clause),
        ("rating_floor", version.rating_clause),
    )
    return [
        (name, value, source.code if source else "")
        for name, source in named
        if (value := getattr(version, name)) is not None
    ]


def public_policy(number: int | None = None) -> PolicyVersion:
    """The published relationship policy: the version in force, or an older one by its number (APP-4)."""
    known = PolicyVersion.objects.filter(document__code=RELATIONSHIP, published_at__isnull=False).select_related(
        "document", "approved_meeting", "answer_clause", "objection_clause", "quorum_clause", "rating_clause"
    )
    return known.get(number=number, state__in=PUBLIC) if number else known.get(state=State.IN_FORCE)


def other_public_versions(version: PolicyVersion) -> QuerySet[PolicyVersion]:
    """The other published versions of the same document, newest first."""
    others = PolicyVersion.objects.filter(document=version.document, published_at__isnull=False, state__in=PUBLIC)
    return others.exclude(pk=version.pk).order_by("-number")


def library() -> list[PolicyVersion]:
    """What is in force of every document, for the staff's reading page: policy, bylaws, guide, procedures."""
    kinds = list(Kind)
    versions = PolicyVersion.objects.filter(state=State.IN_FORCE).select_related("document", "approved_meeting")
    return sorted(versions, key=lambda version: (kinds.index(Kind(version.document.kind)), version.document.title_ar))


def documents() -> QuerySet[PolicyDocument]:
    """Every document of the library."""
    return PolicyDocument.objects.order_by("kind", "code")


def find_clauses(words: str, *, document: str = "", limit: int = 40) -> list[Clause]:
    """Clauses in force that hold every one of these words, spelling variants of Arabic letters included (TOO-1)."""
    wanted = loose(words).split()
    if not wanted:
        return []
    found = Clause.objects.filter(version__state=State.IN_FORCE).select_related("version__document")
    if document:
        found = found.filter(version__document__code=document)
    hits = []
    for one in found.order_by("version__document__code", "order"):
        text = loose(f"{one.code} {one.number} {one.heading} {one.text_ar}")
        if all(word in text for word in wanted):
            hits.append(one)
    return hits[:limit]


def declaration_text(on: date) -> DeclarationText:
    """The declaration an applicant signs on this day (PRO-6)."""
    return DeclarationText.objects.filter(in_force_from__lte=on).latest("version")


def disclosure_text(on: date) -> DisclosureText:
    """What an applicant is told on this day (PRO-7)."""
    return DisclosureText.objects.filter(in_force_from__lte=on).latest("version")
