"""The numbers that Word sets before paragraphs automatically.

They are not in the text itself, and a policy is cited by them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Word letters its lists by the modern order of the alphabet or by the old one (abjad).
_ALPHABET = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_BULLETS = "•-–—*·▪◦●"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class Level:
    """How a level of a list is numbered; `text` has %1 for the first level's number, and so on."""

    shape: str
    text: str
    start: int


class Numbers:
    """The counters of a document: given each paragraph in order, what Word shows before it."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels = _lists(numbering)
        self._of_style = _styles(styles)
        self._counts: dict[str, dict[int, int]] = {}

    def before(self, paragraph: Any) -> str:
        """Return the number or bullet before a paragraph, '' for none, and count it."""
        own, level = self._place(paragraph)
        levels = self._levels.get(own, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(own, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        # A new point begins the numbers below it again.
        for deeper in [other_level for other_level in counts if other_level > level]:
            del counts[deeper]
        return _shown_number(levels, counts, level)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """Return the list and level of a paragraph, its own or its style's; '' for none."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        own, level = self._of_style.get(_value(style), ("", 0))
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        if properties is not None:
            own = _value(properties.find(f"{W}numId")) or own
            level = int(_value(properties.find(f"{W}ilvl")) or level)
        return own, level


def _value(node: Any) -> str:
    return "" if node is None else str(node.get(f"{W}val", ""))


def _lists(numbering: Any) -> dict[str, dict[int, Level]]:
    """Return the levels of each list by its id."""
    if numbering is None:
        return {}
    abstract = {
        str(node.get(f"{W}abstractNumId")): {
            int(level.get(f"{W}ilvl", "0")): _level(level) for level in node.iter(f"{W}lvl")
        }
        for node in numbering.iter(f"{W}abstractNum")
    }
    return {
        str(node.get(f"{W}numId")): abstract.get(_value(node.find(f"{W}abstractNumId")), {})
        for node in numbering.iter(f"{W}num")
    }


def _level(node: Any) -> Level:
    start = _value(node.find(f"{W}start"))
    return Level(
        shape=_value(node.find(f"{W}numFmt")) or "decimal",
        text=_value(node.find(f"{W}lvlText")),
        start=int(start) if start.isascii() and start.isdigit() else 1,
    )


def _styles(styles: Any) -> dict[str, tuple[str, int]]:
    """Return the list and level by which each paragraph style numbers."""
    numbered: dict[str, tuple[str, int]] = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        own = _value(style.find(f"{W}pPr/{W}numPr/{W}numId"))
        if own:
            level = _value(style.find(f"{W}pPr/{W}numPr/{W}ilvl"))
            numbered[str(style.get(f"{W}styleId", ""))] = own, int(level or 0)
    return numbered


def _shown_number(levels: Mapping[int, Level], counts: Mapping[int, int], level: int) -> str:
    if levels[level].shape == "none":
        return ""
    if levels[level].shape == "bullet":
        # Bullets of symbol fonts are private characters
        # that no other font shows: a dash stands for them.
        return levels[level].text if levels[level].text in _BULLETS else "-"

    def number(match: re.Match[str]) -> str:
        place = int(match.group(1)) - 1
        outer = levels.get(place)
        return _written_number(counts.get(place, outer.start), outer.shape) if outer else ""

    return re.sub(r"%(\d)", number, levels[level].text)


def _written_number(count: int, shape: str) -> str:
    """Return a number in the shape that a list asks for; shapes of other scripts as digits."""
    letters = {
        "arabicAlpha": _ALPHABET,
        "arabicAbjad": _ABJAD,
        "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
        "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    }.get(shape, "")
    if letters and 1 <= count <= len(letters):
        return "أ" if letters[count - 1] == "ا" else letters[count - 1]
    if shape in ("lowerRoman", "upperRoman") and 1 <= count < 40:
        roman, remainder = "", count
        for value, sign in _ROMAN:
            roman, remainder = roman + sign * (remainder // value), remainder % value
        return roman.upper() if shape == "upperRoman" else roman
    return str(count)
