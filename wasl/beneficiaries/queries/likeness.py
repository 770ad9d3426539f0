"""How well a name fits the typed words, as a cost: spelling, then place and order, then words left
over.
"""

from collections.abc import Sequence
from itertools import pairwise

from wasl.beneficiaries.queries.vocabulary import UNKNOWN, Typed
from wasl.common.spelling.words import bare

NEVER = float("inf")
# The cost of one or two letters for a word, or for what follows its article.
INITIAL, INITIAL_BARE = 0.5, 0.6
# The cost of two words in another order than in the name.
TURNED = 0.14
# The last word of the name typed before the others, as lists have it.
FAMILY_FIRST = 0.15
# The first typed word is not the first of the name; the last typed word is not its last.
NOT_FIRST, NOT_LAST = (
    0.15,
    0.1,
)
# A word of the name between two typed words; a word of the name not typed.
SKIPPED, LEFT_OVER = (
    0.02,
    0.02,
)
# Up to SHORT letters count as initials. MOST_WAYS limits the places tried for a word, since the
# ways to lay the words out multiply.
SHORT, MOST_WAYS = 2, 4
Slot = int | None
Slots = tuple[Slot, ...]


def cost(typed: Sequence[Typed], name: Sequence[str]) -> float:
    """Return the least cost over all ways to match the typed words to different words of
    the name.
    """
    options = [_options(word, name) for word in typed]
    return min(spelling + _placed(slots, len(name)) for spelling, slots in _laid(options))


def _options(typed_word: Typed, name: Sequence[str]) -> list[tuple[float, Slot]]:
    """Return the words of the name that this word may stand for, the nearest first, and no word
    last.
    """
    near = typed_word.near
    met: list[tuple[float, Slot]] = [
        (near[word], place) for place, word in enumerate(name) if word in near
    ]
    if not met and len(typed_word.text) <= SHORT:
        met = [
            (price, place)
            for place, word in enumerate(name)
            if (price := _initial(typed_word.text, word))
        ]
    if len(met) > 1:
        met = sorted(met)[:MOST_WAYS]
    return [*met, (UNKNOWN, None)]


def _initial(text: str, word: str) -> float:
    if word.startswith(text):
        return INITIAL
    return INITIAL_BARE if bare(word).startswith(text) else 0.0


def _laid(options: list[list[tuple[float, Slot]]]) -> list[tuple[float, Slots]]:
    """Return the ways to lay the words out; a word goes without a place only where none of its own
    is free.
    """
    # The usual case: each word has one place and no two share it, so there is nothing to search.
    if all(len(some) <= 2 for some in options):
        single = [some[0] for some in options]
        slots = tuple(slot for _price, slot in single)
        places = [slot for slot in slots if slot is not None]
        if len(set(places)) == len(places):
            return [(sum(price for price, _slot in single), slots)]
    return _every(options, 0)


def _every(options: list[list[tuple[float, Slot]]], mask: int) -> list[tuple[float, Slots]]:
    if not options:
        return [(0.0, ())]
    ways: list[tuple[float, Slots]] = []
    for price, slot in options[0]:
        if slot is None and ways:
            break
        if slot is not None and mask >> slot & 1:
            continue
        free = mask if slot is None else mask | 1 << slot
        ways += [
            (price + more, (slot, *remaining_slots))
            for more, remaining_slots in _every(options[1:], free)
        ]
    return ways


def _placed(slots: Slots, length: int) -> float:
    """Return the cost of where the words stand in the name."""
    met = [slot for slot in slots if slot is not None]
    left = LEFT_OVER * (length - len(met))
    if not met:
        return left
    if len(slots) == 1:
        if met[0] == 0:
            return left
        return left + (NOT_LAST if met[0] == length - 1 else NOT_FIRST)
    price = _ordered(slots, met, length)
    # Lists often put the family name first; then the order of the others is what counts.
    if slots[0] == length - 1 and len(met) > 1:
        price = min(
            price, FAMILY_FIRST + _ordered((*slots[1:], slots[0]), [*met[1:], met[0]], length)
        )
    return left + price


def _ordered(slots: Slots, met: list[int], length: int) -> float:
    # The number of pairs in the wrong order.
    turned = sum(
        position > later_position
        for place, position in enumerate(met)
        for later_position in met[place + 1 :]
    )
    skipped = sum(
        max(0, next_position - position - 1)
        for position, next_position in pairwise(met)
        # A gap before the family name is free: people leave out the middle names.
        if next_position != length - 1
    )
    ends = (NOT_FIRST if slots[0] != 0 else 0.0) + (NOT_LAST if slots[-1] != length - 1 else 0.0)
    return TURNED * turned + SKIPPED * skipped + ends
