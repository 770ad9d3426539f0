"""Background work of the register: file imports, words of names, duplicates, changes that wait."""

import contextlib

from procrastinate.contrib.django import app

from wasl.beneficiaries import naming, policies
from wasl.beneficiaries.actions import (
    changing,
    import_checking,
    import_running,
    importing,
    searching,
)
from wasl.beneficiaries.models.imports import PeopleImport
from wasl.beneficiaries.models.merging import DuplicateSearch
from wasl.beneficiaries.queries import claims
from wasl.beneficiaries.states import ImportStatus
from wasl.common import clock
from wasl.common.jobs import Patient
from wasl.common.verdicts import Refused

# At most so many changes a run; the next run, ten minutes later, takes the rest.
SLICE = 500


@app.task(name="wasl.beneficiaries.tasks.check_import", retry=Patient())
def check_import(*, import_id: int) -> None:
    """Check one file without registering anybody."""
    source = PeopleImport.objects.select_related("checked_by").get(pk=import_id)
    # A job that is tried again may find the check finished, or the file closed.
    if source.status == ImportStatus.CHECKING:
        import_checking.check_rows(source=source, by=source.checked_by, at=clock.now())


@app.task(name="wasl.beneficiaries.tasks.run_import", retry=Patient())
def run_import(*, import_id: int) -> None:
    """Bring the chosen batches of one file, one after the other."""
    source = PeopleImport.objects.select_related("uploaded_by").get(pk=import_id)
    import_running.run_batches(source=source, by=source.uploaded_by, clock=clock.now)


@app.task(name="wasl.beneficiaries.tasks.close_old_imports")
def close_old_imports() -> None:
    """Every night: destroy the files whose days have passed (PDPL).

    Cost: by lists that are open, a handful, and by the rows of those that are closed.
    """
    importing.close_due(by=None, at=clock.now())


@app.task(name="wasl.beneficiaries.tasks.tend_names")
def tend_names() -> None:
    """Every night: count the words of names again.

    Near spellings are then looked for among words in use only.

    Cost: by people: all names are read once; only words whose count changed are written.
    """
    naming.tend()


@app.task(name="wasl.beneficiaries.tasks.run_search", retry=Patient())
def run_search(*, search_id: int) -> None:
    """Run one search of the register for duplicates; begin again when its worker was killed."""
    search = DuplicateSearch.objects.select_related("started_by").get(pk=search_id)
    # Ended also means cut short: a newer search took the place of this one (`search_duplicates`).
    if search.ended_at is None:
        search.people = search.found = search.fresh = search.decided = 0
        searching.run_search(search=search, by=search.started_by, clock=clock.now)


@app.task(name="wasl.beneficiaries.tasks.search_register")
def search_register() -> None:
    """Every week: search the register for duplicates, where the search is installed.

    Cost: by people, in a process of its own; minutes at 300,000 (docs/benchmarks.md).
    """
    if policies.can_search(None):
        searching.search_duplicates(by=None, at=clock.now())


@app.task(name="wasl.beneficiaries.tasks.bring_changes")
def bring_changes() -> None:
    """Every ten minutes: put new mobiles and accounts into force whose 72 hours are over.

    Cost: by what it brings; an index holds those that wait, and no others are read.
    """
    for change in claims.changes_due(clock.now(), SLICE):
        # Refused a moment ago, or the file was merged into another meanwhile; the other changes
        # must still come.
        with contextlib.suppress(Refused):
            changing.bring_change(change=change, by=None, at=clock.now())
