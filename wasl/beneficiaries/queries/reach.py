"""How a person is reached, which messages they want, and their quiet hours."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from wasl.beneficiaries.models.identity import ContactPoint
from wasl.beneficiaries.models.person import Person
from wasl.common.clock import RIYADH
from wasl.common.prepared import Prepared
from wasl.messaging.models import Message

CONTACTS = Prepared(
    lambda key: ContactPoint.objects.filter(person=key, ended_at=None).order_by("-added_at", "-pk")[
        :50
    ]
)


def contact_points(person: Person) -> list[ContactPoint]:
    """Return the further ways to reach the person that are in use, newest first."""
    return CONTACTS.rows(person.pk, person=person)


def knowing_refusals(people: QuerySet[Person]) -> QuerySet[Person]:
    """Annotate each person with `has_refusals`: a carrier refused an address of theirs or of a
    merged file.
    """
    # The double OuterRef reaches past `refusals` to the outer query of people.
    merged = Person.objects.filter(merged_into=OuterRef(OuterRef("pk"))).values("pk")
    refusals = Message.objects.filter(address_refused=True)
    return people.annotate(
        has_refusals=Exists(refusals.filter(Q(person_id=OuterRef("pk")) | Q(person_id__in=merged)))
    )


def reachable(person: Person) -> bool:
    """Whether anything may be sent to this person: they are alive, and a mobile or an e-mail is
    known.
    """
    return not person.has_died and bool(person.mobile or person.email)


def may_be_written_to(person_id: int) -> bool:
    """Whether the person, given by key, is alive; asked by the outbox just before it sends.

    Somebody who died after a message was created does not receive it.
    """
    # A message created before a merge names the merged file, and the death stands on the survivor.
    people = Person.objects.filter(Q(pk=person_id) | Q(merged_away=person_id))
    return not people.filter(death_date__isnull=False).exists()


def wants(person: Person, purpose: str) -> bool:
    """Whether a message beyond their own requests may be sent: they are alive and did not
    opt out.
    """
    return not person.has_died and purpose not in person.opted_out


def earliest(person: Person, at: datetime) -> datetime:
    """Return when a message that can wait may be sent: now, or when the person's quiet
    hours end.
    """
    begins, ends = person.quiet_from, person.quiet_until
    if begins is None or ends is None or begins == ends:
        return at
    now = at.astimezone(RIYADH)
    # Quiet hours that begin later than they end pass midnight.
    is_quiet = (
        begins <= now.time() < ends if begins < ends else now.time() >= begins or now.time() < ends
    )
    if not is_quiet:
        return at
    over = now.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return (over if over > now else over + timedelta(days=1)).astimezone(at.tzinfo)
