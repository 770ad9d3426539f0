"""Periods and counts as policies write them.

For example «خلال خمسة عشر يومًا», «(٣٠) يوما», «أسبوعين», «عشرة أيام عمل».
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

_ONES = {
    "واحده": 1, "واحد": 1, "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2, "ثلاثه": 3, "ثلاث": 3,
    "اربعه": 4, "اربع": 4, "خمسه": 5, "خمس": 5, "سته": 6, "ست": 6, "سبعه": 7, "سبع": 7, "ثمانيه": 8,
    "ثماني": 8, "ثمان": 8, "تسعه": 9, "تسع": 9, "عشره": 10, "عشر": 10, "احد": 1, "احدي": 1,
    "اثني": 2, "اثنا": 2, "اثنتي": 2, "اثنتا": 2,
}  # fmt: skip
_TENS = {
    stem + ending: value
    for stem, value in {
        "عشر": 20, "ثلاث": 30, "اربع": 40, "خمس": 50, "ست": 60, "سبع": 70, "ثمان": 80, "تسع": 90,
    }.items()
    for ending in ("ون", "ين")
}  # fmt: skip
_HUNDREDS = {"مايه": 100, "ميه": 100, "مايتين": 200, "مايتان": 200}
# Days and months of each unit. A month is reckoned as thirty days and a year as twelve of them.
_DAYS = {"يوم": 1, "اسبوع": 7, "شهر": 30, "سنه": 360}
_MONTHS = {"شهر": 1, "سنه": 12}
# Working days in a week of seven.
WORKING_WEEK = 5


def _any(words: dict[str, int]) -> str:
    # Longest first: a pattern takes the first alternative that matches, and «ثلاث» begins «ثلاثه».
    return "|".join(sorted(words, key=len, reverse=True))


# Digits, teens, units with tens, tens, hundreds, units: the longer forms come before their parts.
NUMBER = (
    rf"(?:\d{{1,4}}|(?:{_any(_ONES)})\s+عشره?|(?:{_any(_ONES)})\s+و(?:{_any(_TENS)})|(?:{_any(_TENS)})"
    rf"|(?:{_any(_HUNDREDS)})(?:\s+و(?:{_any(_TENS)}))?|(?:{_any(_ONES)}))"
)
_UNITS = {
    "يوم": "يوما|يوم|ايام",
    "اسبوع": "اسبوعا|اسبوع|اسابيع",
    "شهر": "شهرا|شهر|اشهر|شهور",
    "سنه": "سنه|سنوات|سنين|عاما|عام|اعوام",
}
# The Arabic dual: a word such as «يومين» holds its own number, two.
_PAIRS = {
    "يوم": "يومين|يومان",
    "اسبوع": "اسبوعين|اسبوعان",
    "شهر": "شهرين|شهران",
    "سنه": "سنتين|سنتان|عامين|عامان",
}
_UNIT = "|".join(_UNITS.values())
# A dual, or a number and its unit. The number may stand in brackets, or be repeated in digits in
# brackets after the word, as legal texts do. Words after it may say that these are working days.
_PERIOD = re.compile(
    rf"(?<!\w)(?:(?P<pair>{'|'.join(_PAIRS.values())})"
    rf"|(?:(?:[(\[]\s*)?(?P<number>{NUMBER})(?!\w)\s*[)\]]?\s*(?:[(\[]\s*\d{{1,4}}\s*[)\]]\s*)?)?(?<!\w)(?P<unit>{_UNIT}))"
    r"(?!\w)(?P<working>\s+(?:من\s+ايام\s+العمل|عمل|دوام)(?!\w))?"
)


@dataclass(frozen=True)
class Period:
    """A period and its place in the text.

    `unit` is the folded singular; `is_working` means that only working days count.
    """

    start: int
    end: int
    count: int
    unit: str
    is_working: bool

    @property
    def days(self) -> int:
        """The length in calendar days: a month is thirty, five working days are a week."""
        days = self.count * _DAYS[self.unit]
        return math.ceil(days * 7 / WORKING_WEEK) if self.is_working else days

    @property
    def months(self) -> int:
        """The length in months; 0 for days and weeks."""
        return self.count * _MONTHS.get(self.unit, 0)

    @property
    def is_exact(self) -> bool:
        """Whether the days were counted, not reckoned from months or working days."""
        return self.unit in ("يوم", "اسبوع") and not self.is_working


def number_of(words: str) -> int:
    """Return the number that folded words or digits name."""
    if words.isdecimal():
        return int(words)
    parts = [
        # «واحد» itself begins with the letter of «and».
        part.removeprefix("و") if at and part != "واحد" else part
        for at, part in enumerate(words.split())
    ]
    if len(parts) == 2 and parts[1] in ("عشر", "عشره"):
        return _ONES[parts[0]] + 10
    return sum(_ONES.get(part) or _TENS.get(part) or _HUNDREDS.get(part) or 0 for part in parts)


def periods(text: str) -> Iterator[Period]:
    """Yield every period of a folded text.

    A bare «شهر» is one month; a bare «يوم» is a weekday or part of a date, and is left out.
    """
    for match in _PERIOD.finditer(text):
        working = bool(match["working"])
        if pair := match["pair"]:
            unit = next(name for name, words in _PAIRS.items() if pair in words.split("|"))
            yield Period(*match.span(), 2, unit, working)
            continue
        unit = next(name for name, words in _UNITS.items() if match["unit"] in words.split("|"))
        if match["number"]:
            yield Period(*match.span(), number_of(match["number"]), unit, working)
        elif match["unit"] in ("اسبوع", "شهر", "سنه", "عام"):
            yield Period(*match.span(), 1, unit, working)
