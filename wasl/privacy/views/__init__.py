"""Pages of data protection, by what they are for."""

from wasl.privacy.views.home import home, person_panel
from wasl.privacy.views.incidents import (
    add_affected,
    assess,
    close_incident,
    incident,
    incidents,
    notice,
    notify_authority,
    record_lessons,
    report_incident,
    tell_affected,
)
from wasl.privacy.views.requests import (
    detail,
    extend,
    grant,
    grant_in_part,
    prove_identity,
    receive,
    refuse,
    requests,
    withdraw,
)

__all__ = [
    "add_affected",
    "assess",
    "close_incident",
    "detail",
    "extend",
    "grant",
    "grant_in_part",
    "home",
    "incident",
    "incidents",
    "notice",
    "notify_authority",
    "person_panel",
    "prove_identity",
    "receive",
    "record_lessons",
    "refuse",
    "report_incident",
    "requests",
    "tell_affected",
    "withdraw",
]
