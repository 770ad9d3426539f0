"""Reads of people's files by quarter, and those that nothing in the register explains (PRE-6)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from wasl.accounts.models import User
from wasl.audit.models import Event
from wasl.beneficiaries.models.household import HouseholdMember
from wasl.beneficiaries.models.person import Person
from wasl.cases.models.case import Case
from wasl.common.clock import RIYADH
from wasl.interactions.models import Interaction
from wasl.privacy.models.processing import AccessReview, UnexplainedRead
from wasl.privacy.models.requests import DataSubjectRequest

# The window of ADR 32: a case, a contact or a data request within it explains a read.
BEFORE, AFTER = timedelta(days=30), timedelta(days=7)
AT_WORK = timedelta(days=1)
# Rows listed in a review. More than that nobody asks about one by one; the total is counted.
MOST_LISTED = 500
FILE = Person._meta.label_lower
READ, UNMASKED = "beneficiaries.view", ("beneficiaries.unmask", "cases.unmask")


def quarter_of(day: date) -> tuple[date, date]:
    """Return the first day of a day's Gregorian quarter, and the first day of the next."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    # From the 28th, 92 days always end in the first month of the next quarter.
    return first, (first.replace(day=28) + timedelta(days=92)).replace(day=1)


def quarter_before(day: date) -> tuple[date, date]:
    """Return the last whole quarter before a day."""
    return quarter_of(quarter_of(day)[0] - timedelta(days=1))


def ended_at(day: date) -> datetime:
    """Return the moment at which the quarter of a day ended."""
    return datetime.combine(quarter_of(day)[1], time(0), tzinfo=RIYADH)


def _between(from_date: date, until_date: date) -> Q:
    begin, end = (datetime.combine(day, time(0), tzinfo=RIYADH) for day in (from_date, until_date))
    return Q(at__gte=begin, at__lt=end)


def reads(from_date: date, until_date: date) -> QuerySet[Any]:
    """Return the reads of people's files, each with the person's id."""
    events = Event.objects.filter(
        _between(from_date, until_date), verb=READ, root_type=FILE, actor__isnull=False
    )
    # `root_id` is text in the trail, since roots of all models share the column.
    return events.annotate(person=Cast("root_id", BigIntegerField()))


def unexplained(from_date: date, until_date: date) -> QuerySet[Any]:
    """Return reads that nothing explains.

    From 30 days before to 7 days after the read there was no open case and no contact of the person
    or their household, and no data request of the person; and the reader did no other work in the
    file within a day.
    """
    since, until = OuterRef("at") - BEFORE, OuterRef("at") + AFTER
    # Three OuterRefs: the subquery is nested three deep below the event.
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
    # Opening the file does not explain having opened it.
    ).exclude(verb__endswith=".view")  # fmt: skip
    return reads(from_date, until_date).filter(
        ~Exists(cases), ~Exists(contacts), ~Exists(data_requests), ~Exists(own_work)
    )


def outliers(from_date: date, until_date: date) -> list[dict[str, Any]]:
    """Return reader, person, count and first time of unexplained reads, most reads first."""
    rows = unexplained(from_date, until_date).values("actor_id", "person")
    rows = rows.annotate(reads=Count("id"), first_at=Min("at")).order_by("-reads", "first_at")
    # The trail has no foreign key to persons, but `UnexplainedRead` has.
    existing_ids = set(
        Person.objects.filter(pk__in=[row["person"] for row in rows]).values_list("pk", flat=True)
    )
    return [row for row in rows if row["person"] in existing_ids]


def figures(
    from_date: date, until_date: date, strange: list[dict[str, Any]]
) -> list[dict[str, int]]:
    """Return, by reader, the files and reads, the unmasked values and the unexplained reads.

    Sorted by unexplained reads, then by reads.
    """
    # For the questions of this review alone, never a score of an employee (PRA-3, ADR 32).
    per_reader: dict[int, dict[str, int]] = defaultdict(
        lambda: dict.fromkeys(("reads", "people", "unmasked", "strange"), 0)
    )
    counted = reads(from_date, until_date).values("actor_id")
    for reader in counted.annotate(reads=Count("id"), people=Count("root_id", distinct=True)):
        per_reader[reader["actor_id"]] |= {"reads": reader["reads"], "people": reader["people"]}
    unmask_events = Event.objects.filter(
        _between(from_date, until_date), verb__in=UNMASKED, actor__isnull=False
    )
    for reader in unmask_events.values("actor_id").annotate(unmasked=Count("id")):
        per_reader[reader["actor_id"]]["unmasked"] = reader["unmasked"]
    for row in strange:
        per_reader[row["actor_id"]]["strange"] += row["reads"]
    ranked = sorted(
        per_reader.items(), key=lambda line: (-line[1]["strange"], -line[1]["reads"], line[0])
    )
    return [{"reader": reader, **line} for reader, line in ranked]


@dataclass(frozen=True)
class ReaderLine:
    """A reader's figures in a quarter."""

    reader: User | None
    reads: int
    people: int
    unmasked: int
    strange: int


def reader_lines(review: AccessReview) -> list[ReaderLine]:
    """Return the stored figures with the readers."""
    users = User.objects.in_bulk([line["reader"] for line in review.figures])
    columns = ("reads", "people", "unmasked", "strange")
    return [
        ReaderLine(users.get(line["reader"]), *(line[name] for name in columns))
        for line in review.figures
    ]


def listed_outliers(review: AccessReview, limit: int = 100) -> list[UnexplainedRead]:
    """Return the unexplained reads as stored by the count."""
    rows = UnexplainedRead.objects.filter(review=review).select_related("reader", "person")
    return list(rows.order_by("-reads", "first_at", "pk")[:limit])


def reviews(user: User, limit: int = 40) -> list[AccessReview]:
    """Return all reviews, newest quarter first."""
    return list(
        AccessReview.objects.visible_to(user)
        .select_related("signed_by")
        .order_by("-from_date")[:limit]
    )


def visible_reviews(user: User) -> QuerySet[AccessReview]:
    """Return the reviews that this user may open, with who signed them."""
    return AccessReview.objects.visible_to(user).select_related("signed_by")


def unsigned() -> QuerySet[AccessReview]:
    """Return the reviews that are not signed off."""
    return AccessReview.objects.filter(signed_at=None)


def quarter_number(review: AccessReview) -> int:
    return (review.from_date.month + 2) // 3
