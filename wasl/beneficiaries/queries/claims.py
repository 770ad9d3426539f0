"""Whose file a typed ID and a proven mobile open, claims of identity, and changes that wait (ADR
42).
"""

from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from wasl.beneficiaries.models import (
    ContactKind,
    ContactPoint,
    ContactPurpose,
    HeldChange,
    IdentityClaim,
    Person,
)
from wasl.beneficiaries.queries.finding import by_id_number
from wasl.beneficiaries.queries.identity import with_blind
from wasl.beneficiaries.queries.pointing import files_of
from wasl.beneficiaries.states import ChangeStatus, ClaimStatus
from wasl.common.clock import day_of
from wasl.messaging import queries as outbox
from wasl.messaging.models import CodePurpose

CONFIRMED_FOR = timedelta(days=365)
ADULT_DAYS = (
    18 * 365 + 5
)  # a day or two early is no harm: a child counted as an adult only closes a door
LAPSES_AFTER = timedelta(days=60)
OWNER_TOLD_EVERY = timedelta(days=7)
MONTH, IDS_A_MONTH = timedelta(days=30), 3
CHANGE_WAITS = timedelta(hours=72)


def opener(id_number: str, mobile: str, at: datetime) -> Person | None:
    """The person whose file this ID opens together with this mobile; None for everybody who has to
    make a claim.

    Always the same two queries, so that the time they take says nothing about who is known.
    """
    person = by_id_number(id_number)
    holders = adults_reached_at(mobile, day_of(at))
    if person is None or person.has_died or person.mobile != mobile or holders != {person.pk}:
        return None
    verified = person.mobile_verified_at
    return person if verified and verified > at - CONFIRMED_FOR else None


def adults_reached_at(mobile: str, day: date) -> set[int]:
    """The living adults whose own mobile this is. An unproven claim makes nobody share it."""
    own = ContactPoint.objects.filter(
        value=mobile, kind=ContactKind.MOBILE, purpose=ContactPurpose.OWN, ended_at=None
    )
    holders = Person.objects.filter(mobile=mobile).values("pk").union(own.values("person"))
    adults = Person.objects.standing().filter(pk__in=holders, death_date=None)
    adults = adults.filter(Q(birth_date=None) | Q(birth_date__lte=day - timedelta(days=ADULT_DAYS)))
    return set(adults.exclude(claim__status__in=UNPROVEN).values_list("pk", flat=True)[:20])


UNPROVEN = (ClaimStatus.OPEN, ClaimStatus.LAPSED)


def claim_of(person: Person) -> IdentityClaim | None:
    """The claim by which this very file began."""
    return getattr(person, "claim", None)


def claims_of(person: Person) -> list[IdentityClaim]:
    """The claims of a human being, those of files joined to theirs among them, the newest first."""
    claims = IdentityClaim.objects.filter(person__in=files_of(person.pk)).select_related(
        "person", "proven_by"
    )
    return list(claims.order_by("-claimed_at")[:20])


def claims_on(person: Person) -> list[IdentityClaim]:
    """Open claims of others on the ID of this person."""
    claims = IdentityClaim.objects.filter(id_blind=person.id_blind or "", status=ClaimStatus.OPEN)
    return list(claims.exclude(person=person).select_related("person").order_by("claimed_at")[:20])


def owner_of(claim: IdentityClaim) -> Person | None:
    """The person in the register whose number is claimed; None where it is nobody's yet, or the
    claimant's own.
    """
    holders = Person.objects.select_related("merged_into").filter(with_blind(claim.id_blind))
    holder = holders.exclude(pk=claim.person_id).order_by("pk").first()
    return holder.survivor if holder and holder.survivor.pk != claim.person_id else None


def is_joined(claim: IdentityClaim) -> bool:
    """Whether the file that stands for the claimant bears the number: it was set, or the owner's
    file took theirs in.
    """
    return (
        Person.objects.filter(pk__in=files_of(claim.person_id))
        .filter(with_blind(claim.id_blind))
        .exists()
    )


def ids_claimed_from(mobile: str, at: datetime) -> set[str]:
    """The marks of the IDs that were claimed from a mobile within a month."""
    claims = IdentityClaim.objects.filter(mobile=mobile, claimed_at__gt=at - MONTH)
    return set(claims.values_list("id_blind", flat=True))


def count_open_claims(limit: int) -> int:
    """How many claims wait for somebody to see the paper, up to a limit; read by the index of the
    open ones.
    """
    return IdentityClaim.objects.filter(status=ClaimStatus.OPEN)[:limit].count()


def open_claims(limit: int) -> list[tuple[IdentityClaim, date]]:
    """The claims that wait for somebody to see the paper, the oldest first, each with the day on
    which it lapses.
    """
    claims = (
        IdentityClaim.objects.filter(status=ClaimStatus.OPEN)
        .select_related("person")
        .order_by("claimed_at")
    )
    return [(claim, day_of(claim.claimed_at + LAPSES_AFTER)) for claim in claims[:limit]]


def lapsing(at: datetime, limit: int) -> list[IdentityClaim]:
    """Unproven claims whose sixty days are over, the oldest first; read by an index of the open
    ones.
    """
    claims = IdentityClaim.objects.filter(
        status=ClaimStatus.OPEN, claimed_at__lte=at - LAPSES_AFTER
    )
    return list(claims.select_related("person").order_by("claimed_at")[:limit])


def to_erase(limit: int) -> list[IdentityClaim]:
    """Claims that lapsed and of which something is still kept."""
    claims = IdentityClaim.objects.filter(status=ClaimStatus.LAPSED, erased_at=None)
    return list(claims.select_related("person").order_by("ended_at")[:limit])


def mobile_code_subject(person: Person) -> str:
    """What a code that confirms the mobile of a file is bound to."""
    return f"person:{person.pk}"


def mobile_code_wait(person: Person, at: datetime) -> int:
    """Seconds until another code may go to the mobile of a file."""
    mark = outbox.mobile_mark(person.mobile)
    return outbox.seconds_to_wait(CodePurpose.CONFIRM_MOBILE, mobile_code_subject(person), mark, at)


def hold_mobile(mobile: str) -> None:
    """Let nobody else claim from this mobile until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 42))", [mobile])


def changes_of(person: Person) -> list[HeldChange]:
    """The changes of a person that wait, and those that were refused lately, the newest first."""
    changes = HeldChange.objects.filter(
        person=person, status__in=(ChangeStatus.WAITING, ChangeStatus.REFUSED)
    )
    return list(changes.select_related("asked_by", "ended_by").order_by("-asked_at")[:10])


def waiting_change(person: Person, field: str) -> HeldChange | None:
    """The change of one field that waits."""
    return HeldChange.objects.filter(
        person=person, field=field, status=ChangeStatus.WAITING
    ).first()


def changes_due(at: datetime, limit: int) -> list[HeldChange]:
    """Changes whose 72 hours are over; read by an index of those that wait."""
    changes = HeldChange.objects.filter(status=ChangeStatus.WAITING, due_at__lte=at)
    return list(changes.select_related("person").order_by("due_at")[:limit])


def knowing_claims(people: QuerySet[Person]) -> QuerySet[Person]:
    """Each with `is_claimed` (others claim their ID) and `has_changes` (a new mobile or account
    waits).
    """
    other_claims = IdentityClaim.objects.filter(
        id_blind=OuterRef("id_blind"), status=ClaimStatus.OPEN
    )
    waiting = HeldChange.objects.filter(person=OuterRef("pk"), status=ChangeStatus.WAITING)
    return people.annotate(
        is_claimed=Exists(other_claims.exclude(person=OuterRef("pk"))), has_changes=Exists(waiting)
    )
