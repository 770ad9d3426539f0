"""Finding by any part of a name (docs/adr/0024): spell each word in the vocabulary, cross the lists
of names, rank.

The words as typed are tried first. Where they are not enough, each word is looked up among the few
thousand that names are made of, by keys that near spellings share; then names are asked for that
have one of the near words for each word typed. Every list is cut, so that the commonest name costs
little more than a rare one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from wasl.beneficiaries.queries import likeness, vocabulary
from wasl.beneficiaries.queries.vocabulary import Typed

ENOUGH = 10  # so many people with the very words: no other spelling is looked for
GOOD = 1.0  # somebody at this cost or less: no further mistake is allowed for
EACH, MOST = 20, 100  # names that begin with one word; names of one question
MANY = 3  # so many words: few names have all of them
Name = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class Ask:
    """Names that begin with one of some words, end with one of others, have one of each further
    list and words with these heads.
    """

    first: Sequence[str] = ()
    last: Sequence[str] = ()
    words: Sequence[Sequence[str]] = ()
    heads: Sequence[str] = ()
    shortest_first: bool = False


def ranked(typed: str, limit: int) -> list[int]:
    """Keys of the people meant, the likeliest first."""
    said, spelt = vocabulary.as_typed(typed), list[list[Typed]]()
    names = _so_spelt([said])
    if _few(names):
        spelt = vocabulary.spelt(typed)
        names |= _so_spelt([one for one in spelt if not _covered(one, said)])
        names |= _with_slips(spelt) if _few(names) else set()
    costs = _weighed([said, *spelt], names)
    if spelt and min(costs.values(), default=GOOD + 1) > GOOD:
        names |= _met([group for one in spelt for group in _more_slips(one)])
        costs = _weighed([said, *spelt], names)
    return sorted(costs, key=lambda pk: (costs[pk], -pk))[:limit]


def _few(names: set[Name]) -> bool:
    return len({pk for pk, _words in names}) < ENOUGH


def _weighed(readings: list[list[Typed]], names: set[Name]) -> dict[int, float]:
    """Each person's least cost, over their names and the readings of what was typed."""
    costs: dict[int, float] = {}
    for pk, name in names:
        costs[pk] = min(
            costs.get(pk, likeness.NEVER), *(likeness.cost(said, name) for said in readings)
        )
    return costs


def _so_spelt(readings: list[list[Typed]]) -> set[Name]:
    """Names with the very words; of more than are read, those that begin and end so are not left
    out.
    """
    names = _met([_tiers(one) for one in readings])
    crossed_once = [one for one in readings if len(one) >= MANY]
    return names | _met([_in_place(one) for one in crossed_once]) if len(names) >= MOST else names


def _covered(reading: list[Typed], said: list[Typed]) -> bool:
    """Whether every word so spelt was among those asked for as typed."""
    return len(reading) == len(said) and all(
        one.text == other.text and set(one.same()) <= set(other.same())
        for one, other in zip(reading, said, strict=True)
    )


def _with_slips(readings: list[list[Typed]]) -> set[Name]:
    """Names of which any of the words may be misspelt; where those are too many, of which only one
    is.
    """
    several = [_slips(one) for one in readings]
    single = [group for one in readings for group in _one_slip(one)]
    if max(map(len, readings)) < MANY:
        return _met([*single, *several])
    names = _met(several)
    return names if len(names) < MOST else names | _met(single)


def _tiers(said: list[Typed]) -> list[Ask]:
    """Names with the very words: those that begin and end so, those that begin so, then wherever
    the words stand.

    Of many words few names have all: there one crossing of the lists gives what three would.
    """
    heads = [one.text for one in said if one.is_initial]
    same = [words for one in said if (words := one.same())]
    if not same or len(same) + len(heads) < len(said):
        return []
    if heads:
        first, last = ([] if one.is_initial else one.same() for one in (said[0], said[-1]))
        return [
            Ask(first=first, last=last, words=same, heads=heads, shortest_first=True),
            Ask(words=same, heads=heads),
        ]
    if len(same) == 1:
        return [Ask(first=same[0]), Ask(last=same[0]), Ask(words=same)]
    if len(same) >= MANY:
        return [Ask(words=same)]
    return [*_in_place(said), Ask(words=same)]


def _in_place(said: list[Typed]) -> list[Ask]:
    """Names that begin and end with the very words, then those that begin so; none where there is
    only one word.
    """
    same = [words for one in said if (words := one.same())]
    if len(same) < max(2, len(said)):
        return []
    return [
        Ask(first=same[0], last=same[-1], words=same[1:-1], shortest_first=True),
        Ask(first=same[0], words=same[1:]),
    ]


def _one_slip(said: list[Typed]) -> Iterator[list[Ask]]:
    """One word misspelt, each in turn, the others as typed."""
    known = [one for one in said if one.near]
    if len(known) == 1:
        yield [Ask(first=known[0].close()), Ask(words=[known[0].close()])]
        return
    for place, one in enumerate(known):
        others = [other.same() for other in known[:place] + known[place + 1 :]]
        if all(others) and len(one.close()) > len(one.same()):
            yield [Ask(words=[one.close(), *others])]


def _slips(said: list[Typed]) -> list[Ask]:
    """Any of the words misspelt."""
    known = [one.close() for one in said if one.near]
    return [Ask(words=known)] if len(known) > 1 else []


def _more_slips(said: list[Typed]) -> Iterator[list[Ask]]:
    """Any of the words misspelt badly; then one word, each in turn, that the name lacks."""
    known = [one for one in said if one.near]
    if known:
        yield [Ask(words=[list(one.near) for one in known])]
    if len(known) > 1:
        for place in range(len(known)):
            yield [Ask(words=[one.close() for one in known[:place] + known[place + 1 :]])]


# Materialized: planned for all its rows, so by the index, and read only as far as the limit goes.
CROSSED = """
(WITH met AS MATERIALIZED (SELECT person_id, words FROM beneficiaries_personname WHERE {tests})
 SELECT person_id, words FROM met {order} LIMIT {most})
"""
HEAD = "' ' || array_to_string(words, ' ') LIKE %s"
# One word alone: from the index in order, however many begin with it.
BEGINNING = """
(SELECT met.* FROM unnest(%s::text[]) AS one CROSS JOIN LATERAL (
   SELECT person_id, words FROM beneficiaries_personname WHERE words[1] = one
   ORDER BY cardinality(words), person_id DESC LIMIT {each}
 ) AS met LIMIT {most})
"""
GROUP = "(SELECT * FROM ({tiers}) AS tiers LIMIT {most})"
SHORTEST_FIRST = "ORDER BY cardinality(words), person_id DESC"


def _met(groups: Iterable[list[Ask]]) -> set[Name]:
    """The names of all that is asked, in one query. Of a group the later are read only where the
    earlier left room.
    """
    parts, given = [], []
    for group in groups:
        if pieces := [_piece(ask) for ask in group]:
            parts.append(
                GROUP.format(tiers=" UNION ALL ".join(sql for sql, _ in pieces), most=MOST)
            )
            given += [value for _, values in pieces for value in values]
    if not parts:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        return {(pk, tuple(name)) for pk, name in cursor.fetchall()}


def _piece(ask: Ask) -> tuple[str, list[Any]]:
    if not ask.last and not ask.words and not ask.heads:
        return BEGINNING.format(each=EACH, most=MOST), [list(ask.first)]
    words = [
        list(some) for some in dict.fromkeys(map(tuple, ask.words))
    ]  # a word typed twice is one list
    ends = [
        ends
        for ends in ([f"^{word}" for word in ask.first], [f"{word}$" for word in ask.last])
        if ends
    ]
    tests = (
        ["ends && %s::text[]"] * len(ends)
        + ["words && %s::text[]"] * len(words)
        + [HEAD] * len(ask.heads)
    )
    order = SHORTEST_FIRST if ask.shortest_first else ""
    sql = CROSSED.format(tests=" AND ".join(tests), order=order, most=MOST)
    return sql, [*ends, *words, *(f"% {head}%" for head in ask.heads)]
