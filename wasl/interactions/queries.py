"""Reads of contacts: what waits for an answer, what was referred, and one person's or one case's history."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q

from wasl.accounts.models import Membership, User
from wasl.accounts.permissions import Permission
from wasl.accounts.roles import ROLES
from wasl.beneficiaries import queries as people
from wasl.beneficiaries.models import Person
from wasl.cases.models import Case
from wasl.common.clock import RIYADH, day_of
from wasl.common.text import loose
from wasl.interactions.models import Interaction, InteractionKind, Referral
from wasl.knowledge import queries as knowledge
from wasl.knowledge.models import Article

PAGE = 50
WEEKEND = (4, 5)  # Friday and Saturday, as date.weekday() counts
OFFICE_ENDS = time(15)


def next_working_day(at: datetime) -> datetime:
    """The end of the next working day, Sunday to Thursday: the due time of a referral where none is chosen."""
    day = day_of(at) + timedelta(days=1)
    while day.weekday() in WEEKEND:
        day += timedelta(days=1)
    return datetime.combine(day, OFFICE_ENDS, RIYADH)


def executives() -> list[User]:
    """Those to whom a question may be referred, by name."""
    roles = [code for code, role in ROLES.items() if Permission.REFERRALS_ANSWER in role.permissions]
    asked = Membership.objects.current().filter(role__in=roles).values("user")
    return list(User.objects.filter(pk__in=asked, is_active=True).order_by("name_ar", "pk"))


def waiting_enquiries(user: User, limit: int = PAGE) -> list[Interaction]:
    """Enquiries without an answer, the oldest first."""
    waiting = Interaction.objects.visible_to(user).waiting().select_related("person", "by")
    return list(waiting.prefetch_related("referrals").order_by("at", "pk")[:limit])


def recent(user: User, before: int | None = None, limit: int = PAGE) -> list[Interaction]:
    """The latest contacts, newest first; `before` is the key of the last one seen."""
    contacts = Interaction.objects.visible_to(user).select_related("person", "representative", "by")
    last = Interaction.objects.filter(pk=before).values_list("at", flat=True).first() if before else None
    if last:
        contacts = contacts.filter(Q(at__lt=last) | Q(at=last, pk__lt=before))
    return list(contacts.order_by("-at", "-pk")[: limit + 1])


def of_person(user: User, person: Person, limit: int = 10) -> list[Interaction]:
    """One person's latest contacts."""
    contacts = (
        Interaction.objects.visible_to(user)
        .filter(person__in=people.files_of(person.pk))
        .select_related("representative", "by", "case")
    )
    return list(contacts.order_by("-at", "-pk")[:limit])


def of_case(user: User, case: Case, limit: int = 10) -> list[Interaction]:
    """The latest contacts about one case."""
    contacts = Interaction.objects.visible_to(user).filter(case=case).select_related("representative", "by")
    return list(contacts.order_by("-at", "-pk")[:limit])


def referrals_about(user: User, *, person: Person | None = None, case: Case | None = None) -> list[Referral]:
    """What was referred about a person or a case, newest first."""
    about = {"case": case} if case or person is None else {"person__in": people.files_of(person.pk)}
    asked = Referral.objects.visible_to(user).filter(**about).select_related("executive", "asked_by")
    return list(asked.order_by("-asked_at", "-pk")[:10])


def referrals_waiting(user: User, limit: int = PAGE) -> list[Referral]:
    """Questions that wait for an executive, this user's own first, then by when they are due."""
    asked = Referral.objects.visible_to(user).waiting().select_related("person", "case", "asked_by", "executive")
    rows = list(asked.order_by("due_at", "pk")[: limit * 2])
    return sorted(rows, key=lambda one: (one.executive_id != user.pk, one.due_at, one.pk))[:limit]


def referrals_of(user: User, limit: int = 20) -> list[Referral]:
    """Questions that wait for this executive alone, the soonest due first."""
    asked = Referral.objects.visible_to(user).waiting().filter(executive=user).select_related("person", "asked_by")
    return list(asked.order_by("due_at", "pk")[:limit])


def answered_lately(user: User, limit: int = 20) -> list[Referral]:
    """The latest answers given."""
    asked = Referral.objects.visible_to(user).filter(answered_at__isnull=False)
    return list(asked.select_related("person", "answered_by", "asked_by").order_by("-answered_at", "-pk")[:limit])


def to_tell(user: User, limit: int = 20) -> list[Referral]:
    """Answers that came for what this officer asked, and that the person does not know yet."""
    asked = Referral.objects.visible_to(user).to_tell().filter(asked_by=user)
    return list(asked.select_related("person", "answered_by", "case").order_by("answered_at", "pk")[:limit])


def suggestions(question: str, limit: int = 5) -> list[Article]:
    """Published answers that hold words of the question, those with most of them first."""
    wanted = {word for word in loose(question).split() if len(word) > 2}
    if not wanted:
        return []
    scored = []
    for article in knowledge.published():
        held = set(loose(f"{article.question_ar} {article.question_en}").split())
        if common := len(wanted & held):
            scored.append((-common, article.pk, article))
    return [article for _score, _pk, article in sorted(scored, key=lambda one: one[:2])[:limit]]


@dataclass(frozen=True)
class Answered:
    """A question of the person and what they were answered, as their own page shows it."""

    question: str
    answer: str
    at: datetime


def answers_of(person: Person, limit: int = 20) -> list[Answered]:
    """What this person asked and was answered, newest first, by an officer or an executive (PRO-5)."""
    enquiries = Interaction.objects.filter(
        person__in=people.files_of(person.pk), kind=InteractionKind.ENQUIRY, closed_at__isnull=False
    )
    referred = Referral.objects.filter(person__in=people.files_of(person.pk), answered_at__isnull=False)
    rows = [
        Answered(one.details or one.subject, one.answer, one.closed_at)
        for one in enquiries.order_by("-closed_at")[:limit]
        if one.closed_at
    ]
    rows += [
        Answered(one.question, one.answer, one.answered_at)
        for one in referred.order_by("-answered_at")[:limit]
        if one.answered_at
    ]
    return sorted(rows, key=lambda one: one.at, reverse=True)[:limit]
