"""Queries about contacts: what waits for an answer, referrals, history of a person or case, and
figures.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import comb

from django.db.models import Count, Q, QuerySet

from wasl.accounts.models import Membership, User
from wasl.accounts.permissions import Permission
from wasl.accounts.roles import ROLES
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import pointing
from wasl.cases.models.case import Case
from wasl.common.clock import RIYADH, day_of
from wasl.common.dates import hijri_quarter, hijri_quarter_days
from wasl.interactions.models import (
    Interaction,
    InteractionKind,
    InteractionQuerySet,
    Referral,
    ReferralQuerySet,
)
from wasl.knowledge import queries as knowledge
from wasl.knowledge.models import Misconception, Topic

PAGE = 50
# Friday and Saturday, as date.weekday() counts.
WEEKEND = (4, 5)
OFFICE_ENDS = time(15)


def next_working_day(at: datetime) -> datetime:
    """Return the end of the next working day, Sunday to Thursday: the default due time of a
    referral.
    """
    day = day_of(at) + timedelta(days=1)
    while day.weekday() in WEEKEND:
        day += timedelta(days=1)
    return datetime.combine(day, OFFICE_ENDS, RIYADH)


def executives() -> list[User]:
    """Return the users to whom a question may be referred, by name."""
    roles = [
        code for code, role in ROLES.items() if Permission.REFERRALS_ANSWER in role.permissions
    ]
    # Roles are code, so the roles with the permission are looked up first.
    user_ids = Membership.objects.current().filter(role__in=roles).values("user")
    return list(User.objects.filter(pk__in=user_ids, is_active=True).order_by("name_ar", "pk"))


def visible_contacts(user: User) -> InteractionQuerySet:
    """Return the contacts that this user's role opens."""
    return Interaction.objects.visible_to(user)


def visible_referrals(user: User) -> ReferralQuerySet:
    """Return the referred questions that this user's role opens."""
    return Referral.objects.visible_to(user)


def waiting_enquiries(user: User, limit: int = PAGE) -> list[Interaction]:
    """Return enquiries without an answer, oldest first."""
    waiting = Interaction.objects.visible_to(user).waiting().select_related("person", "by")
    return list(waiting.prefetch_related("referrals").order_by("at", "pk")[:limit])


def recent(user: User, before: int | None = None, limit: int = PAGE) -> list[Interaction]:
    """Return the latest contacts, newest first; `before` is the key of the last contact seen."""
    contacts = Interaction.objects.visible_to(user).select_related("person", "representative", "by")
    last = (
        Interaction.objects.filter(pk=before).values_list("at", flat=True).first()
        if before
        else None
    )
    if last:
        # By time and key together: contacts of the same moment would otherwise be skipped or shown
        # twice.
        contacts = contacts.filter(Q(at__lt=last) | Q(at=last, pk__lt=before))
    return list(contacts.order_by("-at", "-pk")[: limit + 1])


def of_person(user: User, person: Person, limit: int = 10) -> list[Interaction]:
    """Return the person's latest contacts."""
    contacts = (
        Interaction.objects.visible_to(user)
        .filter(person__in=pointing.files_of(person.pk))
        .select_related("representative", "by", "case")
    )
    return list(contacts.order_by("-at", "-pk")[:limit])


def of_case(user: User, case: Case, limit: int = 10) -> list[Interaction]:
    """Return the latest contacts about a case."""
    contacts = (
        Interaction.objects.visible_to(user)
        .filter(case=case)
        .select_related("representative", "by")
    )
    return list(contacts.order_by("-at", "-pk")[:limit])


def referrals_about(
    user: User, *, person: Person | None = None, case: Case | None = None
) -> list[Referral]:
    """Return what was referred about a person or a case, newest first."""
    about = (
        {"case": case} if case or person is None else {"person__in": pointing.files_of(person.pk)}
    )
    referrals = (
        Referral.objects.visible_to(user).filter(**about).select_related("executive", "asked_by")
    )
    return list(referrals.order_by("-asked_at", "-pk")[:10])


def referrals_waiting(user: User, limit: int = PAGE) -> list[Referral]:
    """Return questions that wait for an executive, this user's own first, then by due time."""
    referrals = (
        Referral.objects.visible_to(user)
        .waiting()
        .select_related("person", "case", "asked_by", "executive")
    )
    # Twice as many rows, because the user's own move to the front afterwards.
    rows = list(referrals.order_by("due_at", "pk")[: limit * 2])
    return sorted(
        rows, key=lambda referral: (referral.executive_id != user.pk, referral.due_at, referral.pk)
    )[:limit]


def referrals_of(user: User, limit: int = 20) -> list[Referral]:
    """Return questions that wait for this executive, the soonest due first."""
    referrals = (
        Referral.objects.visible_to(user)
        .waiting()
        .filter(executive=user)
        .select_related("person", "asked_by")
    )
    return list(referrals.order_by("due_at", "pk")[:limit])


def answered_lately(user: User, limit: int = 20) -> list[Referral]:
    """Return the latest answers to referred questions."""
    referrals = Referral.objects.visible_to(user).filter(answered_at__isnull=False)
    return list(
        referrals.select_related("person", "answered_by", "asked_by").order_by(
            "-answered_at", "-pk"
        )[:limit]
    )


def to_tell(user: User, limit: int = 20) -> list[Referral]:
    """Return answers to this officer's questions that the person does not know yet."""
    referrals = Referral.objects.visible_to(user).to_tell().filter(asked_by=user)
    return list(
        referrals.select_related("person", "answered_by", "case").order_by("answered_at", "pk")[
            :limit
        ]
    )


@dataclass(frozen=True)
class Asked:
    """The enquiries about a topic (None: not sorted) in a quarter and in the one before, and the
    answers the library has.
    """

    topic: Topic | None
    count: int
    before: int
    from_library: int
    waiting: int
    answers: int

    @property
    def lacks_answer(self) -> bool:
        return self.topic is not None and self.count > 0 and not self.answers


def quarters(day: date, count: int = 4) -> list[str]:
    """Return the running Hijri quarter and those before it."""
    result = [hijri_quarter(day)]
    while len(result) < count:
        result.append(hijri_quarter(hijri_quarter_days(result[-1])[0] - timedelta(days=1)))
    return result


def enquiries_in(quarter: str) -> QuerySet[Interaction]:
    """Return the enquiries of a quarter."""
    # Half open, up to midnight after the last day, so that no moment falls between two quarters.
    first, last = hijri_quarter_days(quarter)
    begins, ends = (
        datetime.combine(day, time(), RIYADH) for day in (first, last + timedelta(days=1))
    )
    return Interaction.objects.filter(kind=InteractionKind.ENQUIRY, at__gte=begins, at__lt=ends)


@dataclass(frozen=True)
class _Tally:
    """How many enquiries there were, of which from the library, and of which closed."""

    count: int
    from_library: int
    closed: int


NO_ENQUIRIES = _Tally(0, 0, 0)


def _tallies(quarter: str) -> dict[int | None, _Tally]:
    """Count the enquiries of a quarter by the key of their topic."""
    # `Count` of a column leaves out nulls: that counts the answers from the library and the
    # closed ones.
    rows = (
        enquiries_in(quarter)
        .values("topic")
        .annotate(n=Count("*"), library=Count("answer_version"), closed=Count("closed_at"))
    )
    return {
        row["topic"]: _Tally(row["n"], row["library"], row["closed"]) for row in rows.order_by()
    }


def asked_by_topic(quarter: str) -> list[Asked]:
    """Count enquiries by topic: how many, how many answered from the library, and which topics lack
    an answer (OBJ-3).

    Small counts are shown as they are: the page is for staff and names nobody.
    """
    tallies = _tallies(quarter)
    earlier = quarters(hijri_quarter_days(quarter)[0], 2)[1]
    before = dict(enquiries_in(earlier).values_list("topic").annotate(n=Count("*")).order_by())
    answers = knowledge.answered_topics()
    # The last row, without a topic, counts the enquiries that nobody sorted.
    topics: list[Topic | None] = [*knowledge.topics(), None]
    rows = []
    for topic in topics:
        key = topic.pk if topic else None
        tally = tallies.get(key, NO_ENQUIRIES)
        rows.append(
            Asked(
                topic=topic,
                count=tally.count,
                before=before.get(key, 0),
                from_library=tally.from_library,
                waiting=tally.count - tally.closed,
                answers=answers.get(key, 0),
            )
        )
    return sorted(rows, key=lambda row: (not row.lacks_answer, -row.count))


def enquiries_about(topic: Topic | None, quarter: str, limit: int = PAGE) -> list[Interaction]:
    """Return the enquiries about a topic in a quarter, latest first."""
    rows = enquiries_in(quarter).filter(topic=topic).select_related("answer_version")
    return list(rows.prefetch_related("showings").order_by("-at", "-pk")[:limit])


@dataclass(frozen=True)
class Heard:
    """How often a misconception was heard before and since the first announcement of its
    correction, and what may be concluded.
    """

    since: date | None
    before: int
    before_days: int
    after: int
    after_days: int
    # One of: untold, early, few, less, more, alike.
    says: str


# Days, days, questions: ADR 38 wants two weeks on either side and five questions before anything is
# said.
LONGEST, SHORTEST, FEWEST = 180, 14, 5


def is_heard_less(misconception: Misconception, day: date) -> Heard:
    """Return whether a misconception is heard less since its correction was first announced. Few
    questions or days allow no conclusion (PRA-1).

    Days are counted from when it was first noted, because nobody counted before. Both sides are at
    most half a year.
    """
    since = knowledge.told_since(misconception)
    heard = [day_of(at) for at in misconception.showings.values_list("interaction__at", flat=True)]
    if since is None:
        return Heard(None, len(heard), 0, 0, 0, "untold")
    # A question recorded later may be older than the note.
    began = min([day_of(misconception.noted_at), *heard])
    before_days, after_days = min((since - began).days, LONGEST), min((day - since).days, LONGEST)
    before = sum(
        # The day of the correction itself counts as after it.
        timedelta() < since - heard_day <= timedelta(days=before_days)
        for heard_day in heard
    )
    after = sum(
        timedelta() <= heard_day - since <= timedelta(days=after_days) for heard_day in heard
    )
    return Heard(
        since, before, before_days, after, after_days, _says(before, before_days, after, after_days)
    )


def _says(before: int, before_days: int, after: int, after_days: int) -> str:
    """Apply an exact one-sided test: how likely so few (or so many) of the questions fell after the
    correction by chance.
    """
    if min(before_days, after_days) < SHORTEST:
        return "early"
    if (total := before + after) < FEWEST:
        return "few"
    # If nothing changed, each question falls after the correction with the share of the days after
    # it; the count after is then binomial.
    share = after_days / (before_days + after_days)
    chances = [comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(total + 1)]
    # The usual 5 %: this few or fewer would happen by chance in one case of twenty.
    if sum(chances[: after + 1]) < 0.05:
        return "less"
    return "more" if sum(chances[after:]) < 0.05 else "alike"


@dataclass(frozen=True)
class Answered:
    """A question of the person and its answer, for the person's own page."""

    question: str
    answer: str
    at: datetime


def answers_of(person: Person, limit: int = 20) -> list[Answered]:
    """Return what this person asked and was answered by an officer or an executive, newest first
    (PRO-5).
    """
    enquiries = Interaction.objects.filter(
        person__in=pointing.files_of(person.pk),
        kind=InteractionKind.ENQUIRY,
        closed_at__isnull=False,
    )
    referred = Referral.objects.filter(
        person__in=pointing.files_of(person.pk), answered_at__isnull=False
    )
    rows = [
        Answered(enquiry.details or enquiry.subject, enquiry.answer, enquiry.closed_at)
        for enquiry in enquiries.order_by("-closed_at")[:limit]
        if enquiry.closed_at
    ]
    rows += [
        Answered(referral.question, referral.answer, referral.answered_at)
        for referral in referred.order_by("-answered_at")[:limit]
        if referral.answered_at
    ]
    return sorted(rows, key=lambda row: row.at, reverse=True)[:limit]
