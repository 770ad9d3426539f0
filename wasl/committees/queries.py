"""Queries about committees: seats, votes, tallies, and cases that wait for the committee or for
release.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from wasl.accounts.models import User
from wasl.beneficiaries.queries import pointing
from wasl.cases.models.case import Case, CaseQuerySet
from wasl.cases.models.study import Study
from wasl.cases.states import Status
from wasl.committees.models import (
    AgendaItem,
    Attendance,
    Committee,
    CommitteeMember,
    Decision,
    DecisionOutcome,
    Kinship,
    Meeting,
    Presiding,
    Recusal,
    Seat,
    Vote,
)
from wasl.governance.models.documents import Clause

PAGE = 30
# Days, where the policy version sets no term; the policy names none (PRE-5).
OBJECTION_DAYS = 15


def seats(committee: Committee, day: date) -> QuerySet[CommitteeMember]:
    """Return the seats held on a day."""
    return (
        committee.members.filter(Q(to_date=None) | Q(to_date__gte=day), from_date__lte=day)
        .select_related("user")
        .order_by("id")
    )


# Cases that ended before the committee decided; nothing is left to vote on.
ENDED = (Status.WITHDRAWN, Status.LAPSED)


def undecided(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Return the items that the committee still has to decide."""
    return meeting.items.filter(settled_at=None).exclude(case__status__in=ENDED)


def agenda_of(user: User, day: date) -> QuerySet[AgendaItem]:
    """Return undecided agenda items of the committees in which this user sits on a day, the next
    meeting first.
    """
    memberships = CommitteeMember.objects.filter(
        Q(to_date=None) | Q(to_date__gte=day), from_date__lte=day, user=user
    )
    # A subquery instead of a join: two seats of the user would show the case twice.
    items = AgendaItem.objects.filter(
        settled_at=None, meeting__committee__in=memberships.values("committee")
    ).exclude(case__status__in=ENDED)
    return items.select_related("case__person", "case__service_version", "meeting").order_by(
        "meeting__held_date", "order", "pk"
    )


def committees(day: date) -> list[tuple[Committee, list[CommitteeMember]]]:
    """Return every committee with the seats held on a day."""
    return [
        (committee, list(seats(committee, day))) for committee in Committee.objects.order_by("id")
    ]


def seat(committee: Committee, user: User, day: date) -> CommitteeMember | None:
    return seats(committee, day).filter(user=user).first()


@dataclass(frozen=True)
class Turnout:
    """The attendance of a meeting. The secretary does not vote, so does not count for the
    quorum.
    """

    voting_seats: int
    voters_present: int
    others_present: int
    quorum: int

    @property
    def is_quorate(self) -> bool:
        return self.voters_present >= self.quorum


def attendance(meeting: Meeting) -> Turnout:
    """Count the members present, among those who hold a seat on the meeting's day."""
    all_seats = list(seats(meeting.committee, meeting.held_date))
    present = set(meeting.attendance.values_list("member_id", flat=True))
    voting = [seat for seat in all_seats if seat.seat != Seat.SECRETARY]
    came = sum(seat.pk in present for seat in voting)
    other_count = sum(seat.pk in present for seat in all_seats) - came
    return Turnout(len(voting), came, other_count, meeting.committee.quorum)


def voter(meeting: Meeting, user: User) -> CommitteeMember | None:
    """Return the voting seat of a user who is recorded as present."""
    attended = Attendance.objects.filter(meeting=meeting, member__user=user).exclude(
        member__seat=Seat.SECRETARY
    )
    record = attended.select_related("member").first()
    return record.member if record else None


def studied_by(case: Case) -> int | None:
    """Return the id of the researcher who studied the case."""
    return Study.objects.filter(case=case).values_list("researcher_id", flat=True).first()


def is_kin(user: User, person_id: int) -> bool:
    # A tie holds for every file of the same person, those merged into it too.
    return Kinship.objects.filter(user=user, person__in=pointing.files_of(person_id)).exists()


def kin_of(person_id: int) -> set[int]:
    """Return ids of the staff who declared a tie to a person."""
    return set(
        Kinship.objects.filter(person__in=pointing.files_of(person_id)).values_list(
            "user_id", flat=True
        )
    )


def has_recused(user: User, item: AgendaItem) -> bool:
    return Recusal.objects.filter(item=item, member__user=user).exists()


def own_vote(item: AgendaItem, user: User) -> Vote | None:
    return Vote.objects.filter(item=item, member__user=user).first()


def eligible(item: AgendaItem) -> list[int]:
    """Return ids of the users present with a voting seat who may sit on this case."""
    present = Attendance.objects.filter(meeting=item.meeting).exclude(member__seat=Seat.SECRETARY)
    users = set(present.values_list("member__user_id", flat=True))
    # The same reasons as `policies.bar`, for all members in a few queries.
    barred = {item.case.opened_by_id, studied_by(item.case)}
    barred |= kin_of(item.case.person_id)
    barred |= set(Recusal.objects.filter(item=item).values_list("member__user_id", flat=True))
    return sorted(users - barred)


def handed_to(item: AgendaItem) -> Presiding | None:
    """Return the latest handing over of the chair of this case, if there was any."""
    return (
        Presiding.objects.filter(item=item)
        .select_related("member__user", "handed_by")
        .order_by("-id")
        .first()
    )


def presider(item: AgendaItem) -> CommitteeMember | None:
    """Return who holds the chair for this case: the member it was handed to, or the committee's
    chair of the day.
    """
    handed = handed_to(item)
    if handed:
        return handed.member
    # The chair of the meeting's day, even when the seat passed to somebody else since.
    return seats(item.meeting.committee, item.meeting.held_date).filter(seat=Seat.CHAIR).first()


def may_take_chair(item: AgendaItem) -> QuerySet[CommitteeMember]:
    """Return the members present who may sit on this case."""
    present = Attendance.objects.filter(meeting=item.meeting).values("member")
    return seats(item.meeting.committee, item.meeting.held_date).filter(
        pk__in=present, user__in=eligible(item)
    )


def votes_cast(item: AgendaItem) -> int:
    return Vote.objects.filter(item=item).count()


def tally(item: AgendaItem) -> dict[str, int]:
    """Count the votes of each choice; for use after voting is closed."""
    return dict(Counter(Vote.objects.filter(item=item).values_list("choice", flat=True)))


def quorum(item: AgendaItem) -> int:
    """Return the quorum of the policy version the case is pinned to, or the committee's own if that
    version sets none.
    """
    return item.case.policy_version.quorum or item.meeting.committee.quorum


def meetings(before: int | None = None) -> list[Meeting]:
    """Return a page of meetings, newest first, with their number of cases."""
    rows = meetings_with_minutes().annotate(cases=Count("items"))
    if before:
        rows = rows.filter(id__lt=before)
    # One row more than a page tells whether there is a next one.
    return list(rows.order_by("-id")[: PAGE + 1])


def meetings_with_committee() -> QuerySet[Meeting]:
    """Return all meetings, each with its committee."""
    return Meeting.objects.select_related("committee")


def meetings_with_minutes() -> QuerySet[Meeting]:
    """Return all meetings, each with its committee and its minutes."""
    return Meeting.objects.select_related("committee", "minutes")


def items_with_case() -> QuerySet[AgendaItem]:
    """Return all agenda items, each with its meeting and its case."""
    return AgendaItem.objects.select_related("meeting", "case")


def visible_items(user: User) -> QuerySet[AgendaItem]:
    """Return the agenda items of cases that the user's role opens, with what their page shows."""
    # An item is reached through its case, so nobody opens by its number what they may not see.
    visible = Case.objects.visible_to(user)
    return AgendaItem.objects.filter(case__in=visible).select_related(
        "meeting__committee",
        "case__person",
        "case__service_version",
        "case__policy_version",
        "case__study__researcher",
    )


def citable_clauses(item: AgendaItem) -> QuerySet[Clause]:
    """Return the clauses that a decision on the item may rest on.

    They are those of the policy the case is pinned to, and the service's own clause of the guide.
    """
    clauses = Clause.objects.filter(version=item.case.policy_version)
    guide = item.case.service_version.guide_clause_id
    if guide is not None:
        clauses |= Clause.objects.filter(pk=guide)
    return clauses.select_related("version__document").order_by("version_id", "order")


def other_cases(case: Case, limit: int = 5) -> QuerySet[Case]:
    """Return the newest other cases of the applicant, with their service."""
    cases = Case.objects.filter(person__in=pointing.files_of(case.person_id)).exclude(pk=case.pk)
    return cases.select_related("service_version").order_by("-id")[:limit]


def agenda(meeting: Meeting) -> list[AgendaItem]:
    items = meeting.items.select_related("case__person", "case__service_version", "decision")
    return list(items.order_by("order"))


def waiting() -> CaseQuerySet:
    """Return cases with the committee that are on no open agenda: urgent cases first, then by the
    day the answer is due.
    """
    cases = Case.objects.filter(status=Status.IN_COMMITTEE).exclude(
        agenda_items__settled_at=None, agenda_items__isnull=False
    )
    return cases.order_by("place", "id")


def ready(limit: int = 50) -> list[Case]:
    """Return the cases that may be put on an agenda."""
    return list(waiting().select_related("person", "service_version")[:limit])


def unreleased(limit: int = 100) -> list[Decision]:
    """Return final decisions whose answer is not released yet, the earliest window first."""
    waiting = Decision.objects.filter(
        released_at=None, outcome__in=[DecisionOutcome.APPROVED, DecisionOutcome.REJECTED]
    )
    waiting = waiting.filter(case__status__in=[Status.APPROVED, Status.REJECTED])
    return list(
        waiting.select_related("case__person", "case__service_version").order_by(
            "case__answer_from_date", "id"
        )[:limit]
    )


def decisions_with_case() -> QuerySet[Decision]:
    """Return all decisions, each with what its letter is made from."""
    return Decision.objects.select_related(
        "case__person", "case__service_version", "item__meeting", "reason_code"
    )


def decisions_of(case: Case) -> list[Decision]:
    return list(
        Decision.objects.filter(case=case)
        .select_related("item__meeting__committee", "reason_code", "letter__paper")
        .prefetch_related("clauses__version__document")
        .order_by("-id")
    )


def took_part(case: Case) -> set[int]:
    """Return ids of all who opened, studied, voted on, decided or released a case; none of them
    decides an objection to it (PRE-5).
    """
    people = {case.opened_by_id, studied_by(case)}
    people |= set(Vote.objects.filter(item__case=case).values_list("member__user_id", flat=True))
    people |= set(Decision.objects.filter(case=case).values_list("decided_by_id", flat=True))
    people |= set(Decision.objects.filter(case=case).values_list("released_by_id", flat=True))
    # A case without a study or an unreleased decision adds None.
    return {person for person in people if person}


def objection_days(decision: Decision) -> int:
    """Return how many days the applicant has to object, by the policy version the case is pinned to
    (PRE-5).
    """
    return decision.case.policy_version.objection_days or OBJECTION_DAYS
