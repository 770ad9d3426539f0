"""Queries about circulars: audience and reach, progress, who is still to be informed, and the link
without sign-in.
"""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case as Choice
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.crypto import salted_hmac

from wasl.beneficiaries.models.person import BeneficiaryFile, Person, PreferredChannel, Purpose
from wasl.beneficiaries.models.roles import Membership
from wasl.beneficiaries.queries import pointing
from wasl.beneficiaries.queries import reach as reach_queries
from wasl.cases.models.case import Case
from wasl.catalogue.queries import offered
from wasl.common.clock import RIYADH, day_of
from wasl.common.text import whole_number
from wasl.governance.models.documents import PolicyVersion
from wasl.governance.states import State
from wasl.messaging import queries as messaging
from wasl.messaging.models import MessageStatus
from wasl.outreach.models import Audience, Circular, Reach, Recipient
from wasl.outreach.states import Status

PAGE = 50
A_YEAR = timedelta(days=365)
# Text messages that are no part of a service go out in daytime only.
MORNING, EVENING = time(9), time(21)


def policies_in_force() -> QuerySet[PolicyVersion]:
    """Return the published versions in force, which a circular may be about."""
    rows = PolicyVersion.objects.filter(state=State.IN_FORCE, published_at__isnull=False)
    return rows.select_related("document").order_by("document__title_ar")


def service_names(day: date) -> dict[int, str]:
    """Return the services offered on a day: their current names by key."""
    return {version.service_id: version.name for version in offered.offered(day)}


def audience_name(circular: Circular, day: date) -> str:
    """Return the audience of a circular in words."""
    if circular.audience != Audience.SERVICE:
        return str(Audience(circular.audience).label)
    return service_names(day).get(circular.service_id or 0, str(Audience.SERVICE.label))


def audience(circular: Circular, at: datetime) -> QuerySet[Any]:
    """Return the people a circular goes to, each with their `reach`: living people whose file is
    not merged away, in the order of their keys.

    An announcement leaves out people who opted out of news. A policy binds them all the same, so
    they are informed when they next come, without a message.
    """
    # `Exists` instead of joins: a person with two roles must come once, in the order of the key.
    member = Exists(Membership.objects.filter(person=OuterRef("pk"), status="active"))
    beneficiary = Exists(BeneficiaryFile.objects.filter(person=OuterRef("pk")))
    service_cases = Case.objects.filter(
        person=OuterRef("pk"), service=circular.service_id, submitted_at__isnull=False
    )
    whose: dict[str, Any] = {
        Audience.MEMBERS: Q(member),
        Audience.BENEFICIARIES: Q(beneficiary),
        Audience.EVERYBODY: Q(member) | Q(beneficiary),
        Audience.SERVICE: Q(
            Exists(service_cases.filter(Q(closed_at=None) | Q(opened_at__gte=at - A_YEAR)))
        ),
    }
    addressees = Person.objects.standing().living().filter(whose[circular.audience])
    if not circular.is_policy:
        addressees = addressees.exclude(opted_out__contains=[Purpose.AWARENESS])
    return addressees.annotate(reach=REACH).order_by("pk")


# The order is the rule: no message after an opt-out, then the person's preference, then what is
# known.
REACH = Choice(
    When(opted_out__contains=[Purpose.AWARENESS], then=Value(Reach.DESK)),
    When(preferred_channel=PreferredChannel.VISIT, then=Value(Reach.PAPER)),
    When(Q(preferred_channel=PreferredChannel.CALL) & ~Q(mobile=""), then=Value(Reach.CALL)),
    When(Q(preferred_channel=PreferredChannel.EMAIL) & ~Q(email=""), then=Value(Reach.EMAIL)),
    When(~Q(mobile=""), then=Value(Reach.SMS)),
    When(~Q(email=""), then=Value(Reach.EMAIL)),
    default=Value(Reach.PAPER),
)


def counts(circular: Circular, at: datetime) -> dict[str, int]:
    """Count the people a circular goes to, by how they are reached."""
    rows = audience(circular, at).order_by().values_list("reach").annotate(n=Count("pk"))
    return {reach: n for reach, n in rows if n}


def next_batch(circular: Circular, at: datetime, size: int) -> list[Any]:
    """Return the next people; after the last key, people who joined the audience meanwhile under a
    lower key.
    """
    people = audience(circular, at)
    recipients = Recipient.objects.filter(circular=circular, person=OuterRef("pk"))
    # By key first, which an index serves at any size. The second query looks for people without a
    # row and runs only at the end (ADR 39).
    return list(people.filter(pk__gt=circular.last_person)[:size]) or list(
        people.filter(~Exists(recipients))[:size]
    )


def earliest(person: Person, at: datetime) -> datetime:
    """Return when a message may go out: in daytime, and outside the person's quiet hours."""
    # Quiet hours may end at night, hence daytime again after them.
    return daytime(reach_queries.earliest(person, daytime(at)))


def daytime(at: datetime) -> datetime:
    """Return this moment, or the next morning if it is night."""
    local_time = at.astimezone(RIYADH)
    if MORNING <= local_time.time() < EVENING:
        return at
    day = day_of(at) + timedelta(days=1 if local_time.time() >= EVENING else 0)
    return datetime.combine(day, MORNING, RIYADH).astimezone(at.tzinfo)


def circulars() -> list[Circular]:
    """Return the circulars, newest first."""
    return list(
        Circular.objects.select_related("version__document", "service", "written_by").order_by(
            "-pk"
        )[:PAGE]
    )


def circulars_with_documents() -> QuerySet[Circular]:
    """Return every circular with the document it is about."""
    return Circular.objects.select_related("version__document")


def circulars_with_writers() -> QuerySet[Circular]:
    """Return every circular with its document, its writer and who approved it."""
    return Circular.objects.select_related("version__document", "written_by", "approved_by")


def recipients_with_people() -> QuerySet[Recipient]:
    """Return every recipient with the circular and the person."""
    return Recipient.objects.select_related("circular", "person")


@dataclass(frozen=True)
class Progress:
    """The progress of a circular: recipients, the fate of their messages, people informed by hand,
    acknowledgements and reminders.
    """

    total: int
    queued: int
    sent: int
    delivered: int
    failed: int
    by_hand: int
    told_count: int
    acknowledged: int
    reminded: int

    def share(self, circular: Circular) -> int:
        """Return the percentage of the people counted at the approval who were reached so far."""
        # More people may have been reached than were counted, because some joined meanwhile.
        expected = max(sum(circular.counts.values()), self.total)
        return (
            100 if circular.status == Status.SENT or not expected else self.total * 100 // expected
        )


def progress(circular: Circular) -> Progress:
    """Count a circular's recipients in a single query."""
    fared = {
        status: Count("pk", filter=Q(message__status=status)) for status in MessageStatus.values
    }
    totals = circular.recipients.aggregate(
        # The names of the counts are those of the fields of `Progress`.
        total=Count("pk"), by_hand=Count("pk", filter=Q(message=None)),
        told_count=Count("pk", filter=Q(told_at__isnull=False)),
        acknowledged=Count("pk", filter=Q(acknowledged_at__isnull=False)),
        reminded=Count("pk", filter=Q(reminders__gt=0)), **fared,
    )  # fmt: skip
    return Progress(**totals)


def to_tell(circular: Circular, after: int = 0) -> list[Recipient]:
    """Return a page of people to be informed by hand, after the key of the last person seen."""
    rows = circular.recipients.to_tell().filter(pk__gt=after).select_related("person", "message")
    return list(rows.order_by("pk")[: PAGE + 1])


def due_for_reminder(circular: Circular, today: datetime, most: int) -> QuerySet[Recipient]:
    """Return recipients who got a message, did not acknowledge, were not reminded today, and were
    reminded fewer than `most` times.
    """
    rows = circular.recipients.waiting().filter(
        message__isnull=False, told_at=None, reminders__lt=most
    )
    return (
        rows.filter(Q(reminded_at=None) | Q(reminded_at__lt=today))
        .exclude(message__status="failed")
        .order_by("pk")
    )


def reminding(day: date) -> QuerySet[Circular]:
    """Return circulars whose acknowledgement is due within three days and not past."""
    return Circular.objects.filter(
        status=Status.SENT, due_date__range=(day, day + timedelta(days=3))
    )


def sending() -> QuerySet[Circular]:
    """Return circulars that are being sent."""
    return Circular.objects.filter(status=Status.SENDING)


def of_person(person: Person, limit: int = 5) -> list[Recipient]:
    """Return the latest circulars to a person."""
    rows = Recipient.objects.filter(person__in=pointing.files_of(person.pk)).select_related(
        "circular", "message"
    )
    return list(rows.order_by("-pk")[:limit])


def token_of(recipient: Recipient) -> str:
    """Return the secret part of a person's own link. It is computed from the key each time and
    stored nowhere.
    """
    return f"{recipient.pk}-{_seal(recipient.pk, recipient.circular_id)}"


def _seal(pk: int, circular_id: int) -> str:
    # 20 hex digits are 80 bits: beyond guessing, and short enough for a text message.
    return salted_hmac("wasl.outreach.read", f"{pk}:{circular_id}", algorithm="sha256").hexdigest()[
        :20
    ]


def link_of(recipient: Recipient) -> str:
    """Return the address that a message carries."""
    return _link(token_of(recipient))


def _link(token: str) -> str:
    return settings.PUBLIC_URL + reverse("outreach:read", args=[token])


def previews(circular: Circular) -> list[messaging.Preview]:
    """Return the text messages of a circular, one for each of its languages, with a link as long as
    a real one.
    """
    link = _link(f"123456-{_seal(0, circular.pk)}")
    titles = {"ar": circular.title_ar, "en": circular.title_en}
    return [
        messaging.preview("circular", {"title": title}, link, code)
        for code, title in titles.items()
        if title
    ]


def by_token(token: str) -> Recipient | None:
    """Return the recipient of a link; None if it is nobody's."""
    # The row is found by its number, and the seal decides whether the link is genuine.
    key, _dash, seal = token.partition("-")
    pk = whole_number(key) if key.isascii() else None
    recipient = (
        Recipient.objects.select_related("circular__version__document").filter(pk=pk or 0).first()
    )
    # `compare_digest` raises an error for text that is not ASCII, and an address may hold anything.
    is_valid = recipient is not None and hmac.compare_digest(
        _seal(recipient.pk, recipient.circular_id), seal.encode().decode("ascii", "ignore")
    )
    return recipient if is_valid else None
