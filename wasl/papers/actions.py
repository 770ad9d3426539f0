"""Issue papers, make them void, supersede them.

The package whose step issues a paper asks whether the user may.
"""

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.common.clock import day_of
from wasl.common.text import ascii_digits
from wasl.common.verdicts import Refused
from wasl.papers import policies, typesetting
from wasl.papers.codes import new_code
from wasl.papers.kinds import Attached
from wasl.papers.models import Paper
from wasl.papers.queries import letterhead_on
from wasl.papers.states import LIFECYCLE

log = logging.getLogger(__name__)


@transaction.atomic
def issue(
    *,
    kind: str,
    number: str,
    title: str,
    subject: models.Model,
    data: Mapping[str, Any],
    by: User | None,
    at: datetime,
    person_id: int | None = None,
    attachments_count: int = 0,
    attachments: Sequence[Attached] = (),
) -> Paper:
    """Print a paper from plain data (`registry.py`), store it with its hash and register it.

    Raises `Refused`. The file is written last, just before the row, so that a refusal leaves
    nothing half-written.
    """
    number, day = _free(kind, number), day_of(at)
    paper = Paper(
        kind=kind,
        number=number,
        title=title[:200],
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        person_id=person_id,
        letterhead=letterhead_on(day),
        issued_at=at,
        issued_date=day,
        issued_by=by,
        attachments_count=len(attachments) or attachments_count,
        check_code=new_code(),
    )
    _print(paper, data, attachments)
    record(
        verb="papers.issue",
        subject=paper,
        root=subject,
        by=by,
        at=at,
        data={"kind": kind, "number": number},
    )
    return paper


def _free(kind: str, number: str) -> str:
    number = ascii_digits(number)
    if not number:
        raise Refused(_("A paper is issued under a number."))
    # Asked before typesetting, to save its time. Two calls at once pass this check both; the
    # constraint then stops one, in `_keep`.
    if Paper.objects.filter(kind=kind, number=number).exists():
        raise Refused(
            _("The number %(number)s was already given to a paper of this kind.")
            % {"number": number}
        )
    return number


def _print(paper: Paper, data: Mapping[str, Any], attachments: Sequence[Attached]) -> None:
    sheet = typesetting.sheet(
        letterhead=paper.letterhead,
        title=paper.title,
        data=data,
        number=paper.number,
        issued=paper.issued_date,
        attachments=paper.attachments_count,
        attached=attachments,
        check_code=paper.check_code,
    )
    try:
        pdf = typesetting.render(paper.kind, sheet)
    except typesetting.CannotPrint as error:
        log.exception("Paper %s of kind %s could not be typeset.", paper.number, paper.kind)
        raise Refused(
            _(
                "The paper could not be prepared, so nothing was changed. "
                "Try again, and tell the administrator if it stays so."
            )
        ) from error
    # The sheet as rendered, in one spelling: sorted keys, Arabic letters as they are.
    paper.data = json.dumps(sheet, ensure_ascii=False, sort_keys=True)
    paper.sha256 = hashlib.sha256(pdf).hexdigest()
    _keep(paper, pdf)


def _keep(paper: Paper, pdf: bytes) -> None:
    storage, name = paper._meta.get_field("file").storage, f"papers/{uuid4().hex}.pdf"
    try:
        paper.file.name = storage.save(name, ContentFile(pdf))
        # The savepoint keeps the caller's transaction usable after an IntegrityError.
        with transaction.atomic():
            paper.save(force_insert=True)
    except OSError as error:
        # A disk that is full may leave part of the file.
        storage.delete(name)
        log.exception("The file of paper %s could not be written.", paper.number)
        raise Refused(
            _(
                "The paper could not be stored, so nothing was changed: the disk may be full. "
                "Tell the administrator."
            )
        ) from error
    except IntegrityError as error:
        storage.delete(str(paper.file.name))
        raise Refused(
            _("The number %(number)s was already given to a paper of this kind.")
            % {"number": paper.number}
        ) from error


@transaction.atomic
def void(*, paper: Paper, reason: str, by: User | None, at: datetime) -> Paper:
    """Make an issued paper void, with a reason; its number and text stay. Raises `Refused`."""
    if not reason.strip():
        raise Refused(_("Say why the paper is made void."))
    paper = _locked(paper, "void")
    paper.status, paper.voided_at, paper.voided_by, paper.void_reason = (
        LIFECYCLE["void"].to,
        at,
        by,
        reason.strip()[:300],
    )
    paper.save(update_fields=["status", "voided_at", "voided_by", "void_reason"])
    record(
        verb="papers.void",
        subject=paper,
        by=by,
        at=at,
        data={"kind": paper.kind, "number": paper.number},
    )
    return paper


@transaction.atomic
def supersede(*, paper: Paper, successor: Paper, by: User | None, at: datetime) -> Paper:
    """Mark an issued paper as superseded by a newer one. Raises `Refused`."""
    if paper.pk == successor.pk or paper.kind != successor.kind:
        raise Refused(_("A paper is superseded by another of its kind."))
    paper = _locked(paper, "supersede")
    paper.status, paper.superseded_by = LIFECYCLE["supersede"].to, successor
    paper.save(update_fields=["status", "superseded_by"])
    record(
        verb="papers.supersede",
        subject=paper,
        by=by,
        at=at,
        data={"by": str(successor.pk), "number": paper.number},
    )
    return paper


def _locked(paper: Paper, verb: str) -> Paper:
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    policies.can_change(verb, paper).require()
    return paper
