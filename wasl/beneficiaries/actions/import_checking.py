"""Check a file of people without registering anybody.

Every row is read and compared with the register and with the other rows.
"""

import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import comparing, import_files, policies
from wasl.beneficiaries.findings import in_both
from wasl.beneficiaries.models.imports import ImportRow, PeopleImport, RowState
from wasl.beneficiaries.queries import imports
from wasl.beneficiaries.reading import Draft, Reader
from wasl.beneficiaries.states import ImportStatus
from wasl.common.cells import BadTable, Table
from wasl.common.verdicts import Refused

# Rows read, compared and committed at once: progress survives, and memory stays bounded.
CHUNK = 1_000
MOST_ROWS = 500_000
Told = Callable[[int, int], None]


class Overtaken(Exception):
    """Another process began the same check again; this one stops."""


def check_rows(
    *, source: PeopleImport, by: User | None, at: datetime, on_progress: Told | None = None
) -> PeopleImport:
    """Read every row of the file into findings.

    A check that was killed begins again when it is called again. Of two checks at once the later
    goes on, and the earlier raises `Overtaken`.
    """
    source = _begin(source)
    try:
        table = import_files.opened(source)
        reader = _reader(source, table, at)
        read = 0
        for drafts in _chunks(reader, table, source):
            read += len(drafts)
            if read > MOST_ROWS:
                raise BadTable(
                    _("The file has more than %(most)s rows. Divide it.")
                    % {"most": f"{MOST_ROWS:,}"}
                )
            _keep(source, drafts, read)
            if on_progress:
                on_progress(read, max(read, source.rows_expected))
        return _finish(source, by, at)
    except BadTable as bad:
        return _fail(source, bad, by, at)
    except FileNotFoundError:
        gone = BadTable(
            _("The kept file is not there any more. Close this import and bring the file again.")
        )
        return _fail(source, gone, by, at)


@transaction.atomic
def _begin(source: PeopleImport) -> PeopleImport:
    people_import = PeopleImport.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if people_import.status != ImportStatus.CHECKING:
        raise Refused(policies.can_import_step(None, "finish_check", people_import).reason)
    # Begin with nothing: a killed check may have left any number of chunks behind.
    people_import.rows.all().delete()
    people_import.batches.all().delete()
    # The fence: every chunk compares this key under the lock (`_held`), so an earlier process can
    # write nothing more.
    people_import.run_key, people_import.rows_read = uuid.uuid4(), 0
    people_import.save(update_fields=["run_key", "rows_read"])
    return people_import


def _reader(source: PeopleImport, table: Table, at: datetime) -> Reader:
    mapping = {int(place): field for place, field in source.mapping.items()}
    titles = imports.surveyed(source)[source.sheet].headings(source.header_row)
    return Reader(mapping, titles, source.defaults, table.sheets[source.sheet].merges, at=at)


def _chunks(reader: Reader, table: Table, source: PeopleImport) -> Iterator[list[Draft]]:
    rows = (row for row in table.rows(source.sheet) if row[0] > source.header_row)
    while chunk := [reader.read(number, cells) for number, cells in islice(rows, CHUNK)]:
        yield chunk


@transaction.atomic
def _keep(source: PeopleImport, drafts: Sequence[Draft], read: int) -> None:
    """Store a chunk of rows with the findings against the register, and how far the reading is."""
    people_import = _held(source)
    rows = [comparing.row_of(source, draft) for draft in drafts]
    comparing.with_register(rows, drafts)
    ImportRow.objects.bulk_create(rows)
    people_import.rows_read = read
    people_import.save(update_fields=["rows_read"])


def _held(source: PeopleImport) -> PeopleImport:
    people_import = PeopleImport.objects.select_for_update(of=("self",)).get(pk=source.pk)
    # Closed meanwhile, by a person or because its days were over: what was destroyed stays so.
    if people_import.run_key != source.run_key or people_import.status != ImportStatus.CHECKING:
        raise Overtaken
    return people_import


@transaction.atomic
def _finish(source: PeopleImport, by: User | None, at: datetime) -> PeopleImport:
    """Compare the rows with each other, divide them into batches and count them once."""
    people_import = _held(source)
    comparing.with_each_other(people_import)
    comparing.divide(people_import)
    people_import.counts, people_import.status, people_import.checked_at = (
        imports.tally(people_import),
        ImportStatus.CHECKED,
        at,
    )
    people_import.save(update_fields=["counts", "status", "checked_at"])
    data = {"rows": people_import.rows_read, "ready": people_import.counts.get(RowState.READY, 0)}
    record(verb="beneficiaries.check_import", subject=people_import, by=by, at=at, data=data)
    return people_import


@transaction.atomic
def _fail(source: PeopleImport, bad: BadTable, by: User | None, at: datetime) -> PeopleImport:
    people_import = _held(source)
    # Back to the columns, where the officer reads the reason and can choose again or close the
    # file.
    people_import.status, people_import.problem = ImportStatus.UPLOADED, in_both(lambda: bad.reason)
    people_import.save(update_fields=["status", "problem"])
    record(verb="beneficiaries.fail_check", subject=people_import, by=by, at=at)
    return people_import
