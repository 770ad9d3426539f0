"""What each word that was typed may stand for among the words of the register's names."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from wasl.common.spelling import keys
from wasl.common.spelling.distance import NEVER, apart
from wasl.common.spelling.keyboard import as_arabic
from wasl.common.spelling.latin import romanized, skeletons
from wasl.common.spelling.words import HEADS, bare, is_latin, words

SAME, SAME_LATIN = 0.1, 0.11  # what may lie between two words that count as spelt alike
MOST_WORDS, MOST_NEAR, LEAST = 9, 40, 2
BEGUN, INSIDE, REST = (
    0.3,
    0.75,
    0.03,
)  # a word begun, or a piece out of its middle; and each letter that lacks
CLOSE = 0.75  # what one slip more than the nearest word may cost
JOINED = 0.1  # two words typed as one, or one as two
UNKNOWN = 2.5  # a word typed that stands for none
FARTHEST = ((4, 1.05), (6, 1.35), (300, 2.0))  # the most that a word of so many letters may cost
HEARD = 0.5  # where a Latin spelling fits as well as this, worse ones are not looked at
# Key by key, because an overlap with so many keys at once is taken for half the table and read
# through.
NEAR = """
(SELECT %s, met.* FROM unnest(%s::int[]) AS key CROSS JOIN LATERAL (
   SELECT word, bare, people FROM beneficiaries_nameword WHERE keys @> ARRAY[key]
 ) AS met ORDER BY people DESC LIMIT 400)
"""
HEAD = """
(SELECT %s, word, bare, people FROM beneficiaries_nameword WHERE word LIKE %s OR bare LIKE %s
 ORDER BY people DESC LIMIT 30)
"""
WITHIN = """
(SELECT %s, word, bare, people FROM beneficiaries_nameword WHERE keys @> %s::int[] ORDER BY people DESC LIMIT 20)
"""
WHOLE = (
    "(SELECT -1, word, bare, people FROM beneficiaries_nameword WHERE word = ANY(%s) OR "
    "bare = ANY(%s))"
)


@dataclass
class Typed:
    """One word that was typed, the words of the register it may stand for, each with its cost, and
    how many have it.
    """

    text: str
    near: dict[str, float] = field(default_factory=dict)

    def best(self) -> float:
        """The cost of the nearest word, or that of a word that stands for none."""
        return min(self.near.values(), default=UNKNOWN)

    @property
    def is_initial(self) -> bool:
        """Too short to be looked up: it only tells how a word begins."""
        return len(self.text) < LEAST

    def close(self) -> list[str]:
        """The words that one slip leads to; not those that are farther."""
        most = self.best() + CLOSE
        return [word for word, cost in self.near.items() if cost <= most]

    def same(self) -> list[str]:
        """The words that count as spelt so."""
        most = min(self.best() + SAME_LATIN, HEARD) if is_latin(self.text) else SAME
        return [word for word, cost in self.near.items() if cost <= most]


def as_typed(typed: str) -> list[Typed]:
    """The words as they were typed, with their article or without; nothing is looked up."""
    return [Typed(text, _variants(text)) for text in words(typed)[:MOST_WORDS]]


def _variants(text: str) -> dict[str, float]:
    if is_latin(text):
        return {text: 0.0}
    also = (bare(text), f"ال{text}", f"ال{bare(text)}")
    return {word: apart(text, word) for word in (text, *also) if bare(word) == bare(text)}


def spelt(typed: str) -> list[list[Typed]]:
    """What was typed with what each word may stand for; a second time where words may also be
    joined or parted.

    Latin letters are read as such, or as Arabic typed while the keyboard was English, whichever
    comes nearer.
    """
    readings = [words(typed)[:MOST_WORDS]]
    if any(is_latin(text) for text in readings[0]):
        readings.append(words(as_arabic(typed))[:MOST_WORDS])
    texts = list(
        dict.fromkeys(text for reading in readings for text in reading if len(text) >= LEAST)
    )
    typed_by_text, words_by_form = _looked_up(
        texts, {variant for reading in readings for variant in _otherwise(reading)}
    )
    plain = [[typed_by_text.get(text) or Typed(text) for text in reading] for reading in readings]
    fitted = [_fitted(reading, typed_by_text, words_by_form) for reading in readings]
    best = min(range(len(readings)), key=lambda at: min(_total(plain[at]), _total(fitted[at])))
    return [plain[best]] if plain[best] == fitted[best] else [plain[best], fitted[best]]


def _total(reading: list[Typed]) -> float:
    return sum(word.best() for word in reading)


def _otherwise(reading: Sequence[str]) -> Iterable[str]:
    """Neighbours joined to one word, and the two halves of a word wherever it may be parted."""
    yield from (word + next_word for word, next_word in itertools.pairwise(reading))
    for text in reading:
        yield from (half for at in range(2, len(text) - 1) for half in (text[:at], text[at:]))


def _looked_up(
    texts: list[str], variants: set[str]
) -> tuple[dict[str, Typed], dict[str, list[str]]]:
    """What is near to each text, in one query; and of the others those that are words, by how they
    may be written.
    """
    parts: list[tuple[str, list[Any]]] = [
        (WHOLE, [list(variants), [bare(variant) for variant in variants]])
    ]
    for place, text in enumerate(texts):
        parts.append((NEAR, [place, list(keys.near(text))]))
        parts.append((HEAD, [place, f"{text}%", f"{bare(text)}%"]))
        if inside := keys.within(text):
            parts.append((WITHIN, [place, list(inside)]))
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(sql for sql, _ in parts),
            [value for _, params in parts for value in params],
        )
        rows = cursor.fetchall()
    met: dict[int, dict[str, int]] = {place: {} for place in range(-1, len(texts))}
    words_by_form: dict[str, list[str]] = {}
    for place, word, plain, people in rows:
        met[place][word] = people
        if place < 0:
            for form in {word, plain}:
                words_by_form.setdefault(form, []).append(word)
    return {
        text: Typed(text, _weighed(text, met[place])) for place, text in enumerate(texts)
    }, words_by_form


def _weighed(text: str, met: dict[str, int]) -> dict[str, float]:
    """The nearest of the words that were met, the commoner first of those as near."""
    costs = _heard(text, met) if is_latin(text) else {word: _cost(text, word) for word in met}
    most = next(most for length, most in FARTHEST if len(bare(text)) <= length)
    ranking = sorted((cost, -met[word], word) for word, cost in costs.items() if cost <= most)[
        :MOST_NEAR
    ]
    return {word: cost for cost, _people, word in ranking}


def _cost(text: str, word: str) -> float:
    """What it costs to have meant this word: a slip, or only a part of it typed."""
    cost = apart(text, word)
    if cost <= SAME or len(word) <= len(text):
        return cost
    lacking = REST * (len(word) - len(text))
    if word.startswith(text) or bare(word).startswith(bare(text)):
        return min(cost, BEGUN + lacking)
    return min(cost, INSIDE + lacking) if bare(text) in word and len(text) > LEAST else cost


def _heard(text: str, met: dict[str, int]) -> dict[str, float]:
    """The costs of Latin letters for words of both scripts; those of other consonants only where
    nothing else fits.
    """
    sounds = skeletons(text)
    alike = [word for word in met if is_latin(word) or sounds & skeletons(word)]
    costs = {word: _cost(text, word) if is_latin(word) else apart(text, word) for word in alike}
    if min(costs.values(), default=NEVER) <= HEARD:
        return costs
    remaining_words = [word for word in met if word not in costs][: MOST_NEAR * 2]
    begun = {word: BEGUN + romanized(text, word, begun=True) for word in remaining_words}
    return costs | {word: min(cost, apart(text, word)) for word, cost in begun.items()}


def _fitted(
    reading: Sequence[str], typed_by_text: dict[str, Typed], words_by_form: dict[str, list[str]]
) -> list[Typed]:
    """The reading with neighbours as one word where that is a word, and unknown words as two where
    both are.
    """
    fitted: list[Typed] = []
    remaining_texts = list(reading)
    while remaining_texts:
        text = remaining_texts.pop(0)
        word = typed_by_text.get(text) or Typed(text)
        if remaining_texts and (both := words_by_form.get(text + remaining_texts[0])):
            fitted.append(Typed(text + remaining_texts.pop(0), dict.fromkeys(both, JOINED)))
        elif not word.same() and (halves := _parted(text, words_by_form)):
            fitted += halves
        else:
            fitted.append(word)
    return fitted


def _parted(text: str, words_by_form: dict[str, list[str]]) -> list[Typed]:
    """A word as two that are both known (or a head like عبد, typed before a name that it does not
    belong to).
    """
    for at in range(2, len(text) - 1):
        head, tail = text[:at], text[at:]
        met = words_by_form.get(tail) or words_by_form.get(bare(tail))
        if met and (head in words_by_form or head in HEADS):
            return [
                Typed(head, dict.fromkeys(words_by_form.get(head, ()), JOINED)),
                Typed(tail, dict.fromkeys(met, 0.0)),
            ]
    return []
