"""Compare two people at once, without splink, by the comparisons, levels and weights of `levels`.

This serves the moment before somebody new is saved, when a few dozen people are compared with one.
Names are taken as written: no vocabulary of a register corrects them, so a slip is told by the
distance between two words.
"""

import math
from collections.abc import Callable, Mapping, Sequence

from wasl.beneficiaries.likeness.levels import (
    COMPARISONS,
    ELSEWHERE,
    KIN,
    NEAR,
    OTHER,
    SAME,
    UNKNOWN,
)
from wasl.beneficiaries.likeness.linking import EXPECTED
from wasl.beneficiaries.likeness.sketches import Born, Sketch
from wasl.beneficiaries.likeness.vocabulary import NEVER_ALONE, REAL
from wasl.beneficiaries.likeness.workshop import RAREST
from wasl.common.spelling.distance import apart
from wasl.common.spelling.words import is_latin

# The greatest distance between a word and its slip, for a short word, and for two scripts.
SLIP, SHORT_SLIP, HEARD = (
    1.05,
    0.75,
    0.7,
)
WEIGHED = {
    comparison.name: {level.code: (level.m, level.u, level.rarity) for level in comparison.levels}
    for comparison in COMPARISONS
}
Levels = dict[str, str]


def compare(sketch: Sketch, other_sketch: Sketch) -> Levels:
    """Return the level of every comparison."""
    names = _names(sketch.words, other_sketch.words)
    born = _born(sketch.born, other_sketch.born)
    # These lines repeat FITS, APART, TOGETHER and SHARED of `levels` in Python. A test holds both
    # readings against each other (ADR 27).
    one_id = _edits(sketch.id_number, other_sketch.id_number)
    fits = _fits(names, one_id == 0 or (born == SAME and one_id is not None and one_id <= 1))
    aged = (
        born in ("far", OTHER)
        and sketch.born.gregorian is not None
        and other_sketch.born.gregorian is not None
    )
    apart_ = aged and one_id is not None and one_id > 2
    together = sketch.household is not None and sketch.household == other_sketch.household
    shared = not fits or apart_ or together
    # Two people of one family share these names, so they say nothing for or against.
    if not fits:
        names |= {part: KIN for part in ("father", "grand", "family") if names[part] != UNKNOWN}
    return {
        **names,
        "born": born,
        "id_number": _id_number(
            sketch.id_number,
            other_sketch.id_number,
            one_id,
            close=fits and not together,
            away=apart_,
        ),
        "mobile": _mobile(
            sketch.mobile, other_sketch.mobile, shared=shared, close=fits and not apart_
        ),
        "city": _plainly(sketch.city, other_sketch.city, KIN if not fits or together else ""),
        "account": _plainly(
            sketch.account,
            other_sketch.account,
            "household" if shared and sketch.account == other_sketch.account else "",
        ),
        "gender": _plainly(sketch.gender, other_sketch.gender),
    }


def weight(levels: Levels, register_size: int, rarity: Mapping[str, float]) -> float:
    """Return in bits how likely two files are one person, in a register of so many people.

    `rarity` is the share of people who bear each part of the name.
    """
    # The prior: the chance that two people taken at random are one, at most one in a hundred.
    bits = math.log2(min(EXPECTED / max(register_size, 1), 0.01))
    for name, code in levels.items():
        if code != UNKNOWN:
            m, u, rare = WEIGHED[name][code]
            bits += math.log2(m / max(rarity.get(rare, u) if rare else u, RAREST))
    return bits


# Names


def near(word: str, other_word: str) -> bool:
    """Whether one word is the other or a slip of it; two real names are never slips of each
    other.
    """
    if word == other_word:
        return True
    if is_latin(word) != is_latin(other_word):
        return apart(word, other_word) <= HEARD
    shorter = min(len(word), len(other_word))
    most = SLIP if shorter > NEVER_ALONE else SHORT_SLIP
    return (
        shorter >= NEVER_ALONE
        and not {word, other_word} <= REAL
        and apart(word, other_word) <= most
    )


def _part(words: Sequence[str], part: str) -> str | None:
    # (index of the word, least number of words in the name): the second of two words is the family
    # name, not the father's.
    place, least = {"given": (0, 1), "father": (1, 3), "grand": (2, 4), "family": (-1, 2)}[part]
    return words[place] if len(words) >= least else None


def _held(word: str | None, words: Sequence[str]) -> bool:
    return word is not None and any(near(word, candidate) for candidate in words)


def _names(words: Sequence[str], other_words: Sequence[str]) -> Levels:
    shorter, longer = sorted((words, other_words), key=len)
    contained = bool(shorter) and all(_held(word, longer) for word in shorter)
    levels = {"given": _given(words, other_words, contained)}
    for part in ("father", "grand", "family"):
        own_part, other_part = _part(words, part), _part(other_words, part)
        if own_part is None or other_part is None:
            levels[part] = UNKNOWN
        elif own_part == other_part:
            levels[part] = SAME
        elif near(own_part, other_part):
            levels[part] = NEAR
        elif _held(own_part, other_words) or _held(other_part, words):
            levels[part] = ELSEWHERE if contained else "partly"
        else:
            levels[part] = OTHER
    return levels


def _given(words: Sequence[str], other_words: Sequence[str], contained: bool) -> str:
    if not words or not other_words:
        return UNKNOWN
    first_name, other_first_name = words[0], other_words[0]
    tests: tuple[tuple[str, Callable[[], bool]], ...] = (
        # In the order of GIVEN in `levels`; the first test that holds decides.
        ("parent", lambda: _begot(words, other_words) or _begot(other_words, words)),
        (SAME, lambda: first_name == other_first_name),
        (NEAR, lambda: near(first_name, other_first_name)),
        ("order", lambda: len(words) > 2 and sorted(words) == sorted(other_words)),
        (
            "moved",
            lambda: contained and _held(first_name, other_words) and _held(other_first_name, words),
        ),
        ("alike", lambda: _edits(first_name, other_first_name) == 1),
        (ELSEWHERE, lambda: _held(first_name, other_words) or _held(other_first_name, words)),
    )
    return next((code for code, holds in tests if holds()), OTHER)


def _begot(child: Sequence[str], parent: Sequence[str]) -> bool:
    """Whether one name continues where the other begins, in the same family: a child and its
    parent.
    """
    if (
        len(child) < 3
        or len(parent) < 2
        or not near(child[1], parent[0])
        or not near(child[-1], parent[-1])
    ):
        return False
    if len(child) > 3 and len(parent) > 2:
        return near(child[2], parent[1])
    # Without a grandfather's name to compare, equal first names may well be one person.
    return not near(child[0], parent[0])


def _fits(names: Levels, one_id: bool) -> bool:
    """Whether the two may be one person at all."""
    return one_id or names["given"] in (UNKNOWN, SAME, NEAR, "order", "moved")


# Numbers, days and places


def _edits(text: str | None, other_text: str | None) -> int | None:
    """Count the letters or digits wrong, missing, added or swapped; None when one side is empty."""
    if not text or not other_text:
        return None
    # An edit distance with swaps; only the last two rows of its matrix are kept.
    before, last = list[int](), list(range(len(other_text) + 1))
    for i, letter in enumerate(text, start=1):
        row = [i]
        for j, other_letter in enumerate(other_text, start=1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other_letter))
            if i > 1 and j > 1 and letter == other_text[j - 2] and other_letter == text[i - 2]:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]


def _id_number(
    number: str | None, other_number: str | None, edits: int | None, *, close: bool, away: bool
) -> str:
    if not number or not other_number or edits is None:
        return UNKNOWN
    if edits <= 1:
        return "one_digit" if edits else SAME
    if edits == 2 and close:
        return "two_digits"
    if away:
        return "apart"
    # The first digit tells a national ID (1) from an iqama (2).
    return "other_kind" if number[0] != other_number[0] else OTHER


def _mobile(number: str | None, other_number: str | None, *, shared: bool, close: bool) -> str:
    edits = _edits(number, other_number)
    if edits is None:
        return UNKNOWN
    if edits == 0:
        return "household" if shared else SAME
    return "one_digit" if edits == 1 and close else OTHER


def _plainly(value: str | None, other_value: str | None, instead: str = "") -> str:
    if value is None or other_value is None:
        return UNKNOWN
    return instead or (SAME if value == other_value else OTHER)


def _born(birth: Born, other_birth: Born) -> str:
    if not (birth.day or birth.year) or not (other_birth.day or other_birth.year):
        return UNKNOWN
    if birth.day and other_birth.day:
        level = _days(birth, other_birth)
        if level:
            return level
    years, other_years = _years(birth), _years(other_birth)
    if years & other_years:
        return "year_alone" if birth.year or other_birth.year else "one_year"
    first, second = ((born.gregorian or (born.year or 0,))[0] for born in (birth, other_birth))
    return "far" if abs(first - second) > 12 else OTHER


def _years(born: Born) -> set[int]:
    return {
        year for year in (born.year, (born.gregorian or [0])[0], (born.hijri or [0])[0]) if year
    }


def _days(birth: Born, other_birth: Born) -> str:
    """Return how two whole dates of birth agree; "" when they do not."""
    if birth.day is None or other_birth.day is None:
        return ""
    off = abs((birth.day - other_birth.day).days)
    if off <= 2:
        return "days_off" if off else SAME
    both = [
        (parts, other_parts)
        for parts, other_parts in (
            (birth.gregorian, other_birth.gregorian),
            (birth.hijri, other_birth.hijri),
        )
        if parts and other_parts
    ]
    if any(
        parts == (other_parts[0], other_parts[2], other_parts[1]) for parts, other_parts in both
    ):
        return "turned"
    if _other_calendar(birth, other_birth) or _other_calendar(other_birth, birth):
        return "calendar"
    if any(
        # Differences that one wrong digit of the year, or two swapped, may give.
        parts[1:] == other_parts[1:] and abs(parts[0] - other_parts[0]) in (1, 2, 9, 10, 20, 30)
        for parts, other_parts in both
    ):
        return "years_off"
    if any(
        parts[0] == other_parts[0] and (parts[1] == other_parts[1] or parts[2] == other_parts[2])
        for parts, other_parts in both
    ):
        return "two_of_three"
    return ""


def _other_calendar(birth: Born, other_birth: Born) -> bool:
    if not birth.hijri or not birth.gregorian or not other_birth.gregorian:
        return False
    return (
        birth.hijri[1:] == other_birth.gregorian[1:]
        and abs(birth.gregorian[0] - other_birth.gregorian[0]) <= 1
    )
