"""How far a typed word lies from a known word, as a cost.

0 is the same, about ½ a mishearing, about 1 a wrong letter.

An edit distance (insert, drop, replace, swap neighbours). Its prices follow how Arabic names go
wrong: letters that sound alike, that differ only in dots, or that are neighbours on the keyboard;
long vowels left out.
"""

from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate

from wasl.common.spelling.latin import romanized
from wasl.common.spelling.words import bare, is_latin

NEVER = 9.0
SOUND = {
    0.3: ("ضظ",),
    0.4: ("صس", "طت", "ذز", "ظز", "ذظ", "حه", "قك"),
    0.5: ("ثس", "ذد", "ضد", "هت", "غق", "ثت", "غخ", "يى"),
    0.6: ("اع", "وا", "وي", "اي", "قج", "هخ", "حخ", "جش", "غع", "كج"),
}
SHAPE = {0.7: ("بتثنيف", "جحخ", "دذ", "رزو", "سش", "صض", "طظ", "عغ", "فقغ", "كل")}
KEYBOARD = ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "رهوزظ")
BESIDE = 0.75
ENDS = {"اه": 0.35, "اي": 0.35, "هي": 0.6, "تا": 0.5, "ته": 0.35}
VOWELS = frozenset("اوي")
LATIN_VOWELS = frozenset("aeiouy")
LATIN_SOUND = {0.4: ("sz", "kqc", "gj", "dt", "bp", "fv", "ie", "uo", "ou", "ae", "yi", "ai")}
DROP, DROP_VOWEL, DROP_DOUBLE, OTHER, SWAP = 0.9, 0.6, 0.45, 1.0, 0.65
ARTICLE = 0.1
# The first letter is seldom wrong, so a change of it costs more.
HEAD = 1.2


def _priced(*tables: Mapping[float, tuple[str, ...]]) -> dict[str, float]:
    """Return the price of each pair of letters in both orders, the cheapest of all tables."""
    prices: dict[str, float] = {}
    for table in tables:
        for price, groups in table.items():
            for group in groups:
                for letter in group:
                    for other_letter in group:
                        if letter != other_letter:
                            prices[letter + other_letter] = min(
                                price, prices.get(letter + other_letter, NEVER)
                            )
    return prices


PRICES = _priced(
    SOUND,
    SHAPE,
    LATIN_SOUND,
    {BESIDE: tuple(row[at : at + 2] for row in KEYBOARD for at in range(len(row) - 1))},
)
END_PRICES = {pair: price for both, price in ENDS.items() for pair in (both, both[::-1])}


def _open(word: str) -> str:
    """Return a word without its leading article; an article inside it stays."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


@lru_cache(maxsize=200_000)
def apart(typed: str, word: str) -> float:
    """Return the cost of meaning `word` when `typed` was typed; both folded, in either script."""
    if typed == word:
        return 0.0
    if is_latin(typed) != is_latin(word):
        return romanized(*((typed, word) if is_latin(typed) else (word, typed)))
    bare_typed, bare_word = bare(typed), bare(word)
    # Both have an article or neither has: the words are compared without it.
    if (bare_typed == typed) == (bare_word == word):
        return _edits(bare_typed, bare_word)
    outer = ARTICLE if typed.startswith("ال") != word.startswith("ال") else 0.0
    return min(
        ARTICLE + _edits(bare_typed, bare_word),
        _edits(typed, word),
        outer + _edits(_open(typed), _open(word)),
    )


def _edits(first: str, second: str) -> float:
    """Return the weighted distance with neighbours swapped (optimal string alignment)."""
    if first == second:
        return 0.0
    # A name and its spelling never differ so much; the table of costs is not even built.
    if abs(len(first) - len(second)) > 3:
        return NEVER
    start, end = _shared(first, second)
    return _between(first, second, start, len(first) - end, len(second) - end)


def _shared(first: str, second: str) -> tuple[int, int]:
    """Return how many letters both words share at their beginning and at their end.

    Only the letters between are weighed.
    """
    most = min(len(first), len(second))
    start = next((at for at in range(most) if first[at] != second[at]), most)
    end = next(
        (at for at in range(most - start) if first[-1 - at] != second[-1 - at]), most - start
    )
    return start, end


def _between(first: str, second: str, start: int, one_end: int, other_end: int) -> float:
    vowels = LATIN_VOWELS if is_latin(first) else VOWELS
    dropped = [_gap(second, place, vowels) for place in range(start, other_end)]
    before: list[float] = []
    row = list(accumulate(dropped, initial=0.0))
    for i in range(start, one_end):
        letter, extra = first[i], _gap(first, i, vowels)
        last, row = row, [row[0] + extra]
        for j in range(start, other_end):
            place, other_letter = j - start, second[j]
            best = last[place]
            if letter != other_letter:
                best += _replaced(
                    letter,
                    other_letter,
                    i + 1 == len(first) and j + 1 == len(second),
                    not i and not j,
                )
                best = min(best, last[place + 1] + extra, row[place] + dropped[place])
                if i > start and place and letter == second[j - 1] and other_letter == first[i - 1]:
                    best = min(best, before[place - 1] + SWAP)
            row.append(best)
        before = last
    return row[-1]


def _gap(word: str, place: int, vowels: frozenset[str]) -> float:
    """Return the price of a letter that only one of the two words has."""
    letter = word[place]
    if place and word[place - 1] == letter:
        return DROP_DOUBLE
    price = DROP_VOWEL if letter in vowels else DROP
    return price if place else price * HEAD


def _replaced(letter: str, other_letter: str, at_end: bool, at_head: bool) -> float:
    price = PRICES.get(letter + other_letter, OTHER)
    if at_end:
        price = min(price, END_PRICES.get(letter + other_letter, OTHER))
    return price * HEAD if at_head else price
