"""Reads of the register: check by code, papers of a subject or person, and the document itself."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import LetterheadVersion
from wasl.common.verdicts import Refused
from wasl.papers import typesetting
from wasl.papers.codes import read_code
from wasl.papers.models import Paper, PaperQuerySet
from wasl.papers.states import Status

log = logging.getLogger(__name__)
TONES = {Status.ISSUED: "go", Status.SUPERSEDED: "wait", Status.VOID: "stop"}


@dataclass(frozen=True)
class Checked:
    """What the public check page shows; nothing personal."""

    number: str
    kind: str
    issued_date: date
    status: str
    status_label: str
    tone: str
    sha256: str


def checked(code: str) -> Checked | None:
    """Return what anyone with a paper's code may learn, or None when there is no such paper."""
    code = read_code(code)
    paper = Paper.objects.filter(check_code=code).first() if code else None
    if paper is None:
        return None
    return Checked(
        number=paper.number,
        kind=str(paper.get_kind_display()),
        issued_date=paper.issued_date,
        status=paper.status,
        status_label=str(paper.get_status_display()),
        tone=TONES[Status(paper.status)],
        sha256=paper.sha256,
    )


def about(subject: models.Model) -> PaperQuerySet:
    """Return the papers filed under a row, newest first."""
    return Paper.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    ).order_by("-issued_at")


def of_person(person_id: int) -> PaperQuerySet:
    """Return the papers that concern a person, newest first."""
    return Paper.objects.filter(person_id=person_id).order_by("-issued_at")


def content(paper: Paper) -> bytes:
    """Return the document as issued, after comparing its hash again.

    Raises `Refused` when the file is gone or was changed.
    """
    # A destruction of data empties the file and keeps the row (package `privacy`).
    if not paper.file:
        raise Refused(_("This paper was destroyed with the data of the person it was about."))
    try:
        with paper.file.open("rb") as file:
            data: bytes = file.read()
    except OSError as error:
        log.exception("The file of paper %s cannot be read.", paper.pk)
        raise Refused(
            _("The stored file of this paper cannot be read. Restore it from the backup.")
        ) from error
    if hashlib.sha256(data).hexdigest() != paper.sha256:
        log.error("The file of paper %s does not match its hash.", paper.pk)
        raise Refused(
            _(
                "The stored file of this paper was changed since it was issued. Restore "
                "it from the backup."
            )
        )
    return data


def harmed(latest: int = 100) -> list[str]:
    """Return numbers of papers, among the latest, whose file is missing or was changed."""
    # Destroyed papers have no file, and that is no damage.
    latest_papers = Paper.objects.exclude(file="").order_by("-issued_at")[:latest]
    return [paper.number for paper in latest_papers if not _is_whole(paper)]


def _is_whole(paper: Paper) -> bool:
    try:
        return bool(content(paper))
    except Refused:
        return False


def letterhead_on(day: date) -> LetterheadVersion:
    """Return the letterhead in use on a day. Raises `Refused` when there is none yet."""
    letterhead = (
        LetterheadVersion.objects.filter(valid_from__lte=day)
        # Of two versions that begin on one day, the later one counts.
        .order_by("-valid_from", "-version")
        .first()
    )
    if letterhead is None:
        raise Refused(_("The association has no letterhead yet. Set one under Administration."))
    return letterhead


def printable(
    kind: str,
    *,
    title: str,
    data: Mapping[str, Any],
    day: date,
    dated: bool = True,
    attachments: int | None = None,
) -> bytes:
    """Return a form or draft on the letterhead: no number, no check code, not registered.

    `dated=False` leaves the date to be filled in by hand. Raises `Refused`.
    """
    sheet = typesetting.sheet(
        letterhead=letterhead_on(day),
        title=title,
        data=data,
        issued=day if dated else None,
        attachments=attachments,
    )
    try:
        return typesetting.render(kind, sheet)
    except typesetting.CannotPrint as error:
        log.exception("A %s could not be typeset.", kind)
        raise Refused(
            _(
                "The paper could not be prepared. Try again, and tell the administrator "
                "if it stays so."
            )
        ) from error
