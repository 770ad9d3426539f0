"""What the steps of an import share: the stored file, and its row locked for a step."""

import uuid
from pathlib import PurePath
from tempfile import SpooledTemporaryFile

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.beneficiaries import policies
from wasl.beneficiaries.models.imports import PeopleImport
from wasl.beneficiaries.states import IMPORT_LIFECYCLE
from wasl.common.cells import Table
from wasl.common.sealed_files import seal_into, unsealed
from wasl.common.tables import open_table
from wasl.common.text import clean
from wasl.common.verdicts import Refused


def plain_name(name: str) -> str:
    """Return the name of a file without its folders."""
    return clean(PurePath(name.replace("\\", "/")).name)[:200] or "people"


def keep(source: PeopleImport, content: bytes) -> None:
    """Store the file encrypted under a random name.

    Raises `Refused` when the disk takes no more.
    """
    # Spooled to disk beyond a mebibyte; what is written there is already encrypted.
    with SpooledTemporaryFile(max_size=1024 * 1024) as sealed:
        seal_into(sealed, content)
        sealed.seek(0)
        try:
            source.file.save(f"{uuid.uuid4()}.sealed", File(sealed), save=False)
        except OSError as error:
            raise Refused(
                _(
                    "The file could not be kept; the disk may be full. Tell the administrator "
                    "and try again."
                )
            ) from error


def opened(source: PeopleImport) -> Table:
    """Return the stored file, ready to read. Raises `BadTable`."""
    with source.file.open("rb") as sealed:
        return open_table(unsealed(sealed), settings.UPLOAD_LIMIT)


def step(source: PeopleImport, verb: str, by: User | None) -> PeopleImport:
    """Lock the file's row and set the status the verb leads to, without saving it.

    Raises `Refused` when this user may not take the step, or not at this stage.
    """
    people_import = PeopleImport.objects.select_for_update(of=("self",)).get(pk=source.pk)
    policies.can_import_step(by, verb, people_import).require()
    people_import.status = IMPORT_LIFECYCLE[verb].to
    return people_import
