"""Reads of the association's documents: texts in force, clauses, board and circulation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.accounts.models import User, in_language
from wasl.common.dates import add_days, add_hijri_months
from wasl.common.hashing import digest
from wasl.common.steps import step_state
from wasl.common.text import clean
from wasl.governance import defaults
from wasl.governance.models.board import BoardMeeting, BoardMember
from wasl.governance.models.circulation import Circulation, PolicyReview
from wasl.governance.models.documents import (
    RELATIONSHIP,
    Clause,
    Finding,
    Kind,
    PolicyDocument,
    PolicyVersion,
)
from wasl.governance.models.texts import DeclarationText, DisclosureText
from wasl.governance.scrutiny.coverage import stem, stems, titles
from wasl.governance.scrutiny.lexicon import plain
from wasl.governance.states import PUBLIC, State
from wasl.papers.kinds import Kind as PaperKind
from wasl.papers.models import Paper
from wasl.papers.queries import about as papers_about

# The settings grouped by the clause they come from:
# `answer_clause` is the source of both days of the answer.
TERM_GROUPS = ("answer", "objection", "quorum", "rating", "review", "document")
SOURCES = tuple(f"{name}_clause" for name in TERM_GROUPS)


def sha256_of(version: PolicyVersion) -> str:
    """Return the hash of a version's text as the database holds it now: every clause, in order.

    Settings and links are left out: they are no part of the approved text.
    """
    return digest(
        [
            [clause.code, clause.number, clause.part, clause.heading, clause.text_ar.strip()]
            for clause in clauses_of(version)
        ]
    )


def versions() -> QuerySet[PolicyVersion]:
    """Return every version with its document and the meeting that approved it."""
    return PolicyVersion.objects.select_related("document", "approved_meeting")


def versions_with_sources() -> QuerySet[PolicyVersion]:
    """Return every version with its document and the clauses of its settings."""
    return PolicyVersion.objects.select_related("document", *SOURCES)


def clauses() -> QuerySet[Clause]:
    """Return every clause with its version and document."""
    return Clause.objects.select_related("version__document")


def findings() -> QuerySet[Finding]:
    """Return every finding with its version."""
    return Finding.objects.select_related("version")


def clauses_of(version: PolicyVersion) -> QuerySet[Clause]:
    """Return the clauses of a version in their order."""
    return version.clauses.order_by("order")


def in_force(code: str) -> PolicyVersion:
    """Return the version of a document in force, or raise `PolicyVersion.DoesNotExist`."""
    return PolicyVersion.objects.select_related("document", "approved_meeting").get(
        document__code=code, state=State.IN_FORCE
    )


def relationship_policy() -> PolicyVersion:
    """Return the relationship policy in force, with its settings; new cases are pinned to it."""
    return in_force(RELATIONSHIP)


@dataclass(frozen=True)
class ReadyText:
    """A document that comes with the software and is not in the library yet."""

    name: str
    title: str


def ready_texts() -> list[ReadyText]:
    """Return the documents that come with the software and can still be added to the library."""
    existing = set(PolicyDocument.objects.values_list("code", flat=True))
    documents = {name: defaults.ready(name)["document"] for name in defaults.READY}
    return [
        ReadyText(name, in_language(document["title_ar"], document["title_en"]))
        for name, document in documents.items()
        if document["code"] not in existing
    ]


def procedure() -> PolicyVersion | None:
    """Return the relationship policy in force with the clauses of its settings, or None."""
    versions = PolicyVersion.objects.filter(document__code=RELATIONSHIP, state=State.IN_FORCE)
    return versions.select_related("document", "approved_meeting", *SOURCES).first()


def newest(code: str) -> PolicyVersion | None:
    """Return the newest version of a document at any stage, or None."""
    return (
        PolicyVersion.objects.filter(document__code=code)
        .select_related("document")
        .order_by("-number")
        .first()
    )


def incomplete() -> list[PolicyVersion]:
    """Return approved relationship policies that lack a required term, newest first."""
    # Superseded versions count too: cases that are pinned to them still need their days.
    approved = (State.APPROVED, State.IN_FORCE, State.SUPERSEDED)
    versions = PolicyVersion.objects.filter(
        document__code=RELATIONSHIP, state__in=approved
    ).select_related("document")
    return [version for version in versions.order_by("-number") if version.missing_terms]


def draft_of(document: PolicyDocument) -> PolicyVersion | None:
    """Return the version of a document that is being drafted, or None."""
    return document.versions.filter(state=State.DRAFTED).first()


def clause(code: str) -> Clause:
    """Return the clause of this code in a document in force."""
    return Clause.objects.select_related("version__document").get(
        code=code, version__state=State.IN_FORCE
    )


TERMS = (
    ("answer_not_before_days", "answer"),
    ("answer_due_days", "answer"),
    ("objection_days", "objection"),
    ("objection_reviewers", "objection"),
    ("quorum", "quorum"),
    ("rating_floor", "rating"),
    ("review_months", "review"),
    ("document_age_days", "document"),
)


def settings_of(version: PolicyVersion) -> list[tuple[str, int, str]]:
    """Return the settings of a version that have a value: name, value, clause code or ''."""
    return [
        (name, value, source.code if (source := getattr(version, f"{group}_clause")) else "")
        for name, group in TERMS
        if (value := getattr(version, name)) is not None
    ]


def public_policy(number: int | None = None) -> PolicyVersion:
    """Return the published relationship policy: in force, or an older one by number (APP-4)."""
    versions = PolicyVersion.objects.filter(
        document__code=RELATIONSHIP, published_at__isnull=False
    ).select_related("document", "approved_meeting", *SOURCES)
    return (
        versions.get(number=number, state__in=PUBLIC)
        if number
        else versions.get(state=State.IN_FORCE)
    )


def other_public_versions(version: PolicyVersion) -> QuerySet[PolicyVersion]:
    """Return the other published versions of the same document, newest first."""
    versions = PolicyVersion.objects.filter(
        document=version.document, published_at__isnull=False, state__in=PUBLIC
    )
    return versions.exclude(pk=version.pk).order_by("-number")


def library() -> list[PolicyVersion]:
    """Return the version in force of every document: policies, bylaws, guides, procedures."""
    kinds = list(Kind)
    versions = PolicyVersion.objects.filter(state=State.IN_FORCE).select_related(
        "document", "approved_meeting"
    )
    return sorted(
        versions,
        key=lambda version: (kinds.index(Kind(version.document.kind)), version.document.title_ar),
    )


def documents() -> QuerySet[PolicyDocument]:
    """Return every document of the library."""
    return PolicyDocument.objects.order_by("kind", "code")


def find_clauses(words: str, *, document: str = "", limit: int = 40) -> list[Clause]:
    """Return clauses in force that contain every word in any Arabic form, nearest first (TOO-1).

    Words are compared by their light stem and as parts of words; a clause's code or number matches
    too.
    """
    # Eight words bound the work: every clause in force is compared in Python.
    terms = [(stem(plain(word)), plain(word)) for word in clean(words).split()][:8]
    if not terms:
        return []
    clauses = Clause.objects.filter(version__state=State.IN_FORCE).select_related(
        "version__document"
    )
    if document:
        clauses = clauses.filter(version__document__code=document)
    hits: list[tuple[int, int, Clause]] = []
    for clause in clauses.order_by("version__document__code", "order"):
        head = plain(f"{clause.code} {clause.number} {clause.part} {clause.heading}".lower())
        body = plain(clause.text_ar)
        stemmed = stems(f"{head} {body}")
        if all(root in stemmed or word.lower() in head or word in body for root, word in terms):
            # A word in the code or a heading weighs three times a word in the text.
            rank = sum(word.lower() in head for _root, word in terms) * 3 + sum(
                word in body for _root, word in terms
            )
            # The running number keeps the order of the text
            # among equals, and clauses out of the comparison.
            hits.append((-rank, len(hits), clause))
    return [clause for _rank, _place, clause in sorted(hits)[:limit]]


def declaration_text(on: date) -> DeclarationText:
    """Return the declaration an applicant signs on a day (PRO-6)."""
    return DeclarationText.objects.filter(in_force_from__lte=on).latest("version")


def disclosure_text(on: date) -> DisclosureText:
    """Return the text an applicant is told on a day (PRO-7)."""
    return DisclosureText.objects.filter(in_force_from__lte=on).latest("version")


def staff() -> list[User]:
    """Return all active users who have a role now."""
    held = Q(memberships__isnull=False, memberships__ended_date=None)
    return list(User.objects.filter(held, is_active=True).distinct().order_by("pk"))


def sitting(day: date) -> QuerySet[BoardMember]:
    """Return the board members of a day, in the order they were entered."""
    seats = BoardMember.objects.filter(Q(to_date=None) | Q(to_date__gte=day), from_date__lte=day)
    return seats.select_related("user").order_by("pk")


def board_members() -> QuerySet[BoardMember]:
    """Return all past and present board members, the present ones first."""
    return BoardMember.objects.order_by(F("to_date").desc(nulls_first=True), "pk")


def board_register(limit: int = 100) -> list[BoardMember]:
    """Return the members for the register of the board: by the end of their terms, open ones last.

    At most `limit` members are returned.
    """
    return list(BoardMember.objects.order_by("to_date", "from_date", "pk")[:limit])


def board_meetings(limit: int = 100) -> list[BoardMeeting]:
    """Return the latest meetings of the board, newest first, at most `limit`."""
    return list(BoardMeeting.objects.order_by("-held_date", "-pk")[:limit])


def unread_by(user: User, day: date) -> QuerySet[PolicyVersion]:
    """Return the texts that await this user's reading as a board member (APP-1)."""
    waiting = PolicyVersion.objects.filter(
        state__in=(State.DRAFTED, State.REVIEWED)
    ).select_related("document")
    seat = sitting(day).filter(user=user).first()
    return (
        # Readings go by the member's name, since a member without an account has readings too.
        waiting.exclude(readings__member_name=seat.name).order_by("pk") if seat else waiting.none()
    )


def has_quorum(meeting: BoardMeeting) -> bool:
    """Return whether at least half of the board came.

    A meeting whose attendance was not noted counts as having a quorum.
    """
    noted = list(meeting.attendance.values_list("present", flat=True))
    # The larger number is taken: a member who was seated in the register after the meeting was
    # entered has no attendance row.
    return not noted or sum(noted) * 2 >= max(len(noted), sitting(meeting.held_date).count())


def drafts_and_approved() -> list[PolicyVersion]:
    """Return versions not yet in force (drafted, read, approved), newest first, at most 100."""
    on_the_way = PolicyVersion.objects.filter(
        state__in=(State.DRAFTED, State.REVIEWED, State.APPROVED)
    )
    open_ = Count("findings", filter=Q(findings__settlement=""))
    return list(
        on_the_way.select_related("document").annotate(open_findings=open_).order_by("-pk")[:100]
    )


def ready_to_start(day: date) -> QuerySet[PolicyVersion]:
    """Return approved versions whose first day has come."""
    return PolicyVersion.objects.filter(state=State.APPROVED, in_force_from__lte=day).order_by(
        "in_force_from", "pk"
    )


def version_of(code: str, number: int, *, drafts: bool) -> PolicyVersion:
    """Return a version of a document; drafts only where `drafts` is true.

    Raises `PolicyVersion.DoesNotExist`.
    """
    versions = PolicyVersion.objects.select_related(
        "document", "approved_meeting", *(f"{group}_clause" for group in TERM_GROUPS)
    )
    states = list(State) if drafts else [State.APPROVED, *PUBLIC]
    return versions.get(document__code=code, number=number, state__in=states)


def versions_of(document: PolicyDocument, *, drafts: bool) -> list[PolicyVersion]:
    """Return the versions of a document, newest first; old ones stay readable for ever."""
    states = list(State) if drafts else [State.APPROVED, *PUBLIC]
    return list(document.versions.filter(state__in=states).order_by("-number"))


@dataclass(frozen=True)
class ClauseComparison:
    """A clause in two versions.

    `kind` is same, changed, new or gone; `words` are runs of (same, gone or new; text).
    """

    code: str
    heading: str
    kind: str
    words: list[tuple[str, str]]


def compare(old: PolicyVersion, new: PolicyVersion) -> list[ClauseComparison]:
    """Compare two versions by clause, in the order of the newer one.

    A clause that is gone is listed at its old place.
    """
    before = {clause.code: clause for clause in clauses_of(old)}
    after = {clause.code: clause for clause in clauses_of(new)}
    order = list(after)
    for code in before:
        if code not in after:
            # Behind the nearest clause before it that both
            # versions have; at the head where there is none.
            place = [
                other_code
                for other_code in before
                if other_code in after and list(before).index(other_code) < list(before).index(code)
            ]
            order.insert(order.index(place[-1]) + 1 if place else 0, code)
    return [_compare_clause(code, before.get(code), after.get(code)) for code in order]


def _compare_clause(code: str, old: Clause | None, new: Clause | None) -> ClauseComparison:
    clause = new or old
    heading = clause.heading or clause.part if clause else ""
    if old is None or new is None:
        kind = "new" if new else "gone"
        return ClauseComparison(code, heading, kind, [(kind, clause.text_ar if clause else "")])
    if old.text_ar == new.text_ar and old.heading == new.heading:
        return ClauseComparison(code, heading, "same", [("same", new.text_ar)])
    return ClauseComparison(code, heading, "changed", _word_by_word(old.text_ar, new.text_ar))


def _word_by_word(old: str, new: str) -> list[tuple[str, str]]:
    old_words, new_words = old.split(), new.split()
    runs: list[tuple[str, str]] = []
    # Without autojunk=False the matcher drops words
    # that are frequent in a text of 200 words or more.
    for kind, a, b, c, d in SequenceMatcher(
        None, old_words, new_words, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            runs.append(("same", " ".join(old_words[a:b])))
            continue
        runs += [
            (name, " ".join(words))
            for name, words in (("gone", old_words[a:b]), ("new", new_words[c:d]))
            if words
        ]
    return runs


@dataclass(frozen=True)
class Due:
    """A task the library waits for: its name, for which document, until when, and whether late."""

    task: str
    document: PolicyDocument
    until: date
    late: bool
    url: str


def due(day: date, within: int = 60) -> list[Due]:
    """Return reviews due within so many days and all open circulations, earliest first (PRE-8)."""
    items = [*_reviews_due(day, within), *_circulations_due(day)]
    return sorted(items, key=lambda item: item.until)


def _reviews_due(day: date, within: int) -> Iterator[Due]:
    last = Subquery(
        PolicyReview.objects.filter(document=OuterRef("document"))
        .order_by("-reviewed_date")
        .values("reviewed_date")[:1]
    )
    versions = (
        PolicyVersion.objects.filter(state=State.IN_FORCE)
        .select_related("document")
        .annotate(last_review=last)
    )
    for version in versions.order_by("pk"):
        # A version that came into force after the last review restarts the period.
        since = max(start for start in (version.last_review, version.in_force_from) if start)
        until = add_hijri_months(since, version.review_months or version.document.review_months)
        if until <= add_days(day, within):
            url = reverse("governance:review", args=[version.document.code])
            yield Due(_("Review"), version.document, until, until < day, url)


def _circulations_due(day: date) -> Iterator[Due]:
    waiting = Circulation.objects.filter(acknowledgements__acknowledged_at=None).select_related(
        "version__document"
    )
    for circulation in waiting.distinct().order_by("due_date"):
        url = reverse("governance:circulation", args=[circulation.pk])
        yield Due(
            _("Acknowledgements"),
            circulation.version.document,
            circulation.due_date,
            circulation.due_date < day,
            url,
        )


def circulations() -> QuerySet[Circulation]:
    """Return every circulation with its version, its document and who started it."""
    return Circulation.objects.select_related("version__document", "started_by")


def to_acknowledge(user: User) -> list[Circulation]:
    """Return the circulations this user has not acknowledged yet, the most urgent first."""
    circulations = Circulation.objects.filter(
        acknowledgements__user=user, acknowledgements__acknowledged_at=None
    )
    return list(circulations.select_related("version__document").order_by("due_date", "pk"))


def approved_paper(version: PolicyVersion) -> Paper | None:
    """Return the paper of the approved text, or None before it was printed."""
    return papers_about(version).filter(kind=PaperKind.POLICY).first()


def approved_in(meeting: BoardMeeting) -> QuerySet[PolicyVersion]:
    """Return the versions that a meeting approved."""
    return (
        PolicyVersion.objects.filter(approved_meeting=meeting)
        .select_related("document")
        .order_by("pk")
    )


def possible_members() -> QuerySet[User]:
    """Return active users who may hold a seat on the board."""
    return (
        User.objects.filter(
            is_active=True, memberships__role="board_member", memberships__ended_date=None
        )
        .distinct()
        .order_by("name_ar")
    )


def tomorrow(day: date) -> date:
    """Return the next day."""
    return add_days(day, 1)


def served_codes() -> dict[str, str]:
    """Return code and heading of every clause the product serves, to link clauses to."""
    return titles()


def findings_in(clause: Clause) -> list[Finding]:
    """Return the open findings whose words are in this clause."""
    open_ = clause.version.findings.filter(settlement="").exclude(quote="").order_by("pk")
    words = f"{clause.part}\n{clause.heading}\n{clause.text_ar}"
    # A quote may run over a line break in the clause, so the words are also searched on one line.
    flat = " ".join(words.split())
    return [finding for finding in open_ if finding.quote in flat or finding.quote in words]


def undecided_links(version: PolicyVersion) -> int:
    """Return how many clauses have a suggested link that no person has confirmed or refused."""
    return version.clauses.exclude(suggests="").count()


def settings_address() -> str:
    """Return the address of the settings of the procedure in force."""
    return reverse("governance:settings")


def work_address() -> str:
    """Return the address of the list of drafts and approved versions."""
    return reverse("governance:work")


def import_address() -> str:
    """Return the address of the page that imports a text."""
    return reverse("governance:import_text")


def board_address() -> str:
    """Return the address of the board register."""
    return reverse("governance:board_register")


def draft_address(version: PolicyVersion) -> str:
    """Return the address of a draft's page."""
    return reverse("governance:draft", args=[version.pk])


def steps_of(version: PolicyVersion) -> list[dict[str, Any]]:
    """Return the stages of a version, each marked as done, current or neither."""
    stages = list(State)
    at = stages.index(State(version.state))
    return [
        {"label": stage.label, "state": step_state(place, at)} for place, stage in enumerate(stages)
    ]
