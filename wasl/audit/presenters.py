"""How the audit trail speaks of its events, in the words that each package registers.

A package declares its words in `sentences.py`; `AuditConfig.ready` loads these files.
"""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from wasl.audit.models import Event

# Filled by `register`: what happened, by verb; the kind of file, by model label.
SENTENCES: dict[str, str | Promise] = {}
FILES: dict[str, str | Promise] = {}
# Steps that the applicant takes alone, proven by a one-time code; any other step without an actor
# is the system's.
APPLICANTS: set[str] = set()


def register(
    sentences: Mapping[str, str | Promise],
    *,
    files: Mapping[str, str | Promise] | None = None,
    applicants: Iterable[str] = (),
) -> None:
    """Add a package's words. Raises `ImproperlyConfigured` for a verb or label already there."""
    files = files or {}
    if twice := sorted((SENTENCES.keys() & sentences.keys()) | (FILES.keys() & files.keys())):
        raise ImproperlyConfigured(f"Two packages give words for {', '.join(twice)}.")
    SENTENCES.update(sentences)
    FILES.update(files)
    APPLICANTS.update(applicants)


def sentence(verb: str) -> str:
    """Return what happened, in the reader's language."""
    return str(SENTENCES.get(verb, verb))


def file_of(root_type: str) -> str:
    """Return the kind of file an event belongs to."""
    return str(FILES.get(root_type, root_type))


def actor_of(event: Event) -> str:
    """Return who did it: a staff member, the applicant, or the system."""
    if event.actor_id:
        return event.actor.name  # type: ignore[union-attr]
    return _("The applicant") if event.verb in APPLICANTS else _("Wasl")
