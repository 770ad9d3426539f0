"""The rows of each retention category, and the day from which they are counted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from wasl.beneficiaries.models.documents import Attachment
from wasl.beneficiaries.models.person import Person
from wasl.cases.models.case import Case, DeclaredValue
from wasl.cases.states import FINAL
from wasl.common.clock import RIYADH, day_of
from wasl.interactions.models import Interaction
from wasl.messaging.models import Message
from wasl.privacy.models.destruction import Category, ItemOutcome, Trigger
from wasl.privacy.models.destruction import DestructionItem as Item
from wasl.privacy.models.requests import DataSubjectRequest

Found = QuerySet[Any]


@dataclass(frozen=True)
class Kept:
    """A category: the triggers it allows, and a query for rows whose day lies before a moment.

    The rows carry `belongs_to` (the person's id) and `last` (the day).
    """

    triggers: tuple[str, ...]
    rows: Callable[[str, datetime], Found]


def _people(trigger: str, before: datetime) -> Found:
    cases, contacts = (
        Case.objects.filter(person=OuterRef("pk")),
        Interaction.objects.filter(person=OuterRef("pk")),
    )
    # A case that was opened before but closed after the moment is recent activity too.
    since = Q(opened_at__gte=before) | Q(closed_at__gte=before)
    quiet = Person.objects.filter(registered_at__lt=before).exclude(Exists(cases.filter(since)))
    quiet = quiet.exclude(Exists(contacts.filter(at__gte=before)))
    last_case = cases.order_by("-opened_at").values("opened_at")[:1]
    last_contact = contacts.order_by("-at").values("at")[:1]
    # PostgreSQL's GREATEST ignores NULL, so a person without cases and contacts still has a day.
    last = Greatest(F("registered_at"), Subquery(last_case), Subquery(last_contact))
    return quiet.annotate(last=last, belongs_to=F("pk"))


def _visitors(trigger: str, before: datetime) -> Found:
    nobodys = Interaction.objects.filter(person=None, case=None, at__lt=before)
    # An open enquiry still waits for its answer.
    return nobodys.exclude(kind="enquiry", closed_at=None).annotate(
        belongs_to=F("person_id"), last=F("at")
    )


def _copies(trigger: str, before: datetime) -> Found:
    # A row whose file is gone has nothing left to destroy.
    copies = Attachment.objects.exclude(file="").annotate(belongs_to=F("person_id"))
    if trigger == Trigger.EXPIRED:
        # An e-invoice goes with the paper that carried it.
        last = Coalesce(Max("documents__expires_date"), Max("carrier__documents__expires_date"))
        ended = copies.annotate(last=last).filter(last__lt=day_of(before))
        return ended
    return copies.filter(added_at__lt=before).annotate(last=F("added_at"))


def _drafts(trigger: str, before: datetime) -> Found:
    # The shipped ground is that a request never submitted serves no purpose; what was submitted
    # stays with its case.
    never_sent = DeclaredValue.objects.filter(
        case__submissions=0, case__status__in=FINAL, case__closed_at__lt=before
    )
    return never_sent.annotate(belongs_to=F("case__person_id"), last=F("case__closed_at"))


def _messages(trigger: str, before: datetime) -> Found:
    # A queued message still needs its address.
    over = Message.objects.filter(created_at__lt=before).exclude(status="queued")
    return over.annotate(belongs_to=F("person_id"), last=F("created_at"))


def _data_requests(trigger: str, before: datetime) -> Found:
    over = DataSubjectRequest.objects.filter(settled_at__lt=before)
    return over.annotate(belongs_to=F("person_id"), last=F("settled_at"))


KEPT: dict[str, Kept] = {
    Category.PEOPLE: Kept((Trigger.LAST_ACTIVITY,), _people),
    Category.VISITORS: Kept((Trigger.HAPPENED,), _visitors),
    Category.COPIES: Kept((Trigger.HAPPENED, Trigger.EXPIRED), _copies),
    Category.DRAFTS: Kept((Trigger.ENDED,), _drafts),
    Category.MESSAGES: Kept((Trigger.HAPPENED,), _messages),
    Category.DATA_REQUESTS: Kept((Trigger.ENDED,), _data_requests),
}


def rows_due(category: str, trigger: str, day: date) -> Found:
    """Return the rows of a category whose day lies before `day`, ordered by key.

    Rows that were destroyed already are left out.
    """
    rows = KEPT[category].rows(trigger, datetime.combine(day, time(0), tzinfo=RIYADH))
    label = rows.model._meta.label_lower
    # A destroyed row stays in its table, emptied, and would be due again every day.
    gone = Item.objects.filter(subject_type=label, outcome=ItemOutcome.DONE).values("subject_id")
    return rows.exclude(pk__in=gone).order_by("pk")
