"""Files of people that an association brings: handed in, their columns told, their rows chosen, and
closed at last.
"""

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
from wasl.beneficiaries import columns, findings, import_files, policies, queries
from wasl.beneficiaries.models import ColumnMapping, PeopleImport, RowOutcome, RowState
from wasl.beneficiaries.states import BatchStatus, ImportStatus
from wasl.common.cells import BadTable
from wasl.common.clock import day_of
from wasl.common.jobs import defer_once
from wasl.common.tables import open_table
from wasl.common.verdicts import Refused

KEPT_DAYS = 30
BATCH_SIZES = (100, 250, 500, 1000)
CHECK, RUN = "wasl.beneficiaries.tasks.check_import", "wasl.beneficiaries.tasks.run_import"
DEFAULTS = ("gender", "city")


@transaction.atomic
def upload_import(*, content: bytes, name: str, by: User, at: datetime) -> PeopleImport:
    """Take a file in, encrypted, and guess what it holds. The same file again leads to what stands
    already.
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
        surveyed = queries.survey(table)
    except BadTable as bad:
        raise Refused(bad.reason) from bad
    source = PeopleImport(
        name=import_files.plain_name(name), kind=table.kind, size=len(content), sha256=mark,
        survey=surveyed, uploaded_at=at, uploaded_by=by,
        keep_until_date=day_of(at) + timedelta(days=KEPT_DAYS),
    )  # fmt: skip
    source.sheet, source.header_row = queries.likeliest(queries.surveyed(source))
    if not any(one.rows for one in queries.surveyed(source)):
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
    here: bool = False,
) -> PeopleImport:
    """Say what the columns mean, and let every row be checked (by the worker, or `here` by who
    calls).
    """
    held = import_files.step(source, "map_columns", by)
    if held.batches.filter(status=BatchStatus.DONE).exists():
        raise Refused(
            _("Some batches have been brought already. Undo them before the columns are changed.")
        )
    sheets = queries.surveyed(held)
    if not 0 <= sheet < len(sheets):
        raise Refused(_("The file has no such sheet."))
    _refuse_mapping(mapping, defaults, batch_size)
    held.sheet, held.header_row, held.batch_size = sheet, header_row, batch_size
    held.mapping = {str(place): field for place, field in sorted(mapping.items())}
    held.defaults = {one: defaults[one] for one in DEFAULTS if defaults.get(one)}
    held.checked_by, held.checked_at, held.problem, held.counts, held.rows_read = (
        by,
        None,
        {},
        {},
        0,
    )
    held.rows_expected, held.run_key = sheets[sheet].sheet.rows, uuid.uuid4()
    held.save()
    _remember(sheets[sheet].headings(header_row), mapping, by, at)
    data = {"fields": sorted(set(mapping.values()))}
    record(verb="beneficiaries.map_columns", subject=held, by=by, at=at, data=data)
    if not here:
        defer_once(CHECK, f"check_import:{held.pk}", import_id=held.pk)
    return held


def _refuse_mapping(
    mapping: Mapping[int, str], defaults: Mapping[str, str], batch_size: int
) -> None:
    fields = list(mapping.values())
    if unknown := set(fields) - set(columns.LABELS):
        raise Refused(_("There is no field %(field)s.") % {"field": ", ".join(sorted(unknown))})
    if twice := {one for one in fields if fields.count(one) > 1}:
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
        told = {"fields": columns.by_heading(titles, mapping), "used_at": at, "used_by": by}
        ColumnMapping.objects.update_or_create(
            fingerprint=columns.fingerprint(titles), defaults=told
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
    """Choose rows to be brought, or leave them out: those named, or all of a kind. Answers how many
    changed.
    """
    policies.can_import(by).require()
    held = PeopleImport.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if held.status != ImportStatus.CHECKED:
        raise Refused(_("Rows are chosen between the check and the bringing."))
    free = queries.filtered(held, which, code).filter(
        state=RowState.READY, outcome__in=("", RowOutcome.UNDONE)
    )
    free = free.filter(number__in=rows) if rows is not None else free
    changed = free.exclude(is_chosen=chosen).update(is_chosen=chosen)
    held.counts["left"] = held.counts.get("left", 0) + (-changed if chosen else changed)
    held.save(update_fields=["counts"])
    if changed:
        record(
            verb="beneficiaries.choose_rows",
            subject=held,
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
    here: bool = False,
) -> PeopleImport:
    """Choose which batches are brought (all that wait, unless told); each comes whole or not at
    all.
    """
    held = import_files.step(source, "bring", by)
    waiting = held.batches.filter(
        status__in=[BatchStatus.WAITING, BatchStatus.FAILED, BatchStatus.UNDONE]
    )
    waiting = waiting.filter(number__in=batches) if batches is not None else waiting
    count = waiting.update(status=BatchStatus.CHOSEN, fills=fills, problem={}, ran_by=by)
    if not count and not held.batches.filter(status=BatchStatus.CHOSEN).exists():
        raise Refused(_("No batch waits to be brought."))
    held.save(update_fields=["status"])
    record(
        verb="beneficiaries.bring",
        subject=held,
        by=by,
        at=at,
        data={"batches": count, "fills": fills},
    )
    if not here:
        defer_once(RUN, f"run_import:{held.pk}", import_id=held.pk)
    return held


@transaction.atomic
def stop_bringing(*, source: PeopleImport, by: User, at: datetime) -> PeopleImport:
    """Leave the batches that have not come yet for another time; the one that is coming comes
    whole.
    """
    held = import_files.step(source, "stop_bringing", by)
    count = held.batches.filter(status=BatchStatus.CHOSEN).update(
        status=BatchStatus.WAITING, ran_by=None
    )
    held.save(update_fields=["status"])
    record(verb="beneficiaries.stop_bringing", subject=held, by=by, at=at, data={"batches": count})
    return held


@transaction.atomic
def close_import(*, source: PeopleImport, by: User | None, at: datetime) -> PeopleImport:
    """Close a file: it is destroyed with what its rows held. Whom each row became is kept, so that
    it can be undone.
    """
    held = import_files.step(source, "close_import", by)
    kept = held.rows.filter(person__isnull=False)
    held.rows.exclude(pk__in=kept.values("pk")).delete()
    kept.update(
        findings=[], name="", sort_key="", payload="", id_blind="", mobile="", birth_date=None,
        member_number="", household="", role="", known=None, is_chosen=False,
    )  # fmt: skip
    held.batches.filter(~Q(status__in=[BatchStatus.DONE, BatchStatus.UNDONE])).delete()
    stored = held.file.name
    held.file, held.survey = "", ""
    held.closed_at = held.destroyed_at = at
    held.save()
    record(verb="beneficiaries.close_import", subject=held, by=by, at=at)
    transaction.on_commit(lambda: held.file.storage.delete(stored) if stored else None)
    return held


def close_due(*, by: User | None, at: datetime) -> int:
    """Close every file whose days have passed, whatever stage it is at."""
    due = PeopleImport.objects.exclude(status=ImportStatus.CLOSED).filter(
        keep_until_date__lt=day_of(at)
    )
    for source in due:
        close_import(source=source, by=by, at=at)
    return len(due)
