"""Messages to the parties of an agreement: a person by their own channel, a body by e-mail."""

from datetime import datetime
from typing import Any

from wasl.agreements.models.agreement import Party, PartyKind
from wasl.beneficiaries.models.person import Person, PreferredChannel
from wasl.beneficiaries.queries import reach
from wasl.messaging.actions import send
from wasl.messaging.models import Carrier, Message


def tell_party(
    *, party: Party, key: str, params: dict[str, Any], once: str, at: datetime
) -> Message | None:
    """Send a message to a party by its own channel, outside a person's quiet hours. Returns None
    where no channel reaches it.
    """
    agreement = party.agreement
    if party.kind == PartyKind.PERSON and agreement.person:
        return _tell_person(agreement.person, party, key, params, once, at)
    if not party.email:
        return None
    return send(
        key=key, to=party.email, carrier=Carrier.EMAIL, params=params, about=agreement,
        once_key=once, at=at,
    )  # fmt: skip


def _tell_person(
    person: Person, party: Party, key: str, params: dict[str, Any], once: str, at: datetime
) -> Message | None:
    if not reach.reachable(person):
        return None
    # A text message is the default; e-mail replaces it for those who prefer it or have no mobile.
    by_mail = not person.mobile or (
        person.preferred_channel == PreferredChannel.EMAIL and person.email
    )
    return send(
        key=key, to=person.email if by_mail else person.mobile,
        carrier=Carrier.EMAIL if by_mail else Carrier.SMS, language=person.language, params=params,
        person_id=person.pk, about=party.agreement, once_key=once,
        not_before=reach.earliest(person, at), at=at,
    )  # fmt: skip
