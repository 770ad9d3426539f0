"""Queries of the registers."""

import hashlib
import logging

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wasl.accounts.models import Membership, User
from wasl.accounts.permissions import Permission
from wasl.accounts.roles import ROLES
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import pointing
from wasl.cases.models.case import Case
from wasl.common.verdicts import Refused
from wasl.letters.models import Letter, LetterFile

PAGE = 50
log = logging.getLogger(__name__)


def register(user: User, register: str, *, before: int | None = None) -> list[Letter]:
    """Return a page of a register, newest first; `before` is the id the last page ended with."""
    letters = (
        Letter.objects.visible_to(user)
        .filter(register=register)
        .select_related("paper", "case", "issued_by")
    )
    if before:
        letters = letters.filter(id__lt=before)
    # One row more than a page tells whether there is a next one.
    return list(letters.order_by("-id")[: PAGE + 1])


def visible_letters(user: User) -> QuerySet[Letter]:
    """Return the letters that this user's role opens, with what their page shows."""
    return Letter.objects.visible_to(user).select_related(
        "paper", "person", "case", "issued_by", "voided_by"
    )


def letter_files() -> QuerySet[LetterFile]:
    """Return every enclosed file with its letter and the person it is about."""
    return LetterFile.objects.select_related("letter__person")


def of_case(user: User, case: Case) -> list[Letter]:
    """Return the letters about a case."""
    return list(
        Letter.objects.filter(case=case)
        .select_related("paper")
        .prefetch_related("files")
        .order_by("-id")
    )


def of_person(user: User, person: Person) -> list[Letter]:
    """Return the latest letters to a person."""
    return list(
        Letter.objects.filter(person__in=pointing.files_of(person.pk))
        .select_related("paper")
        .prefetch_related("files")
        .order_by("-id")[:20]
    )


def files_of(letter: Letter) -> list[LetterFile]:
    """Return the files enclosed with a letter, in their order."""
    return list(letter.files.order_by("order"))


def content(file: LetterFile) -> bytes:
    """Return a file as it was enclosed, after checking its hash. Raises `Refused` when the file is
    gone or was changed.
    """
    if not file.file:
        raise Refused(_("This file was destroyed with the data of the person it was about."))
    try:
        with file.file.open("rb") as stored:
            content_bytes: bytes = stored.read()
    except OSError as error:
        log.exception("The file %s of a letter cannot be read.", file.key)
        raise Refused(_("The stored file cannot be read. Restore it from the backup.")) from error
    # LET-3: the printed letter names this hash, so another file must never be shown for it.
    if hashlib.sha256(content_bytes).hexdigest() != file.sha256:
        log.error("The file %s of a letter does not match its hash.", file.key)
        raise Refused(
            _("The stored file was changed since it was enclosed. Restore it from the backup.")
        )
    return content_bytes


def signatory() -> dict[str, str]:
    """Return the default signatory of letters: the executive."""
    codes = [
        role.code for role in ROLES.values() if Permission.ANSWERS_RELEASE_EARLY in role.permissions
    ]
    memberships = (
        Membership.objects.current()
        .filter(role__in=codes, user__is_active=True)
        .select_related("user")
    )
    # Of several executives the longest in office.
    first = memberships.order_by("since_date", "pk").first()
    return {"title": "المدير التنفيذي", "name": first.user.name_ar} if first else {}
