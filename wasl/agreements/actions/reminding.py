"""Reminders of duties, before the day and once when late; the association's own duties go to staff
(PRE-3).
"""

from datetime import datetime

from django.db import transaction

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P
from wasl.accounts.queries import holders
from wasl.agreements import policies, queries
from wasl.agreements.models.agreement import PartyKind
from wasl.agreements.queries import Obligation
from wasl.agreements.telling import tell_party
from wasl.common.clock import day_of
from wasl.messaging.actions import send
from wasl.messaging.models import Carrier


@transaction.atomic
def remind_duties(*, by: User | None, at: datetime) -> int:
    """Send a reminder of each duty once before its day and once when it is late, however often this
    runs, and return how many duties there are. Raises `Refused`.

    The outbox keeps each reminder unique by its key. Reminders of the association's own duties, and
    of parties that no message reaches, go to the staff who keep agreements.
    """
    # None is the scheduled task, which needs no permission.
    if by is not None:
        policies.can_keep(by).require()
    # Staff without an e-mail find the duty on the list of what is due.
    count, officers = 0, [user for user in holders(P.AGREEMENTS_KEEP) if user.email]
    for obligation in queries.to_remind(day_of(at)):
        stage = "late" if obligation.late else "soon"
        # Keyed by the first term of a chain, so that an amendment does not remind of the same day
        # again.
        once = f"duty:{obligation.term.first}:{obligation.due}:{stage}"
        is_theirs = obligation.term.party.kind != PartyKind.ASSOCIATION
        if is_theirs and tell_party(
            party=obligation.term.party,
            key=f"duty_{stage}",
            params=_message_params(obligation),
            once=once,
            at=at,
        ):
            count += 1
            # The party was reached, so the staff need no reminder.
            continue
        owner = "theirs" if is_theirs else "ours"
        for user in officers:
            _tell_staff(user, f"duty_{owner}_{stage}", obligation, f"{once}:{user.pk}", at)
        count += 1
    return count


def _message_params(obligation: Obligation) -> dict[str, str]:
    return {"reference": obligation.term.agreement.reference, "due_date": str(obligation.due)}


def _tell_staff(user: User, key: str, obligation: Obligation, once: str, at: datetime) -> None:
    send(
        key=key, to=user.email, carrier=Carrier.EMAIL, params=_message_params(obligation),
        about=obligation.term.agreement, once_key=once, at=at,
    )  # fmt: skip
