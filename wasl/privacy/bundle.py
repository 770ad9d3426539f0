"""The zip of all data held of a person: a PDF, the same as JSON, their papers and files."""

import zipfile
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.db.models import Q
from django.utils import translation

from wasl.audit.models import Event
from wasl.beneficiaries.models.documents import Attachment
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import consents
from wasl.common.clock import day_of
from wasl.letters.models import LetterFile
from wasl.papers import queries as papers
from wasl.papers.kinds import Kind
from wasl.papers.models import Paper
from wasl.privacy import paperwork
from wasl.privacy.queries.export import as_json, my_data, readable

# Bytes that the zip holds in memory before it moves to a temporary file.
IN_MEMORY = 4 * 1024 * 1024


def bundle(person: Person, at: datetime) -> tuple[IO[bytes], int]:
    """Return the zip, open at its start, and the number of files beside the two readable ones.

    Raises `Refused`.
    """
    # Papers are in Arabic whatever language the visitor reads.
    with translation.override("ar"):
        data = my_data(person)
        pdf = papers.printable(
            Kind.MY_DATA,
            title=paperwork.MY_DATA,
            data=_sheet(person, data, at),
            day=day_of(at),
            attachments=None,
        )
    packed: Any = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (whoever answers with it closes it)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("بياناتي.pdf", pdf)
        archive.writestr("my-data.json", as_json(data))
        files = sum(
            # A slash in a number or a file name would become a folder in the zip.
            _add(archive, f"papers/{paper.kind}-{paper.number.replace('/', '-')}.pdf", paper.file)
            for paper in _papers(person)
        )
        files += sum(
            _add(
                archive,
                f"files/{attachment.pk}-{attachment.name.replace('/', '-')}",
                attachment.file,
            )
            for attachment in _attachments(person)
        )
        files += sum(
            _add(
                archive,
                f"letters/{letter_file.pk}-{letter_file.name.replace('/', '-')}",
                letter_file.file,
            )
            for letter_file in _enclosed(person)
        )
    packed.seek(0)
    return packed, files


def _sheet(person: Person, data: dict[str, Any], at: datetime) -> dict[str, Any]:
    # Only the number of reads is used: the export names nobody on the staff.
    reads = Event.objects.filter(
        root_type="beneficiaries.person", root_id=str(person.pk), verb="beneficiaries.view"
    )
    shared = [line.label for line in consents.consents(person) if line.standing]
    return {
        "person": person.full_name,
        "gender": person.gender,
        "made_at": at,
        "sections": readable(data),
        "shared_with": paperwork.shared_with(reads.count(), shared),
        "rights": paperwork.RIGHTS,
    }


def _papers(person: Person) -> list[Paper]:
    return list(papers.of_person(person.pk).exclude(file="")[:500])


def _attachments(person: Person) -> list[Attachment]:
    return list(Attachment.objects.filter(person=person).exclude(file="").order_by("pk")[:500])


def _enclosed(person: Person) -> list[LetterFile]:
    files = LetterFile.objects.filter(
        Q(letter__person=person) | Q(letter__case__person=person)
    ).exclude(file="")
    return list(files.order_by("pk")[:500])


def _add(archive: zipfile.ZipFile, name: str, file: Any) -> int:
    """Add a file unless it is gone from the disk, which `wasl doctor` reports."""
    try:
        with file.open("rb") as content:
            archive.writestr(name, content.read())
    except OSError:
        return 0
    return 1
