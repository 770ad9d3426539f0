"""Stored files that no row names.

The transaction was rolled back after the file was written, or the machine went down between.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField

# A file is written before its row is committed, so a younger one may still get its row. Older ones
# were checked by an earlier run.
GRACE, REACH = timedelta(days=1), timedelta(days=40)
AT_ONCE = 500


def clear(at: datetime) -> int:
    """Delete the stray files of the last weeks; return how many there were.

    `at` is the real time.
    """
    names = list(strays(at))
    for name in names:
        default_storage.delete(name)
    return len(names)


def strays(at: datetime) -> Iterator[str]:
    """Yield the names of stored files, old enough to have a row, that no row names."""
    for folder, fields in _homes().items():
        recent = _recent(folder, at)
        while names := list(islice(recent, AT_ONCE)):
            named: set[str] = set()
            for field in fields:
                rows = field.model._base_manager.filter(**{f"{field.name}__in": names})
                named |= set(rows.values_list(field.name, flat=True))
            yield from sorted(set(names) - named)


def _homes() -> dict[str, list["FileField"]]:
    """Return the folders in which files are stored, each with the fields that name files there."""
    homes: dict[str, list[FileField]] = defaultdict(list)
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if (
                isinstance(field, FileField)
                and isinstance(field.upload_to, str)
                and field.upload_to
            ):
                homes[field.upload_to.split("/")[0]].append(field)
    return homes


def _recent(folder: str, at: datetime) -> Iterator[str]:
    root = Path(default_storage.path(""))
    for path in (root / folder).rglob("*"):
        age = at.timestamp() - path.stat().st_mtime
        if path.is_file() and GRACE.total_seconds() < age < REACH.total_seconds():
            yield path.relative_to(root).as_posix()
