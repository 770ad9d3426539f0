"""The register's work in the background: lists that are checked and brought, those whose days
passed, words of names, people who stand twice.
"""

import contextlib

from procrastinate.contrib.django import app

from wasl.beneficiaries import actions, naming, policies, queries
from wasl.beneficiaries.models import DuplicateSearch, PeopleImport
from wasl.beneficiaries.states import ImportStatus
from wasl.common import clock
from wasl.common.jobs import Patient
from wasl.common.verdicts import Refused

SLICE = 500


@app.task(name="wasl.beneficiaries.tasks.check_import", retry=Patient())
def check_import(*, import_id: int) -> None:
    """The dry run of one file."""
    source = PeopleImport.objects.select_related("checked_by").get(pk=import_id)
    if source.status == ImportStatus.CHECKING:
        actions.check_rows(source=source, by=source.checked_by, at=clock.now())


@app.task(name="wasl.beneficiaries.tasks.run_import", retry=Patient())
def run_import(*, import_id: int) -> None:
    """The chosen batches of one file, one after the other."""
    source = PeopleImport.objects.select_related("uploaded_by").get(pk=import_id)
    actions.run_batches(source=source, by=source.uploaded_by, clock=clock.now)


@app.task(name="wasl.beneficiaries.tasks.close_old_imports")
def close_old_imports() -> None:
    """Every night: destroy the files whose days have passed (PDPL).

    Cost: by lists that are open, a handful, and by the rows of those that are closed.
    """
    actions.close_due(by=None, at=clock.now())


@app.task(name="wasl.beneficiaries.tasks.tend_names")
def tend_names() -> None:
    """Count the words of names anew, so that near spellings are looked for among those that are in
    use.

    Cost: by people: all names are read once; only words whose count changed are written.
    """
    naming.tend()


@app.task(name="wasl.beneficiaries.tasks.run_search", retry=Patient())
def run_search(*, search_id: int) -> None:
    """One search of the whole register for people who stand in it twice; begun anew when its worker
    was killed.
    """
    search = DuplicateSearch.objects.select_related("started_by").get(pk=search_id)
    if search.ended_at is None:
        search.people = search.found = search.fresh = search.decided = 0
        actions.run_search(search=search, by=search.started_by, clock=clock.now)


@app.task(name="wasl.beneficiaries.tasks.search_register")
def search_register() -> None:
    """Every week: search the register, where the search is installed.

    Cost: by people, in a process of its own; minutes at 300,000 (docs/bench).
    """
    if policies.can_search(None):
        actions.search_duplicates(by=None, at=clock.now())


@app.task(name="wasl.beneficiaries.tasks.bring_changes")
def bring_changes() -> None:
    """Every ten minutes: new mobiles and accounts whose 72 hours are over.

    Cost: by what it brings; an index holds those that wait, and no others are read.
    """
    for change in queries.changes_due(clock.now(), SLICE):
        with contextlib.suppress(
            Refused
        ):  # refused a moment ago, or the file was merged into another meanwhile
            actions.bring_change(change=change, by=None, at=clock.now())
