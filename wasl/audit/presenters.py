"""Every verb of the trail as a sentence that people read. A verb that is missing here fails `tests/audit`."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from wasl.audit.models import Event

SENTENCES: dict[str, str | Promise] = {
    "accounts.add_staff": _l("Staff member added"),
    "accounts.deactivate": _l("Staff member's sign-in closed"),
    "accounts.end_role": _l("Role ended"),
    "accounts.grant_role": _l("Role given"),
    "accounts.move_clock": _l("The sample's clock moved forward"),
    "accounts.reactivate": _l("Staff member's sign-in opened again"),
    "accounts.set_password": _l("Password set anew"),
    "audit.view": _l("Trail opened"),
    "messaging.fail": _l("Message could not be sent"),
    "messaging.retry": _l("Message sent again"),
    "messaging.send": _l("Message sent"),
}

# Steps that the applicant takes alone, proven by a one-time code; any other step without a name is the system's.
APPLICANTS = frozenset(
    {
        "cases.add_document",
        "cases.declare",
        "cases.sign",
        "cases.start",
        "cases.submit",
        "cases.withdraw",
        "grievances.lodge",
    }
)


def sentence(verb: str) -> str:
    """What happened, in the reader's language."""
    return str(SENTENCES.get(verb, verb))


def actor_of(event: Event) -> str:
    """Who did it: a staff member, the applicant, or the system."""
    if event.actor_id:
        return event.actor.name  # type: ignore[union-attr]
    return _("The applicant") if event.verb in APPLICANTS else _("Wasl")
