"""The measuring of `bench find`: fill, ask every query once through the desk's own query, count."""

import itertools
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from wasl.accounts.models import User
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import finding
from wasl.common import clock
from wasl.common.text import fold
from wasl.program import sample
from wasl.program.bench import filling, labelled, naming, scratch
from wasl.program.bench.labelled import Query
from wasl.program.environment import Trouble
from wasl.program.people import id_number

FIRST_FEW = 5
ALONE = 200  # look-ups by ID and by key
People = Callable[[], Iterator[tuple[str, str]]]


def of_made(size: int, query_count: int, seed: int) -> dict[str, Any]:
    """Made-up people, as many more as lack for this size, and queries made of them."""
    return _run(lambda: itertools.islice(naming.Register(seed), size), query_count, seed)


def of_files(people: Path, query_file: Path | None, query_count: int, seed: int) -> dict[str, Any]:
    """The people of a file, and the queries of another (or made of them)."""
    places: dict[str, int] = {}
    for place, (number, _name) in enumerate(labelled.read_people(people), start=1):
        if places.setdefault(number, place) != place:
            raise Trouble(f"{people}: the number {number} stands twice.")
    file_queries = labelled.read_queries(query_file, places) if query_file else None
    return _run(
        lambda: (("male", name) for _number, name in labelled.read_people(people)),
        query_count,
        seed,
        file_queries,
    )


def _run(
    people: People, query_count: int, seed: int, file_queries: list[Query] | None = None
) -> dict[str, Any]:
    began = time.perf_counter()
    size = _fill(people)
    filled = time.perf_counter() - began
    test_queries = file_queries or labelled.made(
        lambda: (name for _, name in people()), size, query_count, seed
    )
    scratch.say(f"asking {len(test_queries)} queries of {size} people")
    noura = User.objects.get(username="noura")
    for query in test_queries[:20]:  # caches are warm at a desk
        finding.find(noura, query.typed)
    answers = [_asked(noura, query) for query in test_queries]
    return {
        "people": size,
        "queries": len(test_queries),
        **_figures([(rank, took) for rank, took, _first in answers]),
        **_alone(noura, size),
        "filled_seconds": round(filled, 1),
        "namesakes": _namesakes(test_queries, answers),
        "kinds": _by_kind(test_queries, answers),
        "misses": list(_misses(test_queries, answers)),
    }


def _fill(people: People) -> int:
    """Write the people that are not in the database yet; how many there are then."""
    at = clock.real_now()
    if not User.objects.exists():
        sample.load(at, with_people=False)
    before = Person.objects.count()
    lacking = itertools.islice(people(), before, None)
    if (first_row := next(lacking, None)) is not None:
        filling.fill(itertools.chain([first_row], lacking), before + 1, at)
    return Person.objects.count()


def _asked(noura: User, query: Query) -> tuple[int, float, Person | None]:
    """The rank of the person meant (0: not among them), the milliseconds, and who stood first."""
    began = time.perf_counter()
    people = finding.find(noura, query.typed)
    took = (time.perf_counter() - began) * 1000
    rank = next(
        (place for place, person in enumerate(people, start=1) if person.pk == query.person), 0
    )
    return rank, took, people[0] if people else None


def _figures(answers: list[tuple[int, float]]) -> dict[str, float]:
    ranks = [rank for rank, _took in answers]
    return {
        "recall_at_1": sum(rank == 1 for rank in ranks) / len(ranks),
        "recall_at_5": sum(1 <= rank <= FIRST_FEW for rank in ranks) / len(ranks),
        "mrr": sum(1 / rank for rank in ranks if rank) / len(ranks),
        **_quantiles([took for _rank, took in answers]),
    }


def _quantiles(times: list[float], head: str = "") -> dict[str, float]:
    ordered = sorted(times)
    return {
        f"{head}p50_ms": ordered[len(ordered) // 2],
        f"{head}p95_ms": ordered[int(len(ordered) * 0.95)],
    }


def _by_kind(
    test_queries: list[Query], answers: list[tuple[int, float, Person | None]]
) -> dict[str, dict[str, float]]:
    kinds: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for query, (rank, took, _first) in zip(test_queries, answers, strict=True):
        kinds[query.kind].append((rank, took))
    return {
        kind: {"share": len(some) / len(test_queries), **_figures(some)}
        for kind, some in kinds.items()
    }


def _namesakes(test_queries: list[Query], answers: list[tuple[int, float, Person | None]]) -> int:
    """How many of the misses put somebody of the same name first: no search can tell them apart."""
    names = dict(
        Person.objects.filter(pk__in=[query.person for query in test_queries]).values_list(
            "pk", "full_name"
        )
    )
    return sum(
        rank != 1 and first is not None and fold(first.full_name) == fold(names[query.person])
        for query, (rank, _took, first) in zip(test_queries, answers, strict=True)
    )


def _misses(
    test_queries: list[Query], answers: list[tuple[int, float, Person | None]]
) -> Iterator[str]:
    names = dict(
        Person.objects.filter(pk__in=[query.person for query in test_queries]).values_list(
            "pk", "full_name"
        )
    )
    for query, (rank, _took, first) in zip(test_queries, answers, strict=True):
        if rank != 1:
            yield (
                f"{query.kind}: {query.typed} → {names[query.person]} at {rank}; first "
                f"{first.full_name if first else 'nobody'}"
            )


def _alone(noura: User, size: int) -> dict[str, float]:
    """The same desk's query by ID number, and one row by its primary key, as measures of the
    machine.
    """
    places = [1 + place * size // ALONE for place in range(min(ALONE, size))]
    by_id, by_key = [], []
    for place in places:
        began = time.perf_counter()
        finding.find(noura, id_number(place))
        by_id.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        Person.objects.select_related("file").get(pk=place)
        by_key.append((time.perf_counter() - began) * 1000)
    return _quantiles(by_id, "by_id_") | _quantiles(by_key, "by_key_")
