"""Helpers of draft pages: the page's edition, the actor, and refusals that keep the input."""

from typing import Any

from django.http import HttpRequest

from wasl.accounts.web import who
from wasl.catalogue.forms.guide import DraftPart
from wasl.catalogue.models.guide import ScoringGuide
from wasl.catalogue.models.offered import ServiceVersion
from wasl.common import clock
from wasl.common.text import whole_number
from wasl.common.verdicts import Refused


def edition_of(request: HttpRequest) -> int | None:
    """Return the edition of the draft that the page was drawn for."""
    text = request.POST.get("edition", "")
    return whole_number(text)


def acting(request: HttpRequest) -> dict[str, Any]:
    """Return the actor and the time."""
    return {"by": who(request), "at": clock.now()}


def say(form: DraftPart, refused: Refused, version: ScoringGuide | ServiceVersion) -> bool:
    """Put the refusal on the form, and tell whether the page was stale.

    The form keeps what was typed, and the next save goes through.
    """
    form.add_error(None, str(refused))
    # Of the refusals of an edit, only that of a stale page has a link (`drafts.changed_by`).
    if not refused.link:
        return False
    version.refresh_from_db(fields=["edition"])
    typed = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, whose copy may be changed
    # With the fresh edition a second click saves over the other's change, after the author has seen
    # it (ADR 36).
    typed["edition"] = str(version.edition)
    form.data = typed
    return True
