"""Identity claims, held changes, and whose file an ID with a proven mobile opens (ADR 42)."""

from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from wasl.accounts.models import User
from wasl.beneficiaries.models.claims import HeldChange, IdentityClaim
from wasl.beneficiaries.models.identity import ContactKind, ContactPoint, ContactPurpose
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries.finding import by_id_number
from wasl.beneficiaries.queries.identity import with_blind
from wasl.beneficiaries.queries.pointing import files_of
from wasl.beneficiaries.states import ChangeStatus, ClaimStatus
from wasl.common.clock import day_of
from wasl.messaging import queries as outbox
from wasl.messaging.models import CodePurpose

# Terms set by ADR 42. A recycled SIM is why a confirmed mobile does not last for ever.
CONFIRMED_FOR = timedelta(days=365)
# A day or two early is no harm: a child counted as an adult only keeps a file closed.
ADULT_DAYS = 18 * 365 + 5
# An unproven claim is closed and erased after this time.
LAPSES_AFTER = timedelta(days=60)
OWNER_TOLD_EVERY = timedelta(days=7)
# From one mobile at most three IDs may be proven or claimed a month.
MONTH, IDS_A_MONTH = timedelta(days=30), 3
# A new mobile or account waits this long, so that the owner, told on the old mobile, can stop it.
CHANGE_WAITS = timedelta(hours=72)


def opener(id_number: str, mobile: str, at: datetime) -> Person | None:
    """Return the person whose file this ID and mobile open; None for everybody who has to make a
    claim.

    It always runs the same two queries, so that its duration does not tell who is in the register.
    """
    person = by_id_number(id_number)
    holders = adults_reached_at(mobile, day_of(at))
    # Two adults on one mobile: neither file opens by it, since the code cannot tell them apart.
    if person is None or person.has_died or person.mobile != mobile or holders != {person.pk}:
        return None
    verified = person.mobile_verified_at
    return person if verified and verified > at - CONFIRMED_FOR else None


def adults_reached_at(mobile: str, day: date) -> set[int]:
    """Return the living adults whose own mobile this is; a person with an unproven claim does not
    count.
    """
    own = ContactPoint.objects.filter(
        value=mobile, kind=ContactKind.MOBILE, purpose=ContactPurpose.OWN, ended_at=None
    )
    holders = Person.objects.filter(mobile=mobile).values("pk").union(own.values("person"))
    adults = Person.objects.standing().filter(pk__in=holders, death_date=None)
    # Somebody without a date of birth counts as an adult: that only keeps a file closed.
    adults = adults.filter(Q(birth_date=None) | Q(birth_date__lte=day - timedelta(days=ADULT_DAYS)))
    # A claim must not close the file that its mobile opens for somebody else (ADR 42).
    return set(adults.exclude(claim__status__in=UNPROVEN).values_list("pk", flat=True)[:20])


UNPROVEN = (ClaimStatus.OPEN, ClaimStatus.LAPSED)


def claim_of(person: Person) -> IdentityClaim | None:
    """Return the claim by which this file itself began; None when it began otherwise."""
    return getattr(person, "claim", None)


def visible_claims(user: User) -> QuerySet[IdentityClaim]:
    """Return the claims of people whose file the user may open, each with its person.

    Merged files too: the claim stays on its file when that file is joined to the owner's.
    """
    people = Person.objects.visible_to(user, merged_too=True)
    claims = IdentityClaim.objects.select_related("person__merged_into", "proven_by")
    return claims.filter(person__in=people)


def claimant(claim: IdentityClaim) -> Person:
    """Return the person of a claim as the database has them now, with the file they merged into."""
    return Person.objects.select_related("merged_into").get(pk=claim.person_id)


def claims_of(person: Person) -> list[IdentityClaim]:
    """Return the person's claims, those of files merged into theirs included, newest first."""
    claims = IdentityClaim.objects.filter(person__in=files_of(person.pk)).select_related(
        "person", "proven_by"
    )
    return list(claims.order_by("-claimed_at")[:20])


def claims_on(person: Person) -> list[IdentityClaim]:
    """Return the open claims of others on this person's ID."""
    # No claim has an empty blind index, so a person without an ID number has no claims.
    claims = IdentityClaim.objects.filter(id_blind=person.id_blind or "", status=ClaimStatus.OPEN)
    return list(claims.exclude(person=person).select_related("person").order_by("claimed_at")[:20])


def owner_of(claim: IdentityClaim) -> Person | None:
    """Return the person in the register who has the claimed number; None when it is free or the
    claimant's own.
    """
    holders = Person.objects.select_related("merged_into").filter(with_blind(claim.id_blind))
    holder = holders.exclude(pk=claim.person_id).order_by("pk").first()
    return holder.survivor if holder and holder.survivor.pk != claim.person_id else None


def is_joined(claim: IdentityClaim) -> bool:
    """Whether the claimant's surviving file bears the number: it was set, or the owner's file was
    merged with it.
    """
    return (
        Person.objects.filter(pk__in=files_of(claim.person_id))
        .filter(with_blind(claim.id_blind))
        .exists()
    )


def ids_claimed_from(mobile: str, at: datetime) -> set[str]:
    """Return the blind indexes of the IDs claimed from a mobile within the last month."""
    claims = IdentityClaim.objects.filter(mobile=mobile, claimed_at__gt=at - MONTH)
    return set(claims.values_list("id_blind", flat=True))


def count_open_claims(limit: int) -> int:
    """Count the claims that wait for an officer to see the paper, up to `limit`; uses the index of
    open claims.
    """
    return IdentityClaim.objects.filter(status=ClaimStatus.OPEN)[:limit].count()


def open_claims(limit: int) -> list[tuple[IdentityClaim, date]]:
    """Return the claims that wait for an officer to see the paper, oldest first, each with its day
    of lapse.
    """
    claims = (
        IdentityClaim.objects.filter(status=ClaimStatus.OPEN)
        .select_related("person")
        .order_by("claimed_at")
    )
    return [(claim, day_of(claim.claimed_at + LAPSES_AFTER)) for claim in claims[:limit]]


def lapsing(at: datetime, limit: int) -> list[IdentityClaim]:
    """Return unproven claims older than sixty days, oldest first; uses the index of open claims."""
    claims = IdentityClaim.objects.filter(
        status=ClaimStatus.OPEN, claimed_at__lte=at - LAPSES_AFTER
    )
    return list(claims.select_related("person").order_by("claimed_at")[:limit])


def to_erase(limit: int) -> list[IdentityClaim]:
    """Return lapsed claims whose data is not erased yet."""
    claims = IdentityClaim.objects.filter(status=ClaimStatus.LAPSED, erased_at=None)
    return list(claims.select_related("person").order_by("ended_at")[:limit])


def mobile_code_subject(person: Person) -> str:
    """Return the subject to which a code that confirms a file's mobile is bound."""
    return f"person:{person.pk}"


def mobile_code_wait(person: Person, at: datetime) -> int:
    """Return the seconds until another code may go to the mobile of a file."""
    mark = outbox.mobile_mark(person.mobile)
    return outbox.seconds_to_wait(CodePurpose.CONFIRM_MOBILE, mobile_code_subject(person), mark, at)


def hold_mobile(mobile: str) -> None:
    """Let nobody else claim from this mobile until the transaction ends.

    The lock is an advisory lock of PostgreSQL.
    """
    with connection.cursor() as cursor:
        # The seed keeps these locks apart from those on ID numbers, which hash with 0.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 42))", [mobile])


def changes_of(person: Person) -> list[HeldChange]:
    """Return the person's waiting and recently refused changes, newest first, at most ten."""
    changes = HeldChange.objects.filter(
        person=person, status__in=(ChangeStatus.WAITING, ChangeStatus.REFUSED)
    )
    return list(changes.select_related("asked_by", "ended_by").order_by("-asked_at")[:10])


def visible_changes(user: User) -> QuerySet[HeldChange]:
    """Return the held changes of people whose file the user may open, each with its person."""
    changes = HeldChange.objects.filter(person__in=Person.objects.visible_to(user))
    return changes.select_related("person")


def waiting_change(person: Person, field: str) -> HeldChange | None:
    """Return the waiting change of one field; None when there is none."""
    return HeldChange.objects.filter(
        person=person, field=field, status=ChangeStatus.WAITING
    ).first()


def changes_due(at: datetime, limit: int) -> list[HeldChange]:
    """Return changes whose 72 hours are over; uses the index of waiting changes."""
    changes = HeldChange.objects.filter(status=ChangeStatus.WAITING, due_at__lte=at)
    return list(changes.select_related("person").order_by("due_at")[:limit])


def knowing_claims(people: QuerySet[Person]) -> QuerySet[Person]:
    """Annotate each person with `is_claimed` (others claim their ID) and `has_changes` (a change
    waits).
    """
    other_claims = IdentityClaim.objects.filter(
        id_blind=OuterRef("id_blind"), status=ClaimStatus.OPEN
    )
    waiting = HeldChange.objects.filter(person=OuterRef("pk"), status=ChangeStatus.WAITING)
    return people.annotate(
        is_claimed=Exists(other_claims.exclude(person=OuterRef("pk"))), has_changes=Exists(waiting)
    )
