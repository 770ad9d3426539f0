"""What the pages of a draft share: which edition the page was drawn for, who acts, and a refusal
that keeps what was typed.
"""

from typing import Any

from django.http import HttpRequest

from wasl.accounts.web import who
from wasl.catalogue.forms import DraftPart
from wasl.catalogue.models import ScoringGuide, ServiceVersion
from wasl.common import clock
from wasl.common.text import whole_number
from wasl.common.verdicts import Refused


def edition_of(request: HttpRequest) -> int | None:
    """Which edition of the draft the page was drawn for."""
    text = request.POST.get("edition", "")
    return whole_number(text)


def acting(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and when."""
    return {"by": who(request), "at": clock.now()}


def say(form: DraftPart, refused: Refused, version: ScoringGuide | ServiceVersion) -> bool:
    """Put the refusal on the form, which keeps what was typed; whether the page was stale. The next
    save goes through.
    """
    form.add_error(None, str(refused))
    if not refused.link:
        return False
    version.refresh_from_db(fields=["edition"])
    typed = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, whose copy may be changed
    typed["edition"] = str(version.edition)
    form.data = typed
    return True
