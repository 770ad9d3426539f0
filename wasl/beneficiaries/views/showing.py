"""What the pages of an imported file show: its stage, its figures, its batches, and the
next steps.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.beneficiaries import policies
from wasl.beneficiaries.findings import TITLES, in_ours
from wasl.beneficiaries.models.imports import PeopleImport
from wasl.beneficiaries.queries import imports
from wasl.beneficiaries.queries.imports import Surveyed
from wasl.beneficiaries.states import BatchStatus, ImportStatus
from wasl.common.steps import step_state
from wasl.common.text import whole_number
from wasl.common.verdicts import Refused

TONES = {
    ImportStatus.UPLOADED: "wait",
    ImportStatus.CHECKING: "note",
    ImportStatus.CHECKED: "go",
    ImportStatus.RUNNING: "note",
    ImportStatus.CLOSED: "",
}
BATCH_TONES = {
    BatchStatus.WAITING: "",
    BatchStatus.CHOSEN: "note",
    BatchStatus.DONE: "go",
    BatchStatus.FAILED: "stop",
    BatchStatus.UNDONE: "wait",
}
SHOWN_BATCHES = 300


def tell(request: HttpRequest, text: str) -> None:
    """Show a message on the next page."""
    messages.success(request, text)


def next_page(source: PeopleImport) -> str:
    """Return the page where an uploaded file continues."""
    name = "map_columns" if source.status == ImportStatus.UPLOADED else "import_detail"
    return reverse(f"beneficiaries:{name}", args=[source.pk])


def line(source: PeopleImport) -> dict[str, Any]:
    """Return a file as the list of files shows it."""
    return {
        "source": source,
        "url": next_page(source),
        "tone": TONES[ImportStatus(source.status)],
        "status": source.get_status_display(),
        "rows": source.rows_read,
    }


def steps(source: PeopleImport) -> list[dict[str, str]]:
    """Return the steps of a file, with the present one marked."""
    labels = [_("Handed in"), _("Columns"), _("Checked"), _("Brought"), _("Destroyed")]
    at = {
        ImportStatus.UPLOADED: 1,
        ImportStatus.CHECKING: 2,
        ImportStatus.CHECKED: 3,
        ImportStatus.RUNNING: 3,
        ImportStatus.CLOSED: 5,
    }[ImportStatus(source.status)]
    return [{"label": label, "state": step_state(place, at)} for place, label in enumerate(labels)]


def chosen_sheet(
    request: HttpRequest, source: PeopleImport, sheets: Sequence[Surveyed]
) -> tuple[int, int]:
    """Return the sheet and the row of headings: as requested, else as stored, else the
    likeliest.
    """
    sheet_index = whole_number(request.GET.get("sheet", ""))
    place = sheet_index if sheet_index is not None and sheet_index < len(sheets) else source.sheet
    rows = {number for number, _cells in sheets[place].rows} | {0}
    header = whole_number(request.GET.get("header", ""))
    # `was` is the sheet shown before. After a change of the sheet the row of the old one means
    # nothing.
    if header in rows and request.GET.get("was", str(place)) == str(place):
        return place, header
    return place, source.header_row if place == source.sheet else imports.likely_header(
        sheets[place]
    )


def detail(source: PeopleImport, user: User) -> dict[str, Any]:
    """Return the data of the page of one file."""
    batches = imports.batches(source)
    waiting = [batch for batch in batches if batch.status in imports.IMPORTABLE]
    closed = source.status == ImportStatus.CLOSED
    return {
        **working(source),
        "source": source,
        "steps": steps(source),
        "status": source.get_status_display(),
        "tone": TONES[ImportStatus(source.status)],
        "problem": in_ours(source.problem),
        "counts": _counts(source),
        "found": [] if closed else codes(source, "")[:8],
        "batches": [_batch(batch, user, source) for batch in batches[:SHOWN_BATCHES]],
        "more_batches": max(0, len(batches) - SHOWN_BATCHES),
        "waiting": len(waiting),
        "next_batch": waiting[0] if waiting else None,
        "to_come": sum(batch.chosen for batch in waiting),  # type: ignore[attr-defined]  # counted by the query
        "came": sum(batch.created for batch in batches if batch.status == BatchStatus.DONE),
        "fillable": source.counts.get("codes", {}).get("fill", 0),
        "is_checked": source.status == ImportStatus.CHECKED,
        "is_closed": closed,
        "may_map": policies.can_import_step(user, "map_columns", source),
        "may_close": policies.can_import_step(user, "close_import", source),
    }


def _batch(batch: Any, user: User, source: PeopleImport) -> dict[str, Any]:
    waits = batch.status in imports.IMPORTABLE
    return {
        "batch": batch,
        "tone": BATCH_TONES[batch.status],
        "problem": in_ours(batch.problem),
        "may_bring": waits
        and source.status == ImportStatus.CHECKED
        and (batch.chosen or batch.status != BatchStatus.WAITING),
        "may_undo": policies.can_undo(user, batch),
    }


def _counts(source: PeopleImport) -> list[dict[str, Any]]:
    """Return the figures at the top, each linked to its rows."""
    labels = {
        "ready": _("can be brought"),
        "warning": _("of them to be looked at"),
        "known": _("in the register already"),
        "error": _("cannot be brought"),
        "skipped": _("left out"),
    }
    if source.status not in (ImportStatus.CHECKED, ImportStatus.RUNNING):
        return []
    page = reverse("beneficiaries:import_findings", args=[source.pk])
    return [
        {
            "count": source.counts.get(which, 0),
            "label": label,
            "url": f"{page}?which={which}",
            "late": which == "error",
        }
        for which, label in labels.items()
    ]


def working(source: PeopleImport) -> dict[str, Any]:
    """Return how far the background work is, in figures and in words."""
    progress = imports.import_progress(source)
    if source.status == ImportStatus.CHECKING:
        # At least 1: a progress bar needs a maximum above 0.
        done, total = progress["read"], max(progress["expected"], 1)
        words = _("%(done)s of about %(whole)s rows read")
    else:
        done, total = progress["through"], max(progress["asked"], 1)
        words = _("%(done)s of %(whole)s batches brought")
    is_working = source.status in (ImportStatus.CHECKING, ImportStatus.RUNNING)
    words %= {"done": f"{done:,}", "whole": f"{total:,}"}
    return {
        "source": source,
        "is_working": is_working,
        "done": done,
        "whole": total,
        "words": words,
    }


def filters(parameters: Mapping[str, str]) -> tuple[str, str, int]:
    """Return the requested filter, finding, and row to continue after."""
    which, code, after = (parameters.get(name, "") for name in ("which", "code", "after"))
    return (
        # Anything unknown in the address is ignored.
        which if which in imports.ROW_FILTERS else "",
        code if code in TITLES else "",
        whole_number(after) or 0,
    )


def tabs(source: PeopleImport, which: str) -> list[dict[str, Any]]:
    """Return the tabs of the rows by kind."""
    labels = {
        "": _("All rows"),
        "error": _("Cannot be brought"),
        "warning": _("To be looked at"),
        "left": _("Not chosen"),
        "known": _("In the register"),
        "skipped": _("Left out"),
    }
    counts = source.counts
    return [
        {
            "label": label,
            "url": f"?{urlencode({'which': key})}",
            "current": key == which,
            "count": counts.get(key, 0),
        }
        for key, label in labels.items()
    ]


def codes(source: PeopleImport, chosen: str) -> list[dict[str, Any]]:
    """Return the findings, the most frequent first."""
    counts: dict[str, int] = source.counts.get("codes", {})
    page = reverse("beneficiaries:import_findings", args=[source.pk])
    return [
        {
            "code": code,
            "label": TITLES[code],
            "count": count,
            "url": f"{page}?code={code}",
            "current": code == chosen,
        }
        for code, count in sorted(counts.items(), key=lambda item: -item[1])
        # The counts are stored; a code that is no longer known has no title.
        if code in TITLES
    ]


def batches_asked(choice: str, source: PeopleImport) -> list[int] | None:
    """Return the numbers of the requested batches; None for all that wait.

    Raises `Refused` when the choice is unknown.
    """
    if choice == "all":
        return None
    if choice == "next":
        following = imports.next_batch_number(source)
        return [following] if following else []
    if (number := whole_number(choice)) is not None:
        return [number]
    raise Refused(_("Say which batches."))
