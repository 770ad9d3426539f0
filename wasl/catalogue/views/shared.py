"""What the pages of a draft share: which edition the page was drawn for, who acts, and a refusal that keeps what was typed."""

from typing import Any, Protocol

from django.http import HttpRequest

from wasl.accounts.web import who
from wasl.catalogue.forms import DraftPart
from wasl.common import clock
from wasl.common.verdicts import Refused


class Draft(Protocol):
    """A draft of a guide or of a service."""

    edition: Any

    def refresh_from_db(self, using: Any = None, fields: Any = None, from_queryset: Any = None) -> None: ...


def edition_of(request: HttpRequest) -> int | None:
    """Which edition of the draft the page was drawn for."""
    told = request.POST.get("edition", "")
    return int(told) if told.isdecimal() and len(told) < 10 else None


def acting(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and when."""
    return {"by": who(request), "at": clock.now()}


def say(form: DraftPart, refused: Refused, version: Draft) -> bool:
    """Put the refusal on the form, which keeps what was typed; whether the page was stale. The next save goes through."""
    form.add_error(None, str(refused))
    if not refused.link:
        return False
    version.refresh_from_db(fields=["edition"])
    typed = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, whose copy may be changed
    typed["edition"] = str(version.edition)
    form.data = typed
    return True
