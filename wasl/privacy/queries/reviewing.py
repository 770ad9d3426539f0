"""Who opened people's files in a quarter, and which of these reads nothing in the register explains
(PRE-6).
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from wasl.accounts.models import User
from wasl.audit.models import Event
from wasl.beneficiaries.models import HouseholdMember, Person
from wasl.cases.models import Case
from wasl.common.clock import RIYADH
from wasl.interactions.models import Interaction
from wasl.privacy.models import AccessReview, DataSubjectRequest, UnexplainedRead

BEFORE, AFTER = timedelta(days=30), timedelta(days=7)
AT_WORK = timedelta(days=1)
MOST_LISTED = 500
FILE = Person._meta.label_lower
READ, UNMASKED = "beneficiaries.view", ("beneficiaries.unmask", "cases.unmask")


def quarter_of(day: date) -> tuple[date, date]:
    """The Gregorian quarter of a day: its first day, and the first of the next."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, (first.replace(day=28) + timedelta(days=92)).replace(day=1)


def quarter_before(day: date) -> tuple[date, date]:
    """The last whole quarter before a day."""
    return quarter_of(quarter_of(day)[0] - timedelta(days=1))


def ended_at(day: date) -> datetime:
    """The moment at which the quarter of a day was over."""
    return datetime.combine(quarter_of(day)[1], time(0), tzinfo=RIYADH)


def _between(from_date: date, until_date: date) -> Q:
    begin, end = (datetime.combine(day, time(0), tzinfo=RIYADH) for day in (from_date, until_date))
    return Q(at__gte=begin, at__lt=end)


def reads(from_date: date, until_date: date) -> QuerySet[Event]:
    """The reads of people's files, each with the number of the person."""
    events = Event.objects.filter(
        _between(from_date, until_date), verb=READ, root_type=FILE, actor__isnull=False
    )
    return events.annotate(person=Cast("root_id", BigIntegerField()))


def unexplained(from_date: date, until_date: date) -> QuerySet[Event]:
    """Reads of people of whom, thirty days before to seven days after, there was no request,
    contact or request about their data, of themselves or their household, and with whose file the
    reader did nothing on that day.
    """
    since, until = OuterRef("at") - BEFORE, OuterRef("at") + AFTER
    home = HouseholdMember.objects.filter(person=OuterRef(OuterRef(OuterRef("person"))))
    kin = HouseholdMember.objects.filter(household__in=home.values("household")).values("person")
    whose = Q(person=OuterRef("person")) | Q(person__in=kin)
    cases = Case.objects.filter(
        whose, Q(closed_at=None) | Q(closed_at__gte=since), opened_at__lte=until
    )
    contacts = Interaction.objects.filter(whose, at__gte=since, at__lte=until)
    data_requests = DataSubjectRequest.objects.filter(
        Q(settled_at=None) | Q(settled_at__gte=since),
        person=OuterRef("person"),
        received_at__lte=until,
    )
    own_work = Event.objects.filter(
        root_type=FILE, root_id=OuterRef("root_id"), actor=OuterRef("actor"),
        at__gte=OuterRef("at") - AT_WORK, at__lte=OuterRef("at") + AT_WORK,
    ).exclude(verb__endswith=".view")  # fmt: skip
    return reads(from_date, until_date).filter(
        ~Exists(cases), ~Exists(contacts), ~Exists(data_requests), ~Exists(own_work)
    )


def outliers(from_date: date, until_date: date) -> list[dict[str, Any]]:
    """Reader, person, how often and since when, of the reads that nothing explains; those read most
    first.
    """
    rows = unexplained(from_date, until_date).values("actor_id", "person")
    rows = rows.annotate(reads=Count("id"), first_at=Min("at")).order_by("-reads", "first_at")
    existing_ids = set(
        Person.objects.filter(pk__in=[row["person"] for row in rows]).values_list("pk", flat=True)
    )
    return [row for row in rows if row["person"] in existing_ids]


def figures(
    from_date: date, until_date: date, strange: list[dict[str, Any]]
) -> list[dict[str, int]]:
    """By reader: files opened and how often, values seen in full, reads that nothing explains; the
    most reads first.
    """
    per_reader: dict[int, dict[str, int]] = defaultdict(
        lambda: dict.fromkeys(("reads", "people", "unmasked", "strange"), 0)
    )
    counted = reads(from_date, until_date).values("actor_id")
    for row in counted.annotate(reads=Count("id"), people=Count("root_id", distinct=True)):
        per_reader[row["actor_id"]] |= {"reads": row["reads"], "people": row["people"]}
    unmask_events = Event.objects.filter(
        _between(from_date, until_date), verb__in=UNMASKED, actor__isnull=False
    )
    for row in unmask_events.values("actor_id").annotate(unmasked=Count("id")):
        per_reader[row["actor_id"]]["unmasked"] = row["unmasked"]
    for row in strange:
        per_reader[row["actor_id"]]["strange"] += row["reads"]
    ranked = sorted(
        per_reader.items(), key=lambda line: (-line[1]["strange"], -line[1]["reads"], line[0])
    )
    return [{"reader": reader, **line} for reader, line in ranked]


@dataclass(frozen=True)
class ReaderLine:
    """One reader in a quarter."""

    reader: User | None
    reads: int
    people: int
    unmasked: int
    strange: int


def reader_lines(review: AccessReview) -> list[ReaderLine]:
    """The figures with their names."""
    users = User.objects.in_bulk([line["reader"] for line in review.figures])
    columns = ("reads", "people", "unmasked", "strange")
    return [
        ReaderLine(users.get(line["reader"]), *(line[name] for name in columns))
        for line in review.figures
    ]


def listed_outliers(review: AccessReview, limit: int = 100) -> list[UnexplainedRead]:
    """The reads that nothing explains, as kept at the counting."""
    rows = UnexplainedRead.objects.filter(review=review).select_related("reader", "person")
    return list(rows.order_by("-reads", "first_at", "pk")[:limit])


def reviews(user: User, limit: int = 40) -> list[AccessReview]:
    """All reviews, the newest quarter first."""
    return list(
        AccessReview.objects.visible_to(user)
        .select_related("signed_by")
        .order_by("-from_date")[:limit]
    )


def unsigned() -> QuerySet[AccessReview]:
    """Counted and not signed off yet."""
    return AccessReview.objects.filter(signed_at=None)


def quarter_number(review: AccessReview) -> int:
    return (review.from_date.month + 2) // 3
