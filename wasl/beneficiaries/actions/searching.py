"""Search the whole register for people who are in it twice.

Likely pairs come into the queue for an officer; nothing else happens.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection, transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import policies
from wasl.beneficiaries.likeness import linking
from wasl.beneficiaries.likeness.sketches import Sketch
from wasl.beneficiaries.likeness.workshop import Found
from wasl.beneficiaries.models.merging import DuplicatePair, DuplicateSearch, PairSource, PairState
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import sketching
from wasl.common.jobs import defer_once
from wasl.common.verdicts import Refused

RUN = "wasl.beneficiaries.tasks.run_search"
AT_LEAST = 0.0  # bits: as likely one person as two, the same as `wasl bench dedupe` measures
SILENT = timedelta(minutes=30)  # a search that gave no sign of life for so long was cut short
# The key of an advisory lock: any number, but the same in every process.
TURN = 0x2D0B
# Pairs written in one transaction; people read between two reports of progress.
CHUNK, TOLD = 500, 5_000
READING, COMPARING = 40, 90  # percent of the way when everybody was read, when all were compared
Told = Callable[[str, int, int], None]


@transaction.atomic
def search_duplicates(*, by: User | None, at: datetime, inline: bool = False) -> DuplicateSearch:
    """Start a search in the background, or only make its row when `inline` (the caller runs it).

    Returns the search that runs already, if there is one; with `inline` that raises `Refused`.
    """
    policies.can_search(by).require()
    with connection.cursor() as cursor:
        # Two wishes at once must not both find no open search: there is no row yet to lock.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
    if standing := sketching.open_search():
        if at - (standing.seen_at or standing.started_at) < SILENT:
            if inline:
                raise Refused(
                    _("A search is running already, at %(percent)s%%.")
                    % {"percent": standing.percent}
                )
            return standing
        standing.ended_at, standing.problem = at, "cut short"
        standing.save(update_fields=["ended_at", "problem"])
    search = DuplicateSearch.objects.create(started_at=at, seen_at=at, started_by=by)
    record(verb="beneficiaries.search_duplicates", subject=search, by=by, at=at)
    if not inline:
        defer_once(RUN, "search-duplicates", search_id=search.pk)
    return search


def run_search(
    *,
    search: DuplicateSearch,
    by: User | None,
    clock: Callable[[], datetime],
    on_progress: Told | None = None,
) -> DuplicateSearch:
    """Compare everybody with everybody who may be the same person, and keep the likely pairs.

    Running it again adds nothing twice.
    """
    policies.can_search(by).require()
    progress = _Progress(search, clock, on_progress)
    # Read once: judgements that a merge carried over to the surviving file are not in its own
    # pairs.
    apart = sketching.judged_apart()
    matches = linking.link(
        progress.reading(sketching.sketches()), at_least=AT_LEAST, on_progress=progress.comparing
    )
    while some := list(islice(matches, CHUNK)):
        _keep(search, some, apart, clock())
        progress.kept(search.found)
    return _finish(search, by, clock())


class _Progress:
    """The progress of a search: told to the caller, and stored whenever a percent is done."""

    def __init__(
        self, search: DuplicateSearch, clock: Callable[[], datetime], on_progress: Told | None
    ) -> None:
        self.search, self.clock, self.told = (
            search,
            clock,
            on_progress or (lambda what, done, total: None),
        )

    def reading(self, people: Iterator[Sketch]) -> Iterator[Sketch]:
        # For the percentage alone; people who are registered while it reads come on top.
        total = sketching.count_standing()
        for person in people:
            yield person
            self.search.people += 1
            if self.search.people % TOLD == 0:
                self._say("people read", self.search.people, total, 0, READING)
        self._say("people read", self.search.people, max(total, self.search.people), 0, READING)

    def comparing(self, done: int, total: int) -> None:
        self._say("ways of meeting compared", done, total, READING, COMPARING)

    def kept(self, count: int) -> None:
        self._say("pairs kept", count, count, COMPARING, 99)

    def _say(self, what: str, done: int, total: int, start: int, end: int) -> None:
        self.told(what, done, total)
        percent = start + (end - start) * min(done, total) // max(total, 1)
        # At most a hundred writes. Each also renews `seen_at`, by which the next search tells this
        # one from a dead one.
        if percent > self.search.percent:
            self.search.percent = percent
            _write_progress(self.search, self.clock())


@transaction.atomic
def _write_progress(search: DuplicateSearch, at: datetime) -> None:
    values = {"percent": search.percent, "people": search.people, "seen_at": at}
    DuplicateSearch.objects.filter(pk=search.pk).update(**values)


@transaction.atomic
def _keep(
    search: DuplicateSearch, matches: list[Found], apart: set[tuple[int, int]], at: datetime
) -> None:
    """Put pairs into the queue.

    A pair that is there gets its new strength as long as nobody judged it.
    """
    matches_by_pair = {
        (min(match.first, match.second), max(match.first, match.second)): match for match in matches
    }
    # The search takes minutes; a file may have been merged since it was read.
    ends = {pk for pair in matches_by_pair for pk in pair}
    standing = set(
        Person.objects.filter(pk__in=ends, merged_into=None).values_list("pk", flat=True)
    )
    matches_by_pair = {
        pair: match for pair, match in matches_by_pair.items() if standing.issuperset(pair)
    }
    rows = DuplicatePair.objects.filter(
        first__in=[pair[0] for pair in matches_by_pair],
        second__in=[pair[1] for pair in matches_by_pair],
    )
    existing = {(row.first_id, row.second_id): row for row in rows}
    fresh = [pair for pair in matches_by_pair if pair not in existing and pair not in apart]
    DuplicatePair.objects.bulk_create(
        [
            DuplicatePair(
                first_id=pair[0], second_id=pair[1], weight=matches_by_pair[pair].weight,
                levels=matches_by_pair[pair].levels, source=PairSource.SEARCH, found_at=at,
            )
            for pair in fresh
        ],
        # An officer may bring the same pair at this moment.
        ignore_conflicts=True,
    )  # fmt: skip
    _refresh(
        [(row, matches_by_pair[pair]) for pair, row in existing.items() if pair in matches_by_pair]
    )
    decided = sum(
        pair in apart
        or (pair in existing and existing[pair].state in (PairState.DIFFERENT, PairState.SAME))
        for pair in matches_by_pair
    )
    search.found += len(matches_by_pair)
    search.fresh += len(fresh)
    search.decided += decided


def _refresh(rows: list[tuple[DuplicatePair, Found]]) -> None:
    changed = []
    for row, match in rows:
        if row.state in (PairState.OPEN, PairState.LATER) and row.levels != match.levels:
            row.weight, row.levels = match.weight, match.levels
            changed.append(row)
    DuplicatePair.objects.bulk_update(changed, ["weight", "levels"])


@transaction.atomic
def _finish(search: DuplicateSearch, by: User | None, at: datetime) -> DuplicateSearch:
    search.percent, search.ended_at, search.seen_at = 100, at, at
    search.save()
    data = {
        "people": search.people,
        "found": search.found,
        "fresh": search.fresh,
        "decided": search.decided,
    }
    record(verb="beneficiaries.finish_search", subject=search, by=by, at=at, data=data)
    return search
