"""Reads of agreements: what each says, what it lacks, what is due; and the rights and duties of
everybody.
"""

import hashlib
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.agreements.models import (
    Agreement,
    AgreementFile,
    Breach,
    Dispute,
    Occurrence,
    Party,
    PartyKind,
    Performance,
    RightsAcknowledgement,
    SignedHow,
    Term,
    TermKind,
)
from wasl.agreements.states import OPEN_BREACH, RUNNING, DisputeStatus, Status
from wasl.beneficiaries import queries as people
from wasl.beneficiaries.models import Person
from wasl.common.hashing import digest
from wasl.common.verdicts import Refused
from wasl.governance import queries as governance
from wasl.governance.models import Clause, PolicyVersion
from wasl.papers import queries as papers
from wasl.papers.kinds import Kind as PaperKind
from wasl.papers.models import Paper

AHEAD, REMINDED = timedelta(days=30), timedelta(days=7)
MOST_LISTED, MOST_TERMS = 100, 2_000
# Which clauses tell a beneficiary of a right, and which of a duty; an association's own text links
# its clauses to these.
RIGHTS = (
    "PRE-5",
    "PRE-6",
    "PRE-8",
    "AIM-3",
    "OBJ-3",
    "OBJ-4",
    "PRA-3",
    "PRO-2",
    "PRO-4",
    "PRO-7",
    "PRO-8",
)
DUTIES = ("PRO-3", "PRO-6", "PRE-4")


def agreements(
    user: User, *, statuses: tuple[str, ...], limit: int = MOST_LISTED
) -> list[Agreement]:
    """Agreements at some stages, the newest first, with how many breaches and disputes are open."""
    rows = Agreement.objects.visible_to(user).filter(status__in=statuses).select_related("person")
    open_breaches = Count("breaches", filter=Q(breaches__status__in=OPEN_BREACH), distinct=True)
    return list(
        rows.annotate(open_breaches=open_breaches)
        .prefetch_related("parties")
        .order_by("-pk")[:limit]
    )


def of_person(user: User, person: Person, limit: int = 20) -> list[Agreement]:
    """A person's agreements, those that run first."""
    rows = Agreement.objects.visible_to(user).filter(person__in=people.files_of(person.pk))
    return sorted(
        rows.order_by("-pk")[:limit], key=lambda agreement: agreement.status not in RUNNING
    )


def amendment_of(agreement: Agreement) -> dict[str, Any] | None:
    """Of the agreement that amends this one, drafted or in force, its key, reference and status;
    read with the agreement for a page of one (`for_page`).
    """
    if "amendment" in agreement.__dict__:
        return agreement.__dict__["amendment"]  # type: ignore[no-any-return]
    return Agreement.objects.filter(pk=agreement.pk).values_list(_amendment(), flat=True).first()


def _amendment() -> Subquery:
    amendments = Agreement.objects.filter(amends=OuterRef("pk")).exclude(status=Status.DISCARDED)
    return Subquery(
        amendments.values(told=JSONObject(pk="pk", reference="reference", status="status"))[:1]
    )


def parties(agreement: Agreement) -> list[Party]:
    """The association first."""
    return list(agreement.parties.select_related("recorded_by").order_by("pk"))


def terms(agreement: Agreement) -> list[Term]:
    """Rights and duties in their order."""
    return list(agreement.terms.select_related("party").order_by("order"))


def content_hash(agreement: Agreement) -> str:
    """Of exactly what is agreed: a signature is bound to it, so that a later edit asks for it
    again.
    """
    own = [
        agreement.kind, agreement.title, agreement.subject, str(agreement.starts_date),
        str(agreement.ends_date), agreement.liability, agreement.consequences, agreement.disputes,
    ]  # fmt: skip
    if agreement.amends_id:
        own += [str(agreement.amends_id), agreement.amends_reason]
    sides = [[party.pk, party.kind, party.name, party.spokesman] for party in parties(agreement)]
    term_rows = [
        [
            term.party_id,
            term.kind,
            term.text,
            term.how,
            str(term.due_date),
            term.every_months,
            term.due_event,
        ]
        + ([term.event_days] if term.event_days else [])
        for term in terms(agreement)
    ]
    return digest([own, sides, term_rows])


def lacks(agreement: Agreement) -> list[str]:
    """Which of the required parts it lacks, a sentence each; empty when it may enter into force
    (PRE-3, PRE-4, PRE-5).
    """
    sides, agreement_terms = parties(agreement), terms(agreement)
    missing = [
        (_("its first day"), agreement.starts_date is not None),
        (_("the limits of liability"), bool(agreement.liability.strip())),
        (_("what follows a default"), bool(agreement.consequences.strip())),
        (_("how disputes are settled"), bool(agreement.disputes.strip())),
        (_("a second party"), any(party.kind != PartyKind.ASSOCIATION for party in sides)),
    ]
    gaps = [name for name, is_there in missing if not is_there]
    for party in sides:
        gaps += _lacks_of(party, [term for term in agreement_terms if term.party_id == party.pk])
    gaps += _lacks_signatures(agreement, sides)
    return gaps


def _lacks_of(party: Party, own_terms: list[Term]) -> Iterator[str]:
    if not any(term.kind == TermKind.RIGHT for term in own_terms):
        yield _("a right of %(party)s") % {"party": _apart(party.name)}
    if not any(term.kind == TermKind.DUTY for term in own_terms):
        yield _("a duty of %(party)s, with how and by when") % {"party": _apart(party.name)}


def _apart(name: str) -> str:
    """A name kept from turning round inside a sentence of the other direction."""
    return f"\u2068{name}\u2069"


def _lacks_signatures(agreement: Agreement, sides: list[Party]) -> Iterator[str]:
    now = content_hash(agreement)
    for party in sides:
        if party.signed_hash != now:
            yield _("the agreement of %(party)s to what it says now") % {
                "party": _apart(party.name)
            }
    if any(party.signed_how == SignedHow.PAPER for party in sides) and not agreement.files.exists():
        yield _("the copy of the signed paper")


@dataclass(frozen=True)
class Obligation:
    """A duty on its day: performed, due, or late; computed when read. Without a day it waits for
    its event.
    """

    term: Term
    due: date | None
    done: Performance | None
    late: bool
    soon: bool
    happened: Occurrence | None = None


def obligations(
    agreement: Agreement, day: date, agreement_terms: list[Term] | None = None
) -> list[Obligation]:
    """Every duty with its days so far and the next, of one agreement."""
    duties = [term for term in agreement_terms or terms(agreement) if term.kind == TermKind.DUTY]
    done, happened = _done(duties), _happened(duties)
    return [obligation for term in duties for obligation in _on_days(term, done, happened, day)]


def _also_before(duties: list[Term]) -> Q:
    """What was kept of these duties, or of the same under the agreements that theirs amended."""
    firsts = {duty.first for duty in duties}
    return Q(term__in=firsts) | Q(term__origin__in=firsts)


def _done(duties: list[Term]) -> dict[tuple[int, date | None], Performance]:
    performance_by_due: dict[tuple[int, date | None], Performance] = {}
    performances = (
        Performance.objects.filter(_also_before(duties))
        .select_related("term", "recorded_by")
        .order_by("-pk")
    )
    for term in duties:
        own = [
            performance
            for performance in performances
            if performance.term.first == term.first and performance.term_id <= term.pk
        ]
        performance_by_due |= {(term.pk, performance.due_date): performance for performance in own}
    return performance_by_due


def _happened(duties: list[Term]) -> dict[int, list[Occurrence]]:
    occurrences = (
        Occurrence.objects.filter(_also_before(duties))
        .select_related("term")
        .order_by("happened_date")
    )
    return {
        term.pk: [
            occurrence
            for occurrence in occurrences
            if occurrence.term.first == term.first and occurrence.term_id <= term.pk
        ]
        for term in duties
    }


def _on_days(
    term: Term,
    done: dict[tuple[int, date | None], Performance],
    happened: dict[int, list[Occurrence]],
    day: date,
) -> Iterator[Obligation]:
    events = {due_after(term, occurrence): occurrence for occurrence in happened.get(term.pk, ())}
    days: list[date | None] = [*events] if term.waits_for_event else [*days_of(term, day)]
    # What was performed before the event was taken down, and what still waits for its event.
    if term.waits_for_event and (not days or (term.pk, None) in done):
        days.insert(0, None)
    for due in days:
        performed = done.get((term.pk, due))
        waits = performed is None and term.agreement.status in RUNNING and due is not None
        late, soon = waits and due < day, waits and day <= due <= day + AHEAD
        yield Obligation(term, due, performed, late, soon, events.get(due) if due else None)


def due_after(term: Term, event: Occurrence) -> date:
    """The day by which a duty is due after its event happened."""
    return event.happened_date + timedelta(days=term.event_days)


def days_to_perform(term: Term, day: date) -> list[date]:
    """The days for which it may be recorded that a duty was performed; none while its event has not
    happened.
    """
    if term.waits_for_event:
        return [due_after(term, occurrence) for occurrence in _happened([term])[term.pk]]
    return days_of(term, day)


def days_of(term: Term, day: date) -> list[date]:
    """The days of a duty of the calendar: its one day, or each month's until thirty days ahead or
    the agreement's end.
    """
    if term.due_date is None:
        return []
    if not term.every_months:
        return [term.due_date]
    last = max(day + AHEAD, term.due_date)
    if term.agreement.ends_date:
        last = min(last, term.agreement.ends_date)
    days: list[date] = []
    while (due := _months_on(term.due_date, term.every_months * len(days))) <= last and len(
        days
    ) < 600:
        days.append(due)
    return days


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due(user: User, day: date) -> list[Obligation]:
    """Obligations of all running agreements that are late or due within thirty days, the longest
    late first.
    """
    return _due_of(Agreement.objects.visible_to(user), day)


def _due_of(agreements: QuerySet[Agreement], day: date) -> list[Obligation]:
    on_time = Q(due_date__lte=day + AHEAD) | Q(due_date=None, occurrences__isnull=False)
    due_terms = Term.objects.filter(
        on_time, agreement__in=agreements.filter(status__in=RUNNING), kind=TermKind.DUTY
    )
    due_terms = (
        due_terms.distinct().select_related("agreement__person", "party").order_by("due_date", "pk")
    )
    duties = list(due_terms[:MOST_TERMS])
    done, happened = _done(duties), _happened(duties)
    due_obligations = [
        obligation
        for term in duties
        for obligation in _on_days(term, done, happened, day)
        if obligation.late or obligation.soon
    ]
    return sorted(
        due_obligations, key=lambda obligation: (obligation.due or day, obligation.term.pk)
    )


def to_remind(day: date) -> list[Obligation]:
    """Duties of running agreements that are due within seven days, and those whose day passed in
    the last seven: what has been late for longer is on the list of what is due, and is no news
    (PRE-3).
    """
    every = _due_of(Agreement.objects.all(), day)
    return [
        obligation
        for obligation in every
        if obligation.due and day - REMINDED <= obligation.due <= day + REMINDED
    ]


def running_of(person: Person) -> list[dict[str, Any]]:
    """A person's agreements that run, as they read them themselves."""
    running_agreements = Agreement.objects.filter(
        person__in=people.files_of(person.pk), status__in=RUNNING
    ).order_by("-pk")[:10]
    return [{"agreement": agreement, **told(agreement)} for agreement in running_agreements]


@dataclass(frozen=True)
class Figures:
    """The agreements in numbers."""

    running: int
    drafts: int
    late: int
    soon: int
    breaches: int
    disputes: int


def figures(user: User, day: date) -> Figures:
    """How many run, are drafted, what is late and due, and what waits to be decided (PRE-3,
    PRE-4).
    """
    visible, waiting = Agreement.objects.visible_to(user), due(user, day)
    counted = visible.aggregate(
        running=Count("pk", filter=Q(status__in=RUNNING), distinct=True),
        drafts=Count("pk", filter=Q(status=Status.DRAFT), distinct=True),
        breaches=Count("breaches", filter=Q(breaches__status__in=OPEN_BREACH), distinct=True),
        disputes=Count(
            "disputes_raised", filter=Q(disputes_raised__status=DisputeStatus.RAISED), distinct=True
        ),
    )
    late, soon = (
        sum(obligation.late for obligation in waiting),
        sum(obligation.soon for obligation in waiting),
    )
    return Figures(**counted, late=late, soon=soon)


def breaches(agreement: Agreement) -> list[Breach]:
    """What was broken, the newest first."""
    related = ("term__party", "clause__version__document", "recorded_by", "decided_by")
    return list(agreement.breaches.select_related(*related).order_by("-pk"))


def disputes(agreement: Agreement) -> list[Dispute]:
    """What parties contest, the newest first; `for_page` reads them with the agreement."""
    return sorted(agreement.disputes_raised.all(), key=lambda dispute: -dispute.pk)


def for_page(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Agreements with what is contested in them and what amends them, for a page of one."""
    related = Dispute.objects.select_related("party", "settled_by")
    read = agreements.select_related("person", "amends", "drafted_by", "activated_by", "over_by")
    return read.prefetch_related(Prefetch("disputes_raised", queryset=related)).annotate(
        amendment=_amendment()
    )


def took_part(agreement: Agreement) -> set[int]:
    """Who drafted, activated, recorded or decided anything in it, and so does not settle its
    disputes (PRE-5).
    """
    own = {agreement.drafted_by_id, agreement.activated_by_id}
    for columns in agreement.breaches.values_list("recorded_by", "decided_by"):
        own |= set(columns)
    return {user_id for user_id in own if user_id}


def clauses_to_cite() -> QuerySet[Clause]:
    """Clauses of what is in force, which a breach may cite beside the duty itself."""
    return (
        Clause.objects.filter(version__state="in_force")
        .select_related("version__document")
        .order_by("version", "order")
    )


def paper_of(agreement: Agreement) -> Paper | None:
    """The paper that was issued when it entered into force."""
    return papers.about(agreement).filter(kind=PaperKind.AGREEMENT).first()


def content(file: AgreementFile) -> bytes:
    """A file as it was kept, hashed again before it is handed out. Raises `Refused` when it is gone
    or was changed.
    """
    if not file.file:
        raise Refused(_("This file was destroyed with the data of the person it was about."))
    try:
        with file.file.open("rb") as stored:
            content_bytes: bytes = stored.read()
    except OSError as error:
        raise Refused(_("The stored file cannot be read. Restore it from the backup.")) from error
    if hashlib.sha256(content_bytes).hexdigest() != file.sha256:
        raise Refused(
            _("The stored file was changed since it was kept. Restore it from the backup.")
        )
    return content_bytes


@dataclass(frozen=True)
class RightsText:
    """The rights and duties of a beneficiary, in the words of the policy in force."""

    version: PolicyVersion
    rights: list[Clause]
    duties: list[Clause]

    @property
    def is_empty(self) -> bool:
        """Whether nobody has linked a clause to a right or a duty yet."""
        return not (self.rights or self.duties)

    @property
    def sha256(self) -> str:
        return digest(
            [
                [clause.code, clause.heading, clause.text_ar]
                for clause in (*self.rights, *self.duties)
            ]
        )


def rights_text() -> RightsText | None:
    """What the policy in force says of rights and duties, in the clauses that a person linked to
    them (PRE-2).

    None where no policy is in force yet.
    """
    try:
        version = governance.relationship_policy()
    except PolicyVersion.DoesNotExist:
        return None
    clauses = list(governance.clauses_of(version))

    def telling(codes: tuple[str, ...]) -> list[Clause]:
        return [clause for clause in clauses if clause.serves in codes]

    return RightsText(version, telling(RIGHTS), telling(DUTIES))


def acknowledgements(person: Person, limit: int = 10) -> list[RightsAcknowledgement]:
    """What a person acknowledged, the newest version first."""
    rows = RightsAcknowledgement.objects.filter(person__in=people.files_of(person.pk))
    return list(
        rows.select_related("version__document", "recorded_by").order_by("-version__number", "-pk")[
            :limit
        ]
    )


def acknowledged(person: Person, text: RightsText | None) -> RightsAcknowledgement | None:
    """The acknowledgement of the version in force."""
    if text is None:
        return None
    return next(
        (
            acknowledgement
            for acknowledgement in acknowledgements(person)
            if acknowledgement.version_id == text.version.pk
        ),
        None,
    )


def own_agreement(person: Person, pk: int) -> Agreement | None:
    """One of a person's own agreements that run, as they read them themselves."""
    return Agreement.objects.filter(
        pk=pk, person__in=people.files_of(person.pk), status__in=RUNNING
    ).first()


def told(agreement: Agreement) -> dict[str, Any]:
    """All that the page of an agreement shows."""
    agreement_terms = terms(agreement)
    return {
        "said": agreement_terms,
        "sides": [
            {
                "party": party,
                "rights": [
                    term
                    for term in agreement_terms
                    if term.party_id == party.pk and term.kind == TermKind.RIGHT
                ],
                "duties": [
                    term
                    for term in agreement_terms
                    if term.party_id == party.pk and term.kind == TermKind.DUTY
                ],
            }
            for party in parties(agreement)
        ],
        "breaches": breaches(agreement),
        "disputes": disputes(agreement),
        "files": list(agreement.files.order_by("pk")),
    }
