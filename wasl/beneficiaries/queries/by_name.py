"""Finding by any part of a name (docs/adr/0024): spell each word in the vocabulary, cross the lists of names, rank.

The words as typed are tried first. Where they are not enough, each word is looked up among the few thousand that names are
made of, by keys that near spellings share; then names are asked for that have one of the near words for each word typed.
Every list is cut, so that the commonest name costs little more than a rare one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from wasl.beneficiaries.queries import likeness, vocabulary
from wasl.beneficiaries.queries.vocabulary import Typed

ENOUGH = 20


@dataclass(frozen=True)
class Ask:
    """Names that have one word of each list, begin and end with one of these where any are given; at most so many."""

    words: list[list[str]]
    first: Sequence[str] = ()
    last: Sequence[str] = ()
    most: int = 200
    shortest_first: bool = False


def ranked(typed: str, limit: int) -> list[int]:
    """Keys of the people meant, the likeliest first."""
    said = vocabulary.as_typed(typed)
    costs: dict[int, float] = {}
    _weigh(said, _asked(_alike(said)), costs)
    if len(costs) < ENOUGH:
        said = vocabulary.spelt(typed)
        _weigh(said, _asked([*_alike(said), *_near(said)]), costs)
        if not costs:
            _weigh(said, _asked(_without_one(said)), costs)
    return sorted(costs, key=lambda pk: (costs[pk], -pk))[:limit]


def _weigh(said: list[Typed], names: Iterable[tuple[int, list[str]]], costs: dict[int, float]) -> None:
    """Keep each person's least cost."""
    for pk, name in names:
        costs[pk] = min(costs.get(pk, float("inf")), likeness.cost(said, name))


def _alike(said: list[Typed]) -> Iterator[Ask]:
    """Names with the very words: those that begin and end with them, those that begin so, then wherever they stand."""
    same = [one.same() for one in said]
    if same and all(same):
        yield Ask(same, same[0], same[-1], most=100, shortest_first=True)
        yield Ask(same, same[0], most=100)
        yield Ask(same)


def _near(said: list[Typed]) -> Iterator[Ask]:
    """One word misspelt, each in turn; then any of them."""
    known = [one for one in said if one.near]
    if len(known) > 1:
        for place, one in enumerate(known):
            others = [other.same() for other in known[:place] + known[place + 1 :]]
            if all(others) and len(one.near) > len(one.same()):
                yield Ask([list(one.near), *others])
    if known:
        yield Ask([list(one.near) for one in known], most=300)


def _without_one(said: list[Typed]) -> Iterator[Ask]:
    """One word that the name lacks, each in turn."""
    known = [list(one.near) for one in said if one.near]
    if len(known) > 1:
        for place in range(len(known)):
            yield Ask(known[:place] + known[place + 1 :], most=100)


# Materialized: planned for all its rows, so by the index, and read only as far as the limit goes.
MET = """
(WITH met AS MATERIALIZED (SELECT person_id, words FROM beneficiaries_personname WHERE {tests})
 SELECT person_id, words FROM met {order} LIMIT {most})
"""
SHORTEST_FIRST = "ORDER BY cardinality(words), person_id DESC"


def _asked(asks: Iterable[Ask]) -> list[tuple[int, list[str]]]:
    """The names of all that is asked, in one query."""
    parts, given = [], []
    for ask in asks:
        ends = [[f"^{word}" for word in ask.first], [f"{word}$" for word in ask.last]]
        tests = ["words && %s::text[]"] * len(ask.words) + ["ends && %s::text[]" for one in ends if one]
        order = SHORTEST_FIRST if ask.shortest_first else ""
        parts.append(MET.format(tests=" AND ".join(tests), order=order, most=ask.most))
        given += [*ask.words, *(one for one in ends if one)]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        return list(cursor.fetchall())
