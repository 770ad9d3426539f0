"""How well a name fits the words that were typed, as a cost: spelling first, then place and order, then what is left over."""

import itertools
from collections.abc import Sequence

from wasl.beneficiaries.queries.vocabulary import UNKNOWN, Typed
from wasl.common.spelling.words import bare

INITIAL = 0.5  # one or two letters for a word
TURNED = 0.2  # two words in another order than in the name
NOT_FIRST, NOT_LAST = 0.15, 0.1  # the first typed is not the first of the name; the last not its last
SKIPPED, LEFT_OVER = 0.02, 0.02  # a word of the name passed over between two typed; a word of the name not typed
SHORT = 2
Slot = int | None


def cost(typed: Sequence[Typed], name: Sequence[str]) -> float:
    """The least cost over all ways to lay the typed words on those of the name, each on one of its own."""
    options = [_options(one, name) for one in typed]
    best = float("inf")
    for spelling, slots in _laid(options, 0):
        best = min(best, spelling + _placed(slots, len(name)))
    return best


def _options(one: Typed, name: Sequence[str]) -> list[tuple[float, Slot]]:
    """The words of the name that this one may stand for; always also none of them."""
    met = [(one.near[word], place) for place, word in enumerate(name) if word in one.near]
    if not met and len(one.text) <= SHORT:
        met = [
            (INITIAL, place)
            for place, word in enumerate(name)
            if word.startswith(one.text) or bare(word).startswith(one.text)
        ]
    return [*sorted(met)[:4], (UNKNOWN, None)]


def _laid(options: list[list[tuple[float, Slot]]], taken: int) -> list[tuple[float, tuple[Slot, ...]]]:
    """The ways to lay the words out; a word is left without a place only where it has no free one."""
    if not options:
        return [(0.0, ())]
    ways = []
    for price, slot in options[0]:
        if slot is None:
            if ways:
                break
            free = taken
        elif taken >> slot & 1:
            continue
        else:
            free = taken | 1 << slot
        ways += [(price + more, (slot, *rest)) for more, rest in _laid(options[1:], free)]
    return ways


def _placed(slots: Sequence[Slot], length: int) -> float:
    """The price of where the words stand in the name."""
    met = [slot for slot in slots if slot is not None]
    left = LEFT_OVER * (length - len(met))
    if not met:
        return left
    if len(slots) == 1:
        return left + (0.0 if met[0] == 0 else NOT_LAST / 2 if met[0] == length - 1 else NOT_FIRST)
    turned = sum(one > other for place, one in enumerate(met) for other in met[place + 1 :])
    skipped = sum(max(0, other - one - 1) for one, other in itertools.pairwise(met) if other != length - 1)
    ends = (NOT_FIRST if slots[0] != 0 else 0) + (NOT_LAST if slots[-1] != length - 1 else 0)
    return left + TURNED * turned + SKIPPED * skipped + ends
