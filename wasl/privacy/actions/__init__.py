"""Every write of the package, by what it is about."""

from wasl.privacy.actions.incidents import (
    add_affected,
    assess,
    close_incident,
    notify_authority,
    record_lessons,
    report_incident,
    tell_affected,
)
from wasl.privacy.actions.requests import (
    extend,
    grant,
    grant_in_part,
    prove_identity,
    receive,
    refuse,
    withdraw,
)

__all__ = [
    "add_affected",
    "assess",
    "close_incident",
    "extend",
    "grant",
    "grant_in_part",
    "notify_authority",
    "prove_identity",
    "receive",
    "record_lessons",
    "refuse",
    "report_incident",
    "tell_affected",
    "withdraw",
]
