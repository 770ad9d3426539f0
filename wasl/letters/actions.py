"""Writing in the registers: numbers without gaps per register and Hijri year, none twice
(LET-1).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries.models.person import Person
from wasl.cases.models.case import Case
from wasl.common.clock import day_of
from wasl.common.dates import hijri_year
from wasl.common.uploads import Accepted, each_of
from wasl.common.verdicts import Refused
from wasl.letters import policies
from wasl.letters.models import Counter, Letter, LetterFile, Register
from wasl.papers import actions as papers


@transaction.atomic
def issue(
    *,
    kind: str,
    party: str,
    subject: str,
    data: Any,
    by: User,
    at: datetime,
    person: Person | None = None,
    case: Case | None = None,
    files: Sequence[Accepted] = (),
    once: UUID | None = None,
) -> Letter:
    """Number an outgoing letter and print its paper. The counter's row is the last thing locked
    before the commit.

    Its files are counted on the paper and named there with their hashes (LET-3).
    `kind` and `data` are those of `papers.registry`. Raises `Refused`.
    """
    policies.can_issue(by).require()
    # Before a number is taken: a form sent twice must not use two.
    if existing := _known(once):
        return existing
    letter = Letter(
        register=Register.OUTGOING,
        party=party,
        subject=subject,
        person=person,
        case=case,
        once=once,
    )
    # Number and paper in one transaction: if the paper fails, the number is free again and leaves
    # no gap.
    enclosed = _number(letter, files, by=by, at=at)
    letter.paper = papers.issue(
        kind=kind,
        number=letter.reference,
        title=subject,
        subject=letter,
        person_id=person.pk if person else None,
        data=data,
        by=by,
        at=at,
        attachments=[{"title": file.name, "sha256": file.sha256} for file in enclosed],
    )
    letter.save(update_fields=["paper"])
    record(
        verb="letters.issue",
        subject=letter,
        root=case,
        by=by,
        at=at,
        data={"number": letter.reference},
    )
    return letter


@transaction.atomic
def receive(
    *,
    party: str,
    subject: str,
    their_number: str,
    by: User,
    at: datetime,
    person: Person | None = None,
    case: Case | None = None,
    files: Sequence[Accepted] = (),
    once: UUID | None = None,
) -> Letter:
    """Enter an incoming letter under the next number of its own register. Raises `Refused`."""
    policies.can_receive(by).require()
    if existing := _known(once):
        return existing
    letter = Letter(
        register=Register.INCOMING,
        party=party,
        subject=subject,
        their_number=their_number,
        person=person,
        case=case,
        once=once,
    )
    _number(letter, files, by=by, at=at)
    record(
        verb="letters.receive",
        subject=letter,
        root=case,
        by=by,
        at=at,
        data={"number": letter.reference},
    )
    return letter


@transaction.atomic
def void(*, letter: Letter, reason: str, by: User, at: datetime) -> Letter:
    """Void a letter with a reason; its number stays taken and its paper says so. Raises
    `Refused`.
    """
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    policies.can_void(by, letter).require()
    letter.voided_at, letter.voided_by, letter.void_reason = at, by, reason
    letter.save(update_fields=["voided_at", "voided_by", "void_reason"])
    # An incoming letter has no paper of ours.
    if letter.paper:
        papers.void(paper=letter.paper, reason=reason, by=by, at=at)
    record(verb="letters.void", subject=letter, by=by, at=at, data={"number": letter.reference})
    return letter


def _known(once: UUID | None) -> Letter | None:
    """Return the letter that this form created already, if it was sent twice."""
    return Letter.objects.filter(once=once).first() if once else None


def _keep(letter: Letter, order: int, accepted: Accepted) -> LetterFile:
    letter_file = LetterFile(
        letter=letter, order=order, name=accepted.name, kind=accepted.kind, size=accepted.size,
        pages=accepted.pages, sha256=accepted.sha256,
    )  # fmt: skip
    try:
        # Stored under its key: a name from outside never becomes a path.
        letter_file.file.save(
            f"{letter_file.key}.{accepted.suffix}", ContentFile(accepted.content), save=False
        )
    except OSError as error:
        # A file that cannot be stored undoes the number too.
        raise Refused(
            _(
                "The file could not be kept; the disk may be full. Tell the "
                "administrator and try again."
            )
        ) from error
    letter_file.save()
    return letter_file


def _number(
    letter: Letter, files: Sequence[Accepted], *, by: User, at: datetime
) -> list[LetterFile]:
    """Give the next number, and store the enclosed files in their order, counted."""
    year = hijri_year(day_of(at))
    # The first letter of a Hijri year makes the counter; of two at once, one insert is ignored.
    Counter.objects.bulk_create(
        [Counter(register=letter.register, hijri_year=year)], ignore_conflicts=True
    )
    # A locked row instead of a sequence: a sequence leaves a gap when a transaction fails (LET-1).
    # Letters of a register wait here for each other.
    counter = Counter.objects.select_for_update().get(register=letter.register, hijri_year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    letter.hijri_year, letter.number, letter.issued_at, letter.issued_by = (
        year,
        counter.last,
        at,
        by,
    )
    # An e-invoice inside a file counts as a file of its own.
    enclosed = each_of(files)
    letter.attachments_count = len(enclosed)
    letter.save()
    return [_keep(letter, order, accepted) for order, accepted in enumerate(enclosed, start=1)]
