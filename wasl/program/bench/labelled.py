"""A set of queries of which each means one person: made by the model of `corruption`, or read from
files.
"""

import csv
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wasl.common.text import fold
from wasl.program.bench import corruption
from wasl.program.environment import Trouble

TRIES = 12


@dataclass(frozen=True)
class Query:
    """What is typed, whom it means (the place in the list of people, from 1), and how it came
    about.
    """

    typed: str
    person: int
    kind: str = "given"


def made(
    names: Callable[[], Iterator[str]], count: int, query_count: int, seed: int
) -> list[Query]:
    """Queries of every kind by its share; rightly spelt each would have fitted one person alone."""
    speaker = corruption.Speaker(seed)
    places = set(speaker.chance.sample(range(1, count + 1), min(count, query_count * TRIES)))
    chosen = {place: name for place, name in enumerate(names(), start=1) if place in places}
    holders = _holders(names, {word for name in chosen.values() for word in fold(name).split()})
    shares = {
        kind: max(1, round(query_count * share / 100)) for kind, share in corruption.SHARES.items()
    }
    queries: list[Query] = []
    for kind, share in shares.items():
        candidates = list(chosen)
        speaker.chance.shuffle(candidates)
        queries += _of_kind(
            kind, share, {place: chosen[place] for place in candidates}, holders, speaker
        )
    return queries


def _of_kind(
    kind: str,
    share: int,
    chosen: dict[int, str],
    holders: Mapping[str, Sequence[int]],
    speaker: corruption.Speaker,
) -> list[Query]:
    queries: list[Query] = []
    for place, name in chosen.items():
        if len(queries) == share:
            break
        parts = corruption.some_parts(name, speaker.chance)
        if not _singles_out(fold(" ".join(parts)).split(), holders):
            continue
        if typed := getattr(speaker, kind)(parts):
            queries.append(Query(typed, place, kind))
    return queries


def _holders(names: Callable[[], Iterator[str]], words: set[str]) -> Mapping[str, Sequence[int]]:
    """Who has each of these words."""
    holders: dict[str, array[int]] = defaultdict(lambda: array("I"))
    for place, name in enumerate(names(), start=1):
        for word in words.intersection(fold(name).split()):
            holders[word].append(place)
    return holders


def _singles_out(words: list[str], holders: Mapping[str, Sequence[int]]) -> bool:
    lists = sorted((holders[word] for word in words), key=len)
    return len(set(lists[0]).intersection(*lists[1:])) == 1


def read_people(place: Path) -> Iterator[tuple[str, str]]:
    """Number and name of each person of a file (`number,full_name`), one at a time."""
    for row in _rows(place, ("number", "full_name")):
        yield row["number"].strip(), row["full_name"]


def read_queries(place: Path, places: dict[str, int]) -> list[Query]:
    """The queries of a file (`query,number`), each bound to the person with this number."""
    rows = list(_rows(place, ("query", "number")))
    unknown = sorted({row["number"] for row in rows if row["number"].strip() not in places})
    if unknown:
        raise Trouble(
            f"{place}: {len(unknown)} numbers are nobody's in the list of people, the first is "
            f"{unknown[0]}."
        )
    return [Query(row["query"], places[row["number"].strip()]) for row in rows]


def _rows(place: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    try:
        with place.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not set(columns) <= set(reader.fieldnames or ()):
                raise Trouble(
                    f"{place}: the first line must name the columns {', '.join(columns)}."
                )
            yield from reader
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Trouble(f"{place} cannot be read: {error}") from error
