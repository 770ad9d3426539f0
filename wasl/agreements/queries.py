"""Queries about agreements: their content, what is missing, what is due, and the rights and duties
of beneficiaries.
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
from wasl.agreements.models.agreement import (
    Agreement,
    AgreementFile,
    Occurrence,
    Party,
    PartyKind,
    Performance,
    SignedHow,
    Term,
    TermKind,
)
from wasl.agreements.models.breaches import Breach, Dispute
from wasl.agreements.models.rights import RightsAcknowledgement
from wasl.agreements.states import OPEN_BREACH, RUNNING, DisputeStatus, Status
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import pointing
from wasl.common.hashing import digest
from wasl.common.verdicts import Refused
from wasl.governance import queries as governance
from wasl.governance.models.documents import Clause, PolicyVersion
from wasl.papers import queries as papers
from wasl.papers.kinds import Kind as PaperKind
from wasl.papers.models import Paper

# Obligations are listed thirty days ahead; reminders go out within seven days of the due day.
AHEAD, REMINDED = timedelta(days=30), timedelta(days=7)
MOST_LISTED, MOST_TERMS = 100, 2_000
# The clauses that speak of a beneficiary's rights and duties. An association links the clauses of
# its own text to these codes.
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
    """Return agreements at the given stages, newest first, with their number of open breaches."""
    rows = Agreement.objects.visible_to(user).filter(status__in=statuses).select_related("person")
    open_breaches = Count("breaches", filter=Q(breaches__status__in=OPEN_BREACH), distinct=True)
    return list(
        rows.annotate(open_breaches=open_breaches)
        .prefetch_related("parties")
        .order_by("-pk")[:limit]
    )


def of_person(user: User, person: Person, limit: int = 20) -> list[Agreement]:
    """Return the person's agreements, those in force first."""
    rows = Agreement.objects.visible_to(user).filter(person__in=pointing.files_of(person.pk))
    # `sorted` is stable, so newest first holds among those in force and among the others.
    return sorted(
        rows.order_by("-pk")[:limit], key=lambda agreement: agreement.status not in RUNNING
    )


def amendment_of(agreement: Agreement) -> dict[str, Any] | None:
    """Return pk, reference and status of the agreement that amends this one, drafted or in force.
    `for_page` reads it together with the agreement.
    """
    if "amendment" in agreement.__dict__:
        return agreement.__dict__["amendment"]  # type: ignore[no-any-return]
    return Agreement.objects.filter(pk=agreement.pk).values_list(_amendment(), flat=True).first()


def _amendment() -> Subquery:
    amendments = Agreement.objects.filter(amends=OuterRef("pk")).exclude(status=Status.DISCARDED)
    return Subquery(
        amendments.values(summary=JSONObject(pk="pk", reference="reference", status="status"))[:1]
    )


def parties(agreement: Agreement) -> list[Party]:
    """Return the parties, the association first."""
    return list(agreement.parties.select_related("recorded_by").order_by("pk"))


def terms(agreement: Agreement) -> list[Term]:
    """Return the rights and duties in their order."""
    return list(agreement.terms.select_related("party").order_by("order"))


def content_hash(agreement: Agreement) -> str:
    """Return the hash of exactly what is agreed. Each signature is bound to it, so a later edit
    asks for the signatures again.
    """
    own = [
        agreement.kind, agreement.title, agreement.subject, str(agreement.starts_date),
        str(agreement.ends_date), agreement.liability, agreement.consequences, agreement.disputes,
    ]  # fmt: skip
    # Parts that are empty stay out of the hash: agreements signed before these columns existed keep
    # the hash that their parties signed.
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
    """Return a sentence for each required part that is missing; empty when the agreement may enter
    into force (PRE-3, PRE-4, PRE-5).
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
    """Isolate a name, so that it does not reverse inside a sentence of the other direction."""
    # First strong isolate and its end: the marks that Unicode defines for text of unknown
    # direction.
    return f"\u2068{name}\u2069"


def _lacks_signatures(agreement: Agreement, sides: list[Party]) -> Iterator[str]:
    # A signature under other words carries an older hash, so it counts as missing.
    now = content_hash(agreement)
    for party in sides:
        if party.signed_hash != now:
            yield _("the agreement of %(party)s to what it says now") % {
                "party": _apart(party.name)
            }
    # A declaration has its witness; a signature on paper is only proven by the scan (ADR 35).
    if any(party.signed_how == SignedHow.PAPER for party in sides) and not agreement.files.exists():
        yield _("the copy of the signed paper")


@dataclass(frozen=True)
class Obligation:
    """A duty on its day: performed, due or late, computed when read. A duty without a day waits for
    its event.
    """

    term: Term
    due: date | None
    performance: Performance | None
    late: bool
    soon: bool
    event: Occurrence | None = None


def obligations(
    agreement: Agreement, day: date, agreement_terms: list[Term] | None = None
) -> list[Obligation]:
    """Return every duty of an agreement with its days so far and the next days."""
    duties = [term for term in agreement_terms or terms(agreement) if term.kind == TermKind.DUTY]
    performances, events = _performances_by_due(duties), _events_by_term(duties)
    return [
        obligation for term in duties for obligation in _on_days(term, performances, events, day)
    ]


def _also_before(duties: list[Term]) -> Q:
    """Match records of these duties, and of the same duties under the agreements they amended."""
    firsts = {duty.first for duty in duties}
    return Q(term__in=firsts) | Q(term__origin__in=firsts)


def _performances_by_due(duties: list[Term]) -> dict[tuple[int, date | None], Performance]:
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
            # Only this term and earlier ones: the page of an agreement that was amended does not
            # show what was performed later, under its amendment.
            if performance.term.first == term.first and performance.term_id <= term.pk
        ]
        performance_by_due |= {(term.pk, performance.due_date): performance for performance in own}
    return performance_by_due


def _events_by_term(duties: list[Term]) -> dict[int, list[Occurrence]]:
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
    performances: dict[tuple[int, date | None], Performance],
    events: dict[int, list[Occurrence]],
    day: date,
) -> Iterator[Obligation]:
    event_by_due = {due_after(term, event): event for event in events.get(term.pk, ())}
    days: list[date | None] = [*event_by_due] if term.waits_for_event else [*days_of(term, day)]
    # A row without a day: a performance recorded before its event, or a duty whose event has not
    # happened yet.
    if term.waits_for_event and (not days or (term.pk, None) in performances):
        days.insert(0, None)
    for due in days:
        performance = performances.get((term.pk, due))
        # Late and soon are computed here and never stored: a stored state would be wrong at
        # midnight until some job ran (ADR 35).
        waits = performance is None and term.agreement.status in RUNNING
        late = waits and due is not None and due < day
        soon = waits and due is not None and day <= due <= day + AHEAD
        event = event_by_due.get(due) if due else None
        yield Obligation(term, due, performance, late, soon, event)


def due_after(term: Term, event: Occurrence) -> date:
    """Return the day by which a duty is due after its event happened."""
    return event.happened_date + timedelta(days=term.event_days)


def days_to_perform(term: Term, day: date) -> list[date]:
    """Return the days for which a performance may be recorded; none while the event has not
    happened.
    """
    if term.waits_for_event:
        return [due_after(term, event) for event in _events_by_term([term])[term.pk]]
    return days_of(term, day)


def days_of(term: Term, day: date) -> list[date]:
    """Return the days of a duty with a date: its single day, or its days until thirty days ahead or
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
    # 600 is a guard only: a monthly duty reaches it after fifty years.
    while (due := _months_on(term.due_date, term.every_months * len(days))) <= last and len(
        days
    ) < 600:
        days.append(due)
    return days


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    # A duty of the 31st falls on the last day of a shorter month. Counting always starts at the
    # first due day, so it returns to the 31st afterwards.
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due(user: User, day: date) -> list[Obligation]:
    """Return obligations of all running agreements that are late or due within thirty days, the
    longest late first.
    """
    return _due_of(Agreement.objects.visible_to(user), day)


def _due_of(agreements: QuerySet[Agreement], day: date) -> list[Obligation]:
    # The database narrows to terms that can be due at all; the days of each are computed below.
    on_time = Q(due_date__lte=day + AHEAD) | Q(due_date=None, occurrences__isnull=False)
    due_terms = Term.objects.filter(
        on_time, agreement__in=agreements.filter(status__in=RUNNING), kind=TermKind.DUTY
    )
    due_terms = (
        # The join with occurrences repeats a term for each event recorded.
        due_terms.distinct().select_related("agreement__person", "party").order_by("due_date", "pk")
    )
    duties = list(due_terms[:MOST_TERMS])
    performances, events = _performances_by_due(duties), _events_by_term(duties)
    due_obligations = [
        obligation
        for term in duties
        for obligation in _on_days(term, performances, events, day)
        if obligation.late or obligation.soon
    ]
    return sorted(
        due_obligations, key=lambda obligation: (obligation.due or day, obligation.term.pk)
    )


def to_remind(day: date) -> list[Obligation]:
    """Return duties of running agreements due within seven days or late by at most seven. A duty
    late for longer stays on the list of what is due and is no longer reminded of (PRE-3).
    """
    obligations_due = _due_of(Agreement.objects.all(), day)
    return [
        obligation
        for obligation in obligations_due
        if obligation.due and day - REMINDED <= obligation.due <= day + REMINDED
    ]


def running_of(person: Person) -> list[dict[str, Any]]:
    """Return the person's running agreements, as the person reads them."""
    running_agreements = Agreement.objects.filter(
        person__in=pointing.files_of(person.pk), status__in=RUNNING
    ).order_by("-pk")[:10]
    return [{"agreement": agreement, **page_content(agreement)} for agreement in running_agreements]


@dataclass(frozen=True)
class Figures:
    """The number of agreements, obligations, breaches and disputes."""

    running: int
    drafts: int
    late: int
    soon: int
    breaches: int
    disputes: int


def figures(user: User, day: date) -> Figures:
    """Count running and draft agreements, late and due duties, open breaches and disputes (PRE-3,
    PRE-4).
    """
    visible, waiting = Agreement.objects.visible_to(user), due(user, day)
    counts = visible.aggregate(
        # Two joins in a single aggregate multiply the rows, hence `distinct` in every count.
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
    return Figures(**counts, late=late, soon=soon)


def breaches(agreement: Agreement) -> list[Breach]:
    """Return the agreement's breaches, newest first."""
    related = ("term__party", "clause__version__document", "recorded_by", "decided_by")
    return list(agreement.breaches.select_related(*related).order_by("-pk"))


def disputes(agreement: Agreement) -> list[Dispute]:
    """Return the agreement's disputes, newest first; `for_page` reads them with the agreement."""
    # Sorted in Python, because `order_by` would ignore the prefetch of `for_page` and query again.
    return sorted(agreement.disputes_raised.all(), key=lambda dispute: -dispute.pk)


def for_page(user: User) -> QuerySet[Agreement]:
    """Return the agreements the user may see, with all that the page of a single one shows."""
    raised = Dispute.objects.select_related("party", "settled_by")
    agreements = Agreement.objects.visible_to(user).select_related(
        "person", "amends", "drafted_by", "activated_by", "over_by"
    )
    return agreements.prefetch_related(Prefetch("disputes_raised", queryset=raised)).annotate(
        # Read in the same query; `amendment_of` looks for it in `__dict__`.
        amendment=_amendment()
    )


def visible_parties(user: User) -> QuerySet[Party]:
    """Return the parties of agreements the user may see."""
    agreements = Agreement.objects.visible_to(user)
    return Party.objects.filter(agreement__in=agreements).select_related("agreement")


def visible_terms(user: User) -> QuerySet[Term]:
    """Return the rights and duties of agreements the user may see."""
    agreements = Agreement.objects.visible_to(user)
    return Term.objects.filter(agreement__in=agreements).select_related("agreement", "party")


def visible_events(user: User) -> QuerySet[Occurrence]:
    """Return the recorded events of duties in agreements the user may see."""
    events = Occurrence.objects.filter(term__agreement__in=Agreement.objects.visible_to(user))
    return events.select_related("term__agreement")


def visible_breaches(user: User) -> QuerySet[Breach]:
    """Return the breaches of agreements the user may see."""
    agreements = Agreement.objects.visible_to(user)
    return Breach.objects.filter(agreement__in=agreements).select_related(
        "agreement", "term__party"
    )


def visible_disputes(user: User) -> QuerySet[Dispute]:
    """Return the disputes about agreements the user may see."""
    agreements = Agreement.objects.visible_to(user)
    return Dispute.objects.filter(agreement__in=agreements).select_related("agreement")


def visible_files(user: User) -> QuerySet[AgreementFile]:
    """Return the files of agreements the user may see."""
    files = AgreementFile.objects.filter(agreement__in=Agreement.objects.visible_to(user))
    return files.select_related("agreement__person")


def took_part(agreement: Agreement) -> set[int]:
    """Return ids of the staff who drafted or activated the agreement, or recorded or decided a
    breach of it. They do not settle its disputes (PRE-5).
    """
    own = {agreement.drafted_by_id, agreement.activated_by_id}
    for columns in agreement.breaches.values_list("recorded_by", "decided_by"):
        own |= set(columns)
    return {user_id for user_id in own if user_id}


def clauses_to_cite() -> QuerySet[Clause]:
    """Return clauses in force, which a breach may cite beside the duty itself."""
    return (
        Clause.objects.filter(version__state="in_force")
        .select_related("version__document")
        .order_by("version", "order")
    )


def paper_of(agreement: Agreement) -> Paper | None:
    """Return the paper that was issued when the agreement entered into force."""
    return papers.about(agreement).filter(kind=PaperKind.AGREEMENT).first()


def content(file: AgreementFile) -> bytes:
    """Return the stored bytes of a file, after checking their hash. Raises `Refused` when the file
    is gone or was changed.
    """
    if not file.file:
        raise Refused(_("This file was destroyed with the data of the person it was about."))
    try:
        with file.file.open("rb") as stored:
            content_bytes: bytes = stored.read()
    except OSError as error:
        raise Refused(_("The stored file cannot be read. Restore it from the backup.")) from error
    # The hash was taken at the upload. A file that changed on disk since is never handed out as the
    # signed agreement.
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
        """Tell whether no clause is linked to a right or a duty yet."""
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
    """Return the clauses of the policy in force that staff linked to rights and duties (PRE-2).

    Returns None while no policy is in force.
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
    """Return the person's acknowledgements, the newest version first."""
    # What a person acknowledged under a file that was merged into this one counts.
    rows = RightsAcknowledgement.objects.filter(person__in=pointing.files_of(person.pk))
    return list(
        rows.select_related("version__document", "recorded_by").order_by("-version__number", "-pk")[
            :limit
        ]
    )


def acknowledgement_of(person: Person, text: RightsText | None) -> RightsAcknowledgement | None:
    """Return the person's acknowledgement of the version in force."""
    if text is None:
        return None
    for acknowledgement in acknowledgements(person):
        if acknowledgement.version_id == text.version.pk:
            return acknowledgement
    return None


def own_agreement(person: Person, pk: int) -> Agreement | None:
    """Return a running agreement if it is the person's own, for the portal."""
    return Agreement.objects.filter(
        pk=pk, person__in=pointing.files_of(person.pk), status__in=RUNNING
    ).first()


def page_content(agreement: Agreement) -> dict[str, Any]:
    """Return everything that the page of an agreement shows."""
    agreement_terms = terms(agreement)
    return {
        "terms": agreement_terms,
        "sides": [_side(party, agreement_terms) for party in parties(agreement)],
        "breaches": breaches(agreement),
        "disputes": disputes(agreement),
        "files": list(agreement.files.order_by("pk")),
    }


def _side(party: Party, agreement_terms: list[Term]) -> dict[str, Any]:
    own_terms = [term for term in agreement_terms if term.party_id == party.pk]
    rights = [term for term in own_terms if term.kind == TermKind.RIGHT]
    duties = [term for term in own_terms if term.kind == TermKind.DUTY]
    return {"party": party, "rights": rights, "duties": duties}
