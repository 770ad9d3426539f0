"""Deeds done for a data request, what may still be done, and which refusals would be true."""

from datetime import date

from wasl.beneficiaries.models.consents import ConsentPurpose
from wasl.beneficiaries.models.person import Person, Purpose
from wasl.beneficiaries.queries import consents as consents_queries
from wasl.beneficiaries.queries import pointing
from wasl.privacy.models.destruction import Destruction
from wasl.privacy.models.requests import DataSubjectRequest, Deed, DeedKind, RefusalCode, Right
from wasl.privacy.queries.destruction import Block, blocks
from wasl.privacy.states import PROVEN, Status

# The deeds by which each right is fulfilled.
FULFILLED_BY: dict[str, tuple[DeedKind, ...]] = {
    Right.ACCESS: (DeedKind.HANDED_OVER,),
    Right.COPY: (DeedKind.HANDED_OVER,),
    Right.CORRECTION: (DeedKind.CORRECTED,),
    Right.DESTRUCTION: (DeedKind.DESTROYED,),
    Right.WITHDRAWAL: (DeedKind.CONSENT_ENDED,),
    Right.OBJECTION: (DeedKind.CONSENT_ENDED, DeedKind.USE_STOPPED),
}
# The reasons for which each right may be refused.
_ALWAYS = (RefusalCode.REPEATED, RefusalCode.NOT_PROVEN, RefusalCode.NOTHING_HELD)
_BARRED = (RefusalCode.KEPT_BY_LAW, RefusalCode.STILL_NEEDED)
REFUSED_FOR: dict[str, tuple[RefusalCode, ...]] = {
    Right.ACCESS: (*_ALWAYS, RefusalCode.OTHERS_RIGHTS),
    Right.COPY: (*_ALWAYS, RefusalCode.OTHERS_RIGHTS),
    Right.CORRECTION: (*_ALWAYS, RefusalCode.IS_RIGHT),
    Right.DESTRUCTION: (*_ALWAYS, *_BARRED),
    Right.WITHDRAWAL: _ALWAYS,
    Right.OBJECTION: (*_ALWAYS, *_BARRED),
}
# Codes of `Block` that are a legal duty; every other block means that the data are still needed.
BY_LAW = ("legal_hold", "obliged")


def deeds(data_request: DataSubjectRequest) -> list[Deed]:
    """Return the deeds of a request, oldest first, at most 200."""
    return list(data_request.deeds.select_related("by").order_by("pk")[:200])


def is_fulfilled(data_request: DataSubjectRequest) -> bool:
    """Tell whether a deed was done that grants the request."""
    return data_request.deeds.filter(kind__in=FULFILLED_BY[data_request.right]).exists()


def prepared_file(data_request: DataSubjectRequest) -> Deed | None:
    """Return the newest file of the person's data that was made for the request."""
    return data_request.deeds.filter(kind=DeedKind.PREPARED).order_by("-pk").first()


def open_destruction(data_request: DataSubjectRequest) -> Destruction | None:
    """Return the destruction that the request waits for."""
    return data_request.destructions.filter(status__in=("proposed", "approved")).first()


def last_destruction(data_request: DataSubjectRequest) -> Destruction | None:
    """Return the newest destruction proposed for the request."""
    return data_request.destructions.select_related("approved_by").order_by("-pk").first()


def proven_erasure(person: Person) -> DataSubjectRequest | None:
    """Return the person's erasure request whose asker is proven."""
    rows = DataSubjectRequest.objects.filter(
        person=person, right=Right.DESTRUCTION, status__in=PROVEN
    )
    return rows.order_by("pk").first()


def uses_that_stand(data_request: DataSubjectRequest) -> list[tuple[str, str]]:
    """Return the uses of the person's data that may be stopped.

    These are consents and, for an objection, messages by purpose.
    """
    person = data_request.person
    if person is None:
        return []
    consents = [
        (f"consent:{line.purpose}", line.label)
        for line in consents_queries.consents(person)
        if line.standing is not None
    ]
    if data_request.right != Right.OBJECTION:
        return consents
    messages = [
        (f"message:{purpose.value}", str(purpose.label))
        for purpose in Purpose
        if purpose.value not in (person.opted_out or [])
    ]
    return consents + messages


def use_in_words(what: str) -> str:
    """Name a stopped use in the reader's language."""
    kind, _mark, code = what.partition(":")
    names = ConsentPurpose if kind == "consent" else Purpose
    # A code that was removed from the choices is shown as stored.
    return str(names(code).label) if code in names.values else what


def bars(data_request: DataSubjectRequest, day: date) -> list[Block]:
    """Return what blocks the destruction of the data of the person who asks."""
    return blocks(data_request.person, day) if data_request.person else []


def bar_code(block: Block) -> RefusalCode:
    """Return the refusal code that covers a block."""
    return RefusalCode.KEPT_BY_LAW if block.code in BY_LAW else RefusalCode.STILL_NEEDED


def true_refusals(data_request: DataSubjectRequest, day: date) -> list[RefusalCode]:
    """Return the refusal reasons that today's facts support.

    Before the identity is proven only that may be the reason: any other would disclose something
    about the person to a stranger.
    """
    if data_request.status == Status.RECEIVED:
        return [RefusalCode.NOT_PROVEN]
    codes = [code for code in REFUSED_FOR[data_request.right] if code != RefusalCode.NOT_PROVEN]
    return [code for code in codes if _is_true(code, data_request, day)]


def _is_true(code: RefusalCode, data_request: DataSubjectRequest, day: date) -> bool:
    if code == RefusalCode.REPEATED:
        return _was_answered_before(data_request)
    if code == RefusalCode.NOTHING_HELD:
        return _holds_nothing(data_request)
    if code in _BARRED and data_request.right == Right.DESTRUCTION:
        return any(bar_code(block) == code for block in bars(data_request, day))
    return data_request.person_id is not None


def _was_answered_before(data_request: DataSubjectRequest) -> bool:
    answered = DataSubjectRequest.objects.filter(
        right=data_request.right, status__in=(Status.GRANTED, Status.IN_PART, Status.REFUSED)
    ).exclude(pk=data_request.pk)
    if data_request.person_id is None:
        return answered.filter(person=None, requester_name=data_request.requester_name).exists()
    # A request filed under a file that was merged later counts for the same person.
    return answered.filter(person__in=pointing.files_of(data_request.person_id)).exists()


def _holds_nothing(data_request: DataSubjectRequest) -> bool:
    if data_request.person_id is None:
        return True
    if data_request.right in (Right.WITHDRAWAL, Right.OBJECTION):
        return not uses_that_stand(data_request)
    return False
