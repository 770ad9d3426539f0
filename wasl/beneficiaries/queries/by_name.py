"""Find people by any part of a name (docs/adr/0024).

Each typed word is looked up in the vocabulary, the lists of names that hold the words are crossed,
and the result is ranked. The words as typed are tried first. Where they are not enough, near
spellings are looked up by the keys that they share, among the few thousand words that names are
made of. Then names are read that have one near word for each typed word. Every list is cut, so that
the commonest name costs little more than a rare one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from wasl.beneficiaries.queries import likeness, vocabulary
from wasl.beneficiaries.queries.vocabulary import Typed

# With so many people under the very words no other spelling is looked for.
ENOUGH = 10
# When somebody is at this cost or less, no further mistake is allowed for.
GOOD = 1.0
# EACH limits the names that begin with one word, MOST the names that one question returns.
EACH, MOST = 20, 100
# From so many words on few names have all of them.
MANY = 3
Name = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class Ask:
    """A question for names: first words, last words, further word lists, and initial letters
    (`heads`).

    A name matches when it begins with one of `first`, ends with one of `last`, has a word of each
    list in `words`, and has words that start with each of `heads`.
    """

    first: Sequence[str] = ()
    last: Sequence[str] = ()
    words: Sequence[Sequence[str]] = ()
    heads: Sequence[str] = ()
    shortest_first: bool = False


def ranked(typed: str, limit: int) -> list[int]:
    """Return the keys of the people meant, the likeliest first, at most `limit`."""
    reading, spelt = vocabulary.as_typed(typed), list[list[Typed]]()
    names = _so_spelt([reading])
    if _few(names):
        spelt = vocabulary.spelt(typed)
        names |= _so_spelt([variant for variant in spelt if not _covered(variant, reading)])
        names |= _with_slips(spelt) if _few(names) else set()
    costs = _weighed([reading, *spelt], names)
    if spelt and min(costs.values(), default=GOOD + 1) > GOOD:
        names |= _met([group for variant in spelt for group in _more_slips(variant)])
        costs = _weighed([reading, *spelt], names)
    # At the same cost the person registered last comes first.
    return sorted(costs, key=lambda pk: (costs[pk], -pk))[:limit]


def _few(names: set[Name]) -> bool:
    return len({pk for pk, _words in names}) < ENOUGH


def _weighed(readings: list[list[Typed]], names: set[Name]) -> dict[int, float]:
    """Return each person's least cost over their names and the readings of the typed words."""
    costs: dict[int, float] = {}
    for pk, name in names:
        costs[pk] = min(
            costs.get(pk, likeness.NEVER), *(likeness.cost(reading, name) for reading in readings)
        )
    return costs


def _so_spelt(readings: list[list[Typed]]) -> set[Name]:
    """Return names with the very words.

    When more match than are read, names that begin and end with the words are asked for again, so
    that they are not cut off.
    """
    names = _met([_tiers(reading) for reading in readings])
    crossed_once = [reading for reading in readings if len(reading) >= MANY]
    return (
        names | _met([_in_place(reading) for reading in crossed_once])
        if len(names) >= MOST
        else names
    )


def _covered(reading: list[Typed], typed_reading: list[Typed]) -> bool:
    """Whether the reading asks for nothing that the words as typed did not ask for already."""
    return len(reading) == len(typed_reading) and all(
        word.text == typed_word.text and set(word.same()) <= set(typed_word.same())
        for word, typed_word in zip(reading, typed_reading, strict=True)
    )


def _with_slips(readings: list[list[Typed]]) -> set[Name]:
    """Return names in which any word may be misspelt; where those are too many, also those with one
    misspelt word.
    """
    several = [_slips(reading) for reading in readings]
    single = [group for reading in readings for group in _one_slip(reading)]
    if max(map(len, readings)) < MANY:
        return _met([*single, *several])
    # Few names have all of three or more words, so one crossing comes first, and the single slips
    # follow only where it overflows (ADR 24).
    names = _met(several)
    return names if len(names) < MOST else names | _met(single)


def _tiers(reading: list[Typed]) -> list[Ask]:
    """Return questions for the very words: at their place, then at the beginning, then anywhere.

    Few names have all of three or more words. There one crossing of the lists gives what three
    would.
    """
    heads = [word.text for word in reading if word.is_initial]
    same = [words for word in reading if (words := word.same())]
    # A word that is neither known nor an initial matches no name.
    if not same or len(same) + len(heads) < len(reading):
        return []
    if heads:
        first, last = ([] if word.is_initial else word.same() for word in (reading[0], reading[-1]))
        return [
            Ask(first=first, last=last, words=same, heads=heads, shortest_first=True),
            Ask(words=same, heads=heads),
        ]
    if len(same) == 1:
        return [Ask(first=same[0]), Ask(last=same[0]), Ask(words=same)]
    if len(same) >= MANY:
        return [Ask(words=same)]
    return [*_in_place(reading), Ask(words=same)]


def _in_place(reading: list[Typed]) -> list[Ask]:
    """Return questions for names that begin and end with the words, then that begin so; none for
    one word.
    """
    same = [words for word in reading if (words := word.same())]
    if len(same) < max(2, len(reading)):
        return []
    return [
        Ask(first=same[0], last=same[-1], words=same[1:-1], shortest_first=True),
        Ask(first=same[0], words=same[1:]),
    ]


def _one_slip(reading: list[Typed]) -> Iterator[list[Ask]]:
    """Yield questions with one word misspelt, each in turn, and the others as typed."""
    known_words = [word for word in reading if word.near]
    if len(known_words) == 1:
        yield [Ask(first=known_words[0].close()), Ask(words=[known_words[0].close()])]
        return
    for place, word in enumerate(known_words):
        other_words = [
            other_word.same() for other_word in known_words[:place] + known_words[place + 1 :]
        ]
        # Without a spelling that the exact match did not cover, the question would repeat it.
        if all(other_words) and len(word.close()) > len(word.same()):
            yield [Ask(words=[word.close(), *other_words])]


def _slips(reading: list[Typed]) -> list[Ask]:
    """Return the question in which any of the words is misspelt."""
    forms = [word.close() for word in reading if word.near]
    return [Ask(words=forms)] if len(forms) > 1 else []


def _more_slips(reading: list[Typed]) -> Iterator[list[Ask]]:
    """Yield questions with badly misspelt words, then with one word, each in turn, left out."""
    known_words = [word for word in reading if word.near]
    if known_words:
        yield [Ask(words=[list(word.near) for word in known_words])]
    if len(known_words) > 1:
        for place in range(len(known_words)):
            yield [
                Ask(words=[word.close() for word in known_words[:place] + known_words[place + 1 :]])
            ]


# MATERIALIZED makes the planner plan for all rows, and so use the index; the outer limit still
# stops the reading early.
CROSSED = """
(WITH met AS MATERIALIZED (SELECT person_id, words FROM beneficiaries_personname WHERE {tests})
 SELECT person_id, words FROM met {order} LIMIT {most})
"""
HEAD = "' ' || array_to_string(words, ' ') LIKE %s"
# One word alone is read in the order of the index `person_name_first`, so that it costs the same
# however many names begin with it.
BEGINNING = """
(SELECT met.* FROM unnest(%s::text[]) AS one CROSS JOIN LATERAL (
   SELECT person_id, words FROM beneficiaries_personname WHERE words[1] = one
   ORDER BY cardinality(words), person_id DESC LIMIT {each}
 ) AS met LIMIT {most})
"""
GROUP = "(SELECT * FROM ({tiers}) AS tiers LIMIT {most})"
SHORTEST_FIRST = "ORDER BY cardinality(words), person_id DESC"


def _met(groups: Iterable[list[Ask]]) -> set[Name]:
    """Return the names that match, in one query.

    Within a group the later questions are read only while the earlier ones left room.
    """
    parts, parameters = [], []
    for group in groups:
        if pieces := [_piece(ask) for ask in group]:
            parts.append(
                GROUP.format(tiers=" UNION ALL ".join(sql for sql, _ in pieces), most=MOST)
            )
            parameters += [value for _, values in pieces for value in values]
    if not parts:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        return {(pk, tuple(name)) for pk, name in cursor.fetchall()}


def _piece(ask: Ask) -> tuple[str, list[Any]]:
    if not ask.last and not ask.words and not ask.heads:
        return BEGINNING.format(each=EACH, most=MOST), [list(ask.first)]
    words = [
        # A word typed twice gives one list.
        list(some)
        for some in dict.fromkeys(map(tuple, ask.words))
    ]
    ends = [
        ends
        # The column `ends` holds the first word marked ^ and the last marked $, in one GIN index
        # with `words`, so that one scan answers both conditions.
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
