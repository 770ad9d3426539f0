"""The content of the desk: this user's work of today, the figures above it, and search results.

Every role has the same shape of row, so that the page is the same for an officer, a researcher, a
committee member and a driver.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext, pgettext

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P
from wasl.beneficiaries.models.documents import Document
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import claims, file, finding, household
from wasl.cases.models.case import Case
from wasl.cases.queries.counting import capped, counts
from wasl.cases.queries.lists import ME, Wanted
from wasl.cases.queries.rows import case_rows
from wasl.cases.states import OPEN, Status
from wasl.catalogue.models.guide import ScoringGuide
from wasl.catalogue.models.offered import ServiceVersion
from wasl.catalogue.queries import guide as guide_queries
from wasl.catalogue.queries import versions
from wasl.committees import queries as committees
from wasl.committees.models import AgendaItem
from wasl.common.clock import day_of
from wasl.common.templatetags import wasl as show
from wasl.delivery import queries as deliveries
from wasl.delivery.models import Delivery
from wasl.governance import queries as governance
from wasl.governance.models.documents import PolicyVersion
from wasl.interactions import queries as contacts
from wasl.interactions.models import Interaction, Referral

ROWS = 20
# An alert shows 99+ beyond 99, so nothing is counted further.
FEW = 100
ANSWERING = (Status.APPROVED, Status.REJECTED)

# A thing to do: the person, the subject, the stage, the due day, and the next step as a link.
Row = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """A list of work under a heading, and the address of all of it."""

    title: str | Promise
    rows: list[Row]
    more: str
    empty: str | Promise


@dataclass(frozen=True)
class Found:
    """A person found by the search: open cases, expiring documents, aid owed, and open
    enquiries.
    """

    person: Person
    open: list[Case] = field(default_factory=list)
    expiring: list[Document] = field(default_factory=list)
    owed: list[Case] = field(default_factory=list)
    enquiries: list[Interaction] = field(default_factory=list)


def sections(user: User, day: date) -> list[Section]:
    """Return this user's lists of work by their roles; at most two."""
    user_sections = [make(user, day) for permission, make in WORK if user.holds(permission)]
    return user_sections[:2]


def _case_row(case: Row) -> Row:
    return {
        "person": case["person"],
        "about": case["service"],
        "reference": case["reference"],
        "stage": show.pill(case["stage"], case["stage_tone"]),
        "due": case["due"],
        "late": case["tone"] == "late",
        "step": case["step"] or _("Open it"),
        "url": case["step_url"] or case["url"],
        "urgent": bool(case["urgent"]),
    }


def _row(
    *,
    person: str,
    about: str,
    stage: str | Promise,
    tone: str,
    due: str,
    step: str | Promise,
    url: str,
    reference: str = "",
    late: bool = False,
) -> Row:
    """Return a row of anything but a case, its cells formatted."""
    return {
        "person": show.name(person),
        "about": about,
        "reference": show.ref(reference),
        "stage": show.pill(stage, tone),
        "due": due,
        "late": late,
        "step": step,
        "url": url,
        "urgent": False,
    }


def _open_cases(user: User) -> Any:
    return Case.objects.visible_to(user).open().order_by("place", "pk")


def _cases(cases: Any, day: date) -> list[Row]:
    return [_case_row(row) for row in case_rows(cases[:ROWS], day)]


def _my_cases(user: User, day: date) -> Section:
    # A returned case waits for the applicant, not for the officer.
    own_cases = _open_cases(user).filter(owner=user).exclude(status=Status.RETURNED)
    return Section(
        _l("My work today"),
        _cases(own_cases, day),
        reverse("cases:queue"),
        _l("Nothing waits for you. Receive a visitor."),
    )


def _studies(user: User, day: date) -> Section:
    # A verified case waits for any researcher, whoever owns it now.
    cases_to_study = _open_cases(user).filter(Q(owner=user) | Q(status=Status.VERIFIED))
    return Section(
        _l("Requests to study"),
        _cases(cases_to_study, day),
        reverse("cases:queue"),
        _l("No request waits for a study."),
    )


def _agenda(user: User, day: date) -> Section:
    rows = [_agenda_row(item, day) for item in committees.agenda_of(user, day)[:ROWS]]
    return Section(
        _l("On the agenda"),
        rows,
        reverse("committees:meetings"),
        _l("No case is on the agenda of a coming meeting."),
    )


def _agenda_row(item: AgendaItem, day: date) -> Row:
    case = item.case
    voting = item.voting_opened_at and not item.voting_closed_at
    return _row(
        person=case.person.full_name,
        about=case.service_version.name,
        reference=case.reference,
        stage=_("Voting is open") if voting else _("On the agenda"),
        tone="wait" if voting else "note",
        due=_when(item.meeting.held_date, day),
        step=_("Vote") if voting else _("Read it"),
        url=reverse("committees:item", args=[item.pk]),
    )


def _ready(user: User, day: date) -> Section:
    rows = _cases(committees.waiting(), day)
    return Section(
        _l("Ready for a meeting"),
        rows,
        reverse("committees:meetings"),
        _l("No case waits for a place on an agenda."),
    )


def _referrals(user: User, day: date) -> Section:
    rows = [_referral_row(referral, day) for referral in contacts.referrals_of(user, ROWS)]
    return Section(
        _l("Questions for me"),
        rows,
        reverse("interactions:referrals"),
        _l("No question waits for you."),
    )


def _referral_row(referral: Referral, day: date) -> Row:
    due = day_of(referral.due_at)
    return _row(
        person=referral.person.full_name if referral.person else _("A general question"),
        about=referral.question[:80],
        stage=_("Question from %(name)s") % {"name": referral.asked_by.name},
        tone="note",
        due=_when(due, day),
        late=due < day,
        step=_("Answer"),
        url=reverse("interactions:answer_referral", args=[referral.pk]),
    )


def _to_release(user: User, day: date) -> Section:
    decided = _open_cases(user).filter(status__in=ANSWERING)
    rows = _cases(decided, day)
    return Section(
        _l("Answers to release"),
        rows,
        reverse("committees:answers"),
        _l("No decision waits for its release."),
    )


def _board(user: User, day: date) -> Section:
    """Return what waits for a board member: texts to read (APP-1), and services and guides that
    others drafted (TOO-2).
    """
    texts = [_text_row(version) for version in governance.unread_by(user, day)[:ROWS]]
    drafts = versions.drafts_for(user)[:ROWS] if user.holds(P.CATALOGUE_APPROVE) else []
    guides = guide_queries.guides_for(user) if user.holds(P.CATALOGUE_APPROVE) else []
    rows = (
        texts
        + [_guide_row(guide) for guide in guides]
        + [_draft_row(version) for version in drafts]
    )
    return Section(
        _l("For the board"), rows, reverse("governance:work"), _l("No text waits for your reading.")
    )


def _text_row(version: PolicyVersion) -> Row:
    return _row(
        person=version.document.title,
        about=version.document.get_kind_display(),
        stage=version.get_state_display(),
        tone="wait",
        due="",
        step=_("Read it"),
        url=reverse("governance:draft", args=[version.pk]),
    )


def _guide_row(guide: ScoringGuide) -> Row:
    return _row(
        person=_("The guide by which need is scored"),
        about=f"{_('Version')} {guide.number}",
        stage=guide.get_status_display(),
        tone="wait",
        due="",
        step=_("Read and approve it"),
        url=reverse("catalogue:guide", args=[guide.pk]),
    )


def _draft_row(version: ServiceVersion) -> Row:
    return _row(
        person=version.name,
        about=_("Service"),
        stage=version.get_status_display(),
        tone="wait",
        due="",
        step=_("Read and approve it"),
        url=reverse("catalogue:service_draft", args=[version.pk]),
    )


def _handovers(user: User, day: date) -> Section:
    waiting = Delivery.objects.filter(deliveries.OPEN).select_related(
        "case__person", "case__service_version"
    )
    rows = [
        _delivery_row(delivery, day, _("Deliver"))
        for delivery in waiting.order_by("planned_date", "pk")[:ROWS]
    ]
    return Section(
        _l("To hand over"), rows, reverse("delivery:queue"), _l("Nothing waits to be handed over.")
    )


def _payments(user: User, day: date) -> Section:
    waiting = Delivery.objects.filter(deliveries.OPEN, paid_at=None, measure="amount")
    waiting = waiting.select_related("case__person", "case__service_version")
    rows = [
        _delivery_row(delivery, day, _("Release the money"))
        for delivery in waiting.order_by("planned_date", "pk")[:ROWS]
    ]
    return Section(
        _l("To pay"), rows, reverse("delivery:queue"), _l("No payment waits for its release.")
    )


def _delivery_row(delivery: Delivery, day: date, step: str) -> Row:
    case, planned = delivery.case, delivery.planned_date
    return _row(
        person=case.person.full_name,
        about=case.service_version.name,
        reference=case.reference,
        stage=_("Handed over in part") if delivery.handed else pgettext("delivery", "Planned"),
        tone="wait" if delivery.handed else "note",
        due=_when(planned, day) if planned else "",
        late=bool(planned and planned < day),
        step=step,
        url=reverse("delivery:detail", args=[delivery.pk]),
    )


# Which permission gives which list. A user sees the first two that apply, so the order ranks.
WORK: tuple[tuple[P, Callable[[User, date], Section]], ...] = (
    (P.CASES_INTAKE, _my_cases),
    (P.CASES_STUDY, _studies),
    (P.REFERRALS_ANSWER, _referrals),
    (P.ANSWERS_RELEASE_EARLY, _to_release),
    (P.COMMITTEES_DECIDE, _agenda),
    (P.COMMITTEES_PREPARE, _ready),
    (P.DELIVERY_HAND_OVER, _handovers),
    (P.DELIVERY_PAY, _payments),
    (P.POLICIES_DECIDE, _board),
)


def _when(then: date, day: date) -> str:
    """Return a day in words, seen from today."""
    left = (then - day).days
    if left in (0, 1):
        return _("tomorrow") if left else _("today")
    if left < 0:
        return ngettext("late by %(count)s day", "late by %(count)s days", -left) % {"count": -left}
    return ngettext("in %(count)s day", "in %(count)s days", left) % {"count": left}


def tally(user: User, day: date) -> list[dict[str, Any]]:
    """Return four figures about this user's own work, each up to 99+ and with the address of its
    list, in a single query.
    """
    if not user.holds(P.CASES_INTAKE):
        return []
    totals = counts(user, day, "my_turn", "my_overdue", "my_waiting", "my_expiring")
    # Each figure links to the list with the same conditions, so that both show as many.
    figures = [
        (totals["my_turn"], _("Waiting for me"), Wanted(show="mine"), False),
        (totals["my_overdue"], _("Past their day"), Wanted(show="overdue", owner=ME), True),
        (
            totals["my_waiting"],
            _("Waiting for the applicant"),
            Wanted(show="waiting", owner=ME),
            False,
        ),
        (
            totals["my_expiring"],
            _("Documents ending within a month"),
            Wanted(show="expiring", owner=ME),
            False,
        ),
    ]
    queue = reverse("cases:queue")
    return [
        {
            "count": capped(count),
            "label": label,
            "url": queue + filters.address(),
            "late": late and count > 0,
        }
        for count, label, filters, late in figures
    ]


def alerts(user: User, day: date) -> list[dict[str, Any]]:
    """Return what waits after a death, a departure or a claim and would appear in no list of the
    user's own; only where there is any.
    """
    totals = counts(user, day, "my_died", "ownerless") if user.holds(P.CASES_VIEW) else {}
    rows = [
        (totals.get("my_died", 0), _("Your requests whose applicant has died"), _queue("died", ME)),
        (
            totals.get("ownerless", 0) if user.holds(P.CASES_ASSIGN) else 0,
            _("Requests without an owner on duty"),
            _queue("ownerless", ""),
        ),
        (
            claims.count_open_claims(FEW) if user.holds(P.PEOPLE_EDIT) else 0,
            _("People whose ID nobody has seen yet"),
            reverse("beneficiaries:claims"),
        ),
        (
            len(household.without_head(FEW)) if user.holds(P.PEOPLE_EDIT) else 0,
            _("Families without a head"),
            reverse("beneficiaries:without_head"),
        ),
        (
            len(deliveries.held(FEW)) if user.holds(P.DELIVERY_BUDGET) else 0,
            _("Deliveries held for the heirs"),
            reverse("delivery:queue") + "?show=held",
        ),
    ]
    return [
        {"count": capped(count), "label": label, "url": url, "late": True}
        for count, label, url in rows
        if count
    ]


def _queue(show: str, owner: str) -> str:
    return reverse("cases:queue") + Wanted(show=show, owner=owner).address()


def found(user: User, typed: str, day: date) -> list[Found]:
    """Return the people the search text means, with what is open, expiring, owed and asked: a query
    each, however many people are found.
    """
    # The register first: a file and a case may carry the same number.
    hits = finding.find(user, typed) or _by_case(user, typed)
    # Without people the queries below would ask for nobody.
    if not hits:
        return []
    # Ordered as found: the likeliest person stays first.
    rows = {person.pk: Found(person) for person in hits}
    cases = Case.objects.visible_to(user).filter(person__in=hits, status__in=OPEN)
    # Limits bound the work for a search that finds many people.
    for case in cases.select_related("service_version").order_by("answer_due_date", "pk")[:200]:
        owed = (
            # Accepted and not delivered yet: the person is owed what was decided.
            case.status in (Status.ANSWERED, Status.REGISTERED, Status.IN_DELIVERY)
            and case.outcome == "approved"
        )
        (rows[case.person_id].owed if owed else rows[case.person_id].open).append(case)
    until = day + timedelta(days=file.RENEWAL_DAYS)
    ending = Document.objects.filter(
        ~Exists(_newer_document()), person__in=hits, expires_date__lte=until
    )
    for document in ending.select_related("document_type").order_by("expires_date", "pk")[:200]:
        rows[document.person_id].expiring.append(document)
    for enquiry in (
        Interaction.objects.visible_to(user)
        .waiting()
        .filter(person__in=hits)
        .order_by("at", "pk")[:100]
    ):
        rows[enquiry.person_id].enquiries.append(enquiry)  # type: ignore[index]
    return list(rows.values())


def _newer_document() -> Any:
    """Select a later document of the same type and person: what it replaced need not be renewed."""
    same = Document.objects.filter(
        person=OuterRef("person"), document_type=OuterRef("document_type")
    )
    return same.filter(added_at__gt=OuterRef("added_at"))


def _by_case(user: User, typed: str) -> list[Person]:
    """Return the person of a case number. Files are numbered alike, so the register is
    asked first.
    """
    # Only a number can be the reference of a case; a name is not searched among them.
    search = finding.read_search(typed)
    if search.kind != "number":
        return []
    cases = Case.objects.visible_to(user).filter(
        reference=search.value, person__in=Person.objects.visible_to(user)
    )
    return [case.person for case in cases.select_related("person__file")]


def case_by_reference(user: User, typed: str) -> Case | None:
    """Return the case whose number was typed in full, if the user may open it."""
    search = finding.read_search(typed)
    if search.kind != "number":
        return None
    return Case.objects.visible_to(user).filter(reference=search.value).first()
