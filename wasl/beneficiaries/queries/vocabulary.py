"""What each typed word may stand for among the words of the names in the register."""

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

# The most that two words may differ and still count as spelt alike. All costs are those of
# `common/spelling/distance`.
SAME, SAME_LATIN = 0.1, 0.11
MOST_WORDS, MOST_NEAR, LEAST = 9, 40, 2
# The cost of a typed beginning, of a typed middle piece, and of each letter left out.
BEGUN, INSIDE, REST = (
    0.3,
    0.75,
    0.03,
)
# The most that one more slip may cost beyond the nearest word.
CLOSE = 0.75
# The cost of two words typed as one, or one as two.
JOINED = 0.1
# The cost of a typed word that stands for none.
UNKNOWN = 2.5
# The most a word of up to so many letters may cost: (letters, cost).
FARTHEST = ((4, 1.05), (6, 1.35), (300, 2.0))
# When a Latin spelling fits this well, worse fits are not looked at.
HEARD = 0.5
# Key by key: the planner estimates an overlap with many keys at once as half the table and reads it
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
    """A typed word and the words of the register it may stand for, each with its cost."""

    text: str
    near: dict[str, float] = field(default_factory=dict)

    def best(self) -> float:
        """Return the cost of the nearest word, or UNKNOWN when there is none."""
        return min(self.near.values(), default=UNKNOWN)

    @property
    def is_initial(self) -> bool:
        """Whether the word is too short to look up and only says how a word begins."""
        return len(self.text) < LEAST

    def close(self) -> list[str]:
        """Return the words within one slip of the nearest word."""
        most = self.best() + CLOSE
        return [word for word, cost in self.near.items() if cost <= most]

    def same(self) -> list[str]:
        """Return the words that count as spelt the same."""
        # A Latin spelling is seldom exact, so its best fits count as the same, up to HEARD.
        most = min(self.best() + SAME_LATIN, HEARD) if is_latin(self.text) else SAME
        return [word for word, cost in self.near.items() if cost <= most]


def as_typed(typed: str) -> list[Typed]:
    """Return the typed words with and without their article; nothing is looked up."""
    return [Typed(text, _variants(text)) for text in words(typed)[:MOST_WORDS]]


def _variants(text: str) -> dict[str, float]:
    if is_latin(text):
        return {text: 0.0}
    also = (bare(text), f"ال{text}", f"ال{bare(text)}")
    return {word: apart(text, word) for word in (text, *also) if bare(word) == bare(text)}


def spelt(typed: str) -> list[list[Typed]]:
    """Return the typed words with what each may stand for, and a second reading where words may be
    joined or split.

    Latin letters are read as Latin, or as Arabic typed on an English keyboard, whichever comes
    nearer.
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
    """Yield neighbours joined to one word, and both halves of each word at every place it may
    split.
    """
    yield from (word + next_word for word, next_word in itertools.pairwise(reading))
    for text in reading:
        yield from (half for at in range(2, len(text) - 1) for half in (text[:at], text[at:]))


def _looked_up(
    texts: list[str], variants: set[str]
) -> tuple[dict[str, Typed], dict[str, list[str]]]:
    """Return the words near each text, and those variants that are words, by their written forms;
    one query.
    """
    parts: list[tuple[str, list[Any]]] = [
        # Place -1 marks the joined and split forms, which are looked up as they are, without near
        # spellings.
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
    """Return the nearest of the words with their costs; of equally near ones the commoner first."""
    costs = _heard(text, met) if is_latin(text) else {word: _cost(text, word) for word in met}
    most = next(most for length, most in FARTHEST if len(bare(text)) <= length)
    ranking = sorted((cost, -met[word], word) for word, cost in costs.items() if cost <= most)[
        :MOST_NEAR
    ]
    return {word: cost for cost, _people, word in ranking}


def _cost(text: str, word: str) -> float:
    """Return the cost of having meant this word: a slip, or only a part of it typed."""
    cost = apart(text, word)
    if cost <= SAME or len(word) <= len(text):
        return cost
    lacking = REST * (len(word) - len(text))
    if word.startswith(text) or bare(word).startswith(bare(text)):
        return min(cost, BEGUN + lacking)
    return min(cost, INSIDE + lacking) if bare(text) in word and len(text) > LEAST else cost


def _heard(text: str, met: dict[str, int]) -> dict[str, float]:
    """Return the costs of Latin letters for words of both scripts.

    Words with other consonants are weighed only where nothing else fits.
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
    """Return the reading with neighbours joined where that is a word, and unknown words split where
    both halves are.
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
    """Return a word as two known words, or as a head like عبد before a name it does not
    belong to.
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
