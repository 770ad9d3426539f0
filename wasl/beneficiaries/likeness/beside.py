"""Two people compared at once, without splink: the same comparisons, levels and weights, read from
the table of `levels`.

For the moment before somebody new is saved, when a few dozen are held against one. Names stand as
they were written: no register's worth of words puts them right, so a slip is told by how far two
words lie from each other.
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

SLIP, SHORT_SLIP, HEARD = (
    1.05,
    0.75,
    0.7,
)  # the most that lies between a word and its slip; a short one; in two scripts
WEIGHED = {
    one.name: {level.code: (level.m, level.u, level.rarity) for level in one.levels}
    for one in COMPARISONS
}
Levels = dict[str, str]


def compare(one: Sketch, other: Sketch) -> Levels:
    """The level of every comparison."""
    names = _names(one.words, other.words)
    born = _born(one.born, other.born)
    one_id = _edits(one.id_number, other.id_number)
    fits = _fits(names, one_id == 0 or (born == SAME and one_id is not None and one_id <= 1))
    aged = (
        born in ("far", OTHER)
        and one.born.gregorian is not None
        and other.born.gregorian is not None
    )
    apart_ = aged and one_id is not None and one_id > 2
    together = one.household is not None and one.household == other.household
    shared = not fits or apart_ or together
    if not fits:
        names |= {part: KIN for part in ("father", "grand", "family") if names[part] != UNKNOWN}
    return {
        **names,
        "born": born,
        "id_number": _id_number(
            one.id_number, other.id_number, one_id, close=fits and not together, away=apart_
        ),
        "mobile": _mobile(one.mobile, other.mobile, shared=shared, close=fits and not apart_),
        "city": _plainly(one.city, other.city, KIN if not fits or together else ""),
        "account": _plainly(
            one.account,
            other.account,
            "household" if shared and one.account == other.account else "",
        ),
        "gender": _plainly(one.gender, other.gender),
    }


def weight(levels: Levels, known: int, rarity: Mapping[str, float]) -> float:
    """How strongly they look like one person, in bits, in a register of so many; `rarity` is the
    share of a name's bearers.
    """
    bits = math.log2(min(EXPECTED / max(known, 1), 0.01))
    for name, code in levels.items():
        if code != UNKNOWN:
            m, u, rare = WEIGHED[name][code]
            bits += math.log2(m / max(rarity.get(rare, u) if rare else u, RAREST))
    return bits


# Names


def near(one: str, other: str) -> bool:
    """Whether one word is the other, or a slip of it; two real names are never slips of each
    other.
    """
    if one == other:
        return True
    if is_latin(one) != is_latin(other):
        return apart(one, other) <= HEARD
    shorter = min(len(one), len(other))
    most = SLIP if shorter > NEVER_ALONE else SHORT_SLIP
    return shorter >= NEVER_ALONE and not {one, other} <= REAL and apart(one, other) <= most


def _part(words: Sequence[str], part: str) -> str | None:
    place, least = {"given": (0, 1), "father": (1, 3), "grand": (2, 4), "family": (-1, 2)}[part]
    return words[place] if len(words) >= least else None


def _held(word: str | None, words: Sequence[str]) -> bool:
    return word is not None and any(near(word, one) for one in words)


def _names(one: Sequence[str], other: Sequence[str]) -> Levels:
    shorter, longer = sorted((one, other), key=len)
    contained = bool(shorter) and all(_held(word, longer) for word in shorter)
    found = {"given": _given(one, other, contained)}
    for part in ("father", "grand", "family"):
        ours, theirs = _part(one, part), _part(other, part)
        if ours is None or theirs is None:
            found[part] = UNKNOWN
        elif ours == theirs:
            found[part] = SAME
        elif near(ours, theirs):
            found[part] = NEAR
        elif _held(ours, other) or _held(theirs, one):
            found[part] = ELSEWHERE if contained else "partly"
        else:
            found[part] = OTHER
    return found


def _given(one: Sequence[str], other: Sequence[str], contained: bool) -> str:
    if not one or not other:
        return UNKNOWN
    ours, theirs = one[0], other[0]
    tests: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("parent", lambda: _begot(one, other) or _begot(other, one)),
        (SAME, lambda: ours == theirs),
        (NEAR, lambda: near(ours, theirs)),
        ("order", lambda: len(one) > 2 and sorted(one) == sorted(other)),
        ("moved", lambda: contained and _held(ours, other) and _held(theirs, one)),
        ("alike", lambda: _edits(ours, theirs) == 1),
        (ELSEWHERE, lambda: _held(ours, other) or _held(theirs, one)),
    )
    return next((code for code, holds in tests if holds()), OTHER)


def _begot(child: Sequence[str], parent: Sequence[str]) -> bool:
    """The name of one goes on where the other's begins, and both are of one family."""
    if (
        len(child) < 3
        or len(parent) < 2
        or not near(child[1], parent[0])
        or not near(child[-1], parent[-1])
    ):
        return False
    if len(child) > 3 and len(parent) > 2:
        return near(child[2], parent[1])
    return not near(child[0], parent[0])


def _fits(names: Levels, one_id: bool) -> bool:
    """Whether the two may be one person at all."""
    return one_id or names["given"] in (UNKNOWN, SAME, NEAR, "order", "moved")


# Numbers, days and places


def _edits(one: str | None, other: str | None) -> int | None:
    """Letters or digits wrong, missing, too many or changed round; None where one of the two says
    nothing.
    """
    if not one or not other:
        return None
    before, last = list[int](), list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, meant in enumerate(other, start=1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != meant))
            if i > 1 and j > 1 and letter == other[j - 2] and meant == one[i - 2]:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]


def _id_number(
    one: str | None, other: str | None, edits: int | None, *, close: bool, away: bool
) -> str:
    if not one or not other or edits is None:
        return UNKNOWN
    if edits <= 1:
        return "one_digit" if edits else SAME
    if edits == 2 and close:
        return "two_digits"
    if away:
        return "apart"
    return "other_kind" if one[0] != other[0] else OTHER


def _mobile(one: str | None, other: str | None, *, shared: bool, close: bool) -> str:
    edits = _edits(one, other)
    if edits is None:
        return UNKNOWN
    if edits == 0:
        return "household" if shared else SAME
    return "one_digit" if edits == 1 and close else OTHER


def _plainly(one: str | None, other: str | None, instead: str = "") -> str:
    if one is None or other is None:
        return UNKNOWN
    return instead or (SAME if one == other else OTHER)


def _born(one: Born, other: Born) -> str:
    if not (one.day or one.year) or not (other.day or other.year):
        return UNKNOWN
    if one.day and other.day:
        found = _days(one, other)
        if found:
            return found
    ours, theirs = _years(one), _years(other)
    if ours & theirs:
        return "year_alone" if one.year or other.year else "one_year"
    first, second = ((born.gregorian or (born.year or 0,))[0] for born in (one, other))
    return "far" if abs(first - second) > 12 else OTHER


def _years(born: Born) -> set[int]:
    return {
        year for year in (born.year, (born.gregorian or [0])[0], (born.hijri or [0])[0]) if year
    }


def _days(one: Born, other: Born) -> str:
    """How two whole days of birth agree; nothing where they do not."""
    if one.day is None or other.day is None:
        return ""
    off = abs((one.day - other.day).days)
    if off <= 2:
        return "days_off" if off else SAME
    both = [
        (ours, theirs)
        for ours, theirs in ((one.gregorian, other.gregorian), (one.hijri, other.hijri))
        if ours and theirs
    ]
    if any(ours == (theirs[0], theirs[2], theirs[1]) for ours, theirs in both):
        return "turned"
    if _other_calendar(one, other) or _other_calendar(other, one):
        return "calendar"
    if any(
        ours[1:] == theirs[1:] and abs(ours[0] - theirs[0]) in (1, 2, 9, 10, 20, 30)
        for ours, theirs in both
    ):
        return "years_off"
    if any(
        ours[0] == theirs[0] and (ours[1] == theirs[1] or ours[2] == theirs[2])
        for ours, theirs in both
    ):
        return "two_of_three"
    return ""


def _other_calendar(one: Born, other: Born) -> bool:
    if not one.hijri or not one.gregorian or not other.gregorian:
        return False
    return one.hijri[1:] == other.gregorian[1:] and abs(one.gregorian[0] - other.gregorian[0]) <= 1
