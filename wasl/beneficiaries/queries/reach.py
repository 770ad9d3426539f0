"""How a person is reached, what they want to hear of, and when they are left in peace."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from wasl.beneficiaries.models import ContactPoint, Person
from wasl.common.clock import RIYADH
from wasl.common.prepared import Prepared
from wasl.messaging.models import Message

CONTACTS = Prepared(
    lambda key: ContactPoint.objects.filter(person=key, ended_at=None).order_by("-added_at", "-pk")[
        :50
    ]
)


def contact_points(person: Person) -> list[ContactPoint]:
    """The further ways to reach a person that are in use, newest first."""
    return CONTACTS.rows(person.pk, person=person)


def knowing_refusals(people: QuerySet[Person]) -> QuerySet[Person]:
    """Each with `has_refusals`: whether a carrier ever refused an address of theirs, or of a file
    merged into theirs.
    """
    merged = Person.objects.filter(merged_into=OuterRef(OuterRef("pk"))).values("pk")
    refusals = Message.objects.filter(address_refused=True)
    return people.annotate(
        has_refusals=Exists(refusals.filter(Q(person_id=OuterRef("pk")) | Q(person_id__in=merged)))
    )


def reachable(person: Person) -> bool:
    """Whether anything may be written to this person: they live, and a mobile or an e-mail is
    known.
    """
    return not person.has_died and bool(person.mobile or person.email)


def may_be_written_to(person_id: int) -> bool:
    """The same of a number, asked at the door of the outbox: whoever died since a message was made
    gets none.
    """
    people = Person.objects.filter(Q(pk=person_id) | Q(merged_away=person_id))
    return not people.filter(death_date__isnull=False).exists()


def wants(person: Person, purpose: str) -> bool:
    """Whether a message that is no part of their own request may be sent: they live, and did not
    opt out of it.
    """
    return not person.has_died and purpose not in person.opted_out


def earliest(person: Person, at: datetime) -> datetime:
    """When a message that can wait may be sent: at once, or at the end of the person's quiet
    hours.
    """
    begins, ends = person.quiet_from, person.quiet_until
    if begins is None or ends is None or begins == ends:
        return at
    now = at.astimezone(RIYADH)
    is_quiet = (
        begins <= now.time() < ends if begins < ends else now.time() >= begins or now.time() < ends
    )
    if not is_quiet:
        return at
    over = now.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return (over if over > now else over + timedelta(days=1)).astimezone(at.tzinfo)
