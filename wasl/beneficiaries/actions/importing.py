"""Files of people from an association: uploaded, mapped, rows chosen, brought and closed."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wasl.accounts.models import Gender, User
from wasl.audit.actions import record
from wasl.beneficiaries import columns, findings, import_files, policies
from wasl.beneficiaries.models.imports import ColumnMapping, PeopleImport, RowOutcome, RowState
from wasl.beneficiaries.queries import imports
from wasl.beneficiaries.states import BatchStatus, ImportStatus
from wasl.common.cells import BadTable
from wasl.common.clock import day_of
from wasl.common.jobs import defer_once
from wasl.common.tables import open_table
from wasl.common.verdicts import Refused

# Days after the upload on which the file and what its rows hold are destroyed (ADR 29, PDPL).
KEPT_DAYS = 30
# A batch is one transaction and holds one advisory lock for each ID number, so a thousand is the
# most (ADR 29).
BATCH_SIZES = (100, 250, 500, 1000)
CHECK, RUN = "wasl.beneficiaries.tasks.check_import", "wasl.beneficiaries.tasks.run_import"
# Fields whose value may be given once for the whole file, for rows that say nothing.
DEFAULTS = ("gender", "city")


@transaction.atomic
def upload_import(*, content: bytes, name: str, by: User, at: datetime) -> PeopleImport:
    """Store a file, encrypted, and guess what it holds.

    The same content again leads to the import that is open already. Raises `Refused` for what is no
    table.
    """
    policies.can_import(by).require()
    mark = hashlib.sha256(content).hexdigest()
    if (
        standing := PeopleImport.objects.filter(sha256=mark)
        .exclude(status=ImportStatus.CLOSED)
        .first()
    ):
        return standing
    try:
        table = open_table(content, settings.UPLOAD_LIMIT)
        surveyed = imports.survey(table)
    except BadTable as bad:
        raise Refused(bad.reason) from bad
    source = PeopleImport(
        name=import_files.plain_name(name), kind=table.kind, size=len(content), sha256=mark,
        survey=surveyed, uploaded_at=at, uploaded_by=by,
        keep_until_date=day_of(at) + timedelta(days=KEPT_DAYS),
    )  # fmt: skip
    source.sheet, source.header_row = imports.likeliest(imports.surveyed(source))
    if not any(sheet.rows for sheet in imports.surveyed(source)):
        raise Refused(_("The file holds no rows."))
    import_files.keep(source, content)
    source.save()
    record(
        verb="beneficiaries.upload_import", subject=source, by=by, at=at, data={"size": source.size}
    )
    return source


@transaction.atomic
def map_columns(
    *,
    source: PeopleImport,
    sheet: int,
    header_row: int,
    mapping: Mapping[int, str],
    defaults: Mapping[str, str],
    batch_size: int,
    by: User,
    at: datetime,
    inline: bool = False,
) -> PeopleImport:
    """Set what the columns mean, and let every row be checked.

    By the worker, or with `inline` by the caller.
    """
    people_import = import_files.step(source, "map_columns", by)
    # The check deletes rows and batches and reads them anew; without them what was brought could
    # not be undone.
    if people_import.batches.filter(status=BatchStatus.DONE).exists():
        raise Refused(
            _("Some batches have been brought already. Undo them before the columns are changed.")
        )
    sheets = imports.surveyed(people_import)
    if not 0 <= sheet < len(sheets):
        raise Refused(_("The file has no such sheet."))
    _refuse_mapping(mapping, defaults, batch_size)
    people_import.sheet, people_import.header_row, people_import.batch_size = (
        sheet,
        header_row,
        batch_size,
    )
    people_import.mapping = {str(place): field for place, field in sorted(mapping.items())}
    people_import.defaults = {field: defaults[field] for field in DEFAULTS if defaults.get(field)}
    (
        people_import.checked_by,
        people_import.checked_at,
        people_import.problem,
        people_import.counts,
        people_import.rows_read,
    ) = (
        by,
        None,
        {},
        {},
        0,
    )
    # A new key stops a check of the earlier columns that still runs (`import_checking._held`).
    people_import.rows_expected, people_import.run_key = sheets[sheet].sheet.rows, uuid.uuid4()
    people_import.save()
    _remember(sheets[sheet].headings(header_row), mapping, by, at)
    data = {"fields": sorted(set(mapping.values()))}
    record(verb="beneficiaries.map_columns", subject=people_import, by=by, at=at, data=data)
    if not inline:
        defer_once(CHECK, f"check_import:{people_import.pk}", import_id=people_import.pk)
    return people_import


def _refuse_mapping(
    mapping: Mapping[int, str], defaults: Mapping[str, str], batch_size: int
) -> None:
    fields = list(mapping.values())
    if unknown := set(fields) - set(columns.LABELS):
        raise Refused(_("There is no field %(field)s.") % {"field": ", ".join(sorted(unknown))})
    if twice := {field for field in fields if fields.count(field) > 1}:
        named = findings.labels(sorted(twice))
        raise Refused(_("Two columns are both: %(fields)s. Keep one of them.") % {"fields": named})
    if not {"full_name", "first_name"} & set(fields):
        raise Refused(_("Say which column holds the name."))
    if defaults.get("gender") and defaults["gender"] not in Gender.values:
        raise Refused(_("Choose female or male, as the ID says."))
    if batch_size not in BATCH_SIZES:
        raise Refused(_("Choose a size of batches from the list."))


def _remember(titles: Sequence[str], mapping: Mapping[int, str], by: User, at: datetime) -> None:
    if any(titles):
        values = {"fields": columns.by_heading(titles, mapping), "used_at": at, "used_by": by}
        ColumnMapping.objects.update_or_create(
            fingerprint=columns.fingerprint(titles), defaults=values
        )


@transaction.atomic
def choose_rows(
    *,
    source: PeopleImport,
    chosen: bool,
    rows: Sequence[int] | None = None,
    which: str = "",
    code: str = "",
    by: User,
    at: datetime,
) -> int:
    """Choose rows to be brought, or leave them out; return how many changed.

    Either the rows with these numbers, or all rows of a kind.
    """
    policies.can_import(by).require()
    people_import = PeopleImport.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if people_import.status != ImportStatus.CHECKED:
        raise Refused(_("Rows are chosen between the check and the bringing."))
    free = imports.filtered(people_import, which, code).filter(
        state=RowState.READY, outcome__in=("", RowOutcome.UNDONE)
    )
    free = free.filter(number__in=rows) if rows is not None else free
    changed = free.exclude(is_chosen=chosen).update(is_chosen=chosen)
    people_import.counts["left"] = people_import.counts.get("left", 0) + (
        -changed if chosen else changed
    )
    people_import.save(update_fields=["counts"])
    if changed:
        record(
            verb="beneficiaries.choose_rows",
            subject=people_import,
            by=by,
            at=at,
            data={"rows": changed, "chosen": chosen},
        )
    return changed


@transaction.atomic
def bring(
    *,
    source: PeopleImport,
    batches: Sequence[int] | None = None,
    fills: bool = False,
    by: User,
    at: datetime,
    inline: bool = False,
) -> PeopleImport:
    """Choose which batches are brought, by default all that wait.

    Each batch comes whole or not at all.
    """
    people_import = import_files.step(source, "bring", by)
    waiting = people_import.batches.filter(
        status__in=[BatchStatus.WAITING, BatchStatus.FAILED, BatchStatus.UNDONE]
    )
    waiting = waiting.filter(number__in=batches) if batches is not None else waiting
    count = waiting.update(status=BatchStatus.CHOSEN, fills=fills, problem={}, ran_by=by)
    if not count and not people_import.batches.filter(status=BatchStatus.CHOSEN).exists():
        raise Refused(_("No batch waits to be brought."))
    people_import.save(update_fields=["status"])
    record(
        verb="beneficiaries.bring",
        subject=people_import,
        by=by,
        at=at,
        data={"batches": count, "fills": fills},
    )
    if not inline:
        defer_once(RUN, f"run_import:{people_import.pk}", import_id=people_import.pk)
    return people_import


@transaction.atomic
def stop_bringing(*, source: PeopleImport, by: User, at: datetime) -> PeopleImport:
    """Put the chosen batches back to waiting; the one that is being brought comes whole."""
    people_import = import_files.step(source, "stop_bringing", by)
    # The worker holds the row of the batch it brings, so this waits for it and then finds it done.
    count = people_import.batches.filter(status=BatchStatus.CHOSEN).update(
        status=BatchStatus.WAITING, ran_by=None
    )
    people_import.save(update_fields=["status"])
    record(
        verb="beneficiaries.stop_bringing",
        subject=people_import,
        by=by,
        at=at,
        data={"batches": count},
    )
    return people_import


@transaction.atomic
def close_import(*, source: PeopleImport, by: User | None, at: datetime) -> PeopleImport:
    """Close a file: destroy it with what its rows held.

    Which person each row became is kept, so that the batches can still be undone.
    """
    people_import = import_files.step(source, "close_import", by)
    linked_rows = people_import.rows.filter(person__isnull=False)
    people_import.rows.exclude(pk__in=linked_rows.values("pk")).delete()
    linked_rows.update(
        findings=[], name="", sort_key="", payload="", id_blind="", mobile="", birth_date=None,
        member_number="", household="", role="", known=None, is_chosen=False,
    )  # fmt: skip
    people_import.batches.filter(~Q(status__in=[BatchStatus.DONE, BatchStatus.UNDONE])).delete()
    stored = people_import.file.name
    people_import.file, people_import.survey = "", ""
    people_import.closed_at = people_import.destroyed_at = at
    people_import.save()
    record(verb="beneficiaries.close_import", subject=people_import, by=by, at=at)
    # Deleting a file cannot be rolled back, so it waits until the transaction has committed.
    transaction.on_commit(lambda: people_import.file.storage.delete(stored) if stored else None)
    return people_import


def close_due(*, by: User | None, at: datetime) -> int:
    """Close every file whose days have passed, at whatever stage; return how many."""
    due = PeopleImport.objects.exclude(status=ImportStatus.CLOSED).filter(
        keep_until_date__lt=day_of(at)
    )
    for source in due:
        close_import(source=source, by=by, at=at)
    return len(due)
