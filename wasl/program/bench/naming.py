"""Made-up people with names as frequent as in a Saudi register: own lists with weights, and a long
tail of rare families.
"""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LISTS = Path(__file__).parent / "names"
ROOTS = "بتجحخدرزسشصطعغفقكلمنه"
RARE = 4_000  # families that only the tail holds


@dataclass(frozen=True)
class Name:
    """One part of a name as it is written in full, its weight, and how it is met in Latin
    letters.
    """

    arabic: str
    weight: float
    latin: tuple[str, ...]


@cache
def listed(which: str) -> tuple[Name, ...]:
    """The names of one list: male, female, family or foreign."""
    lines = (LISTS / f"{which}.txt").read_text().splitlines()
    return tuple(_read(line) for line in lines if line and not line.startswith("#"))


def _read(line: str) -> Name:
    """A line is the name (of one or two words), its weight, its Latin spellings."""
    words = line.split()
    place = next(at for at, word in enumerate(words) if word.isdigit())
    return Name(" ".join(words[:place]), int(words[place]), tuple(words[place + 1 :]))


@cache
def latin_of() -> dict[str, tuple[str, ...]]:
    """The Latin spellings of every listed name."""
    return {
        name.arabic: name.latin
        for which in ("foreign", "family", "female", "male")
        for name in listed(which)
    }


@cache
def rare() -> tuple[Name, ...]:
    """Families of a few people each, put together from roots and patterns; no list of anybody's."""
    chance = random.Random(306)  # noqa: S311  # a fixed population, not a secret
    patterns = (
        "ال{}{}ي{}",
        "ال{}ا{}{}ي",
        "ال{}{}{}اني",
        "ال{}{}ي{}ي",
        "ال{}و{}{}ي",
        "{}{}{}ي",
        "ال{}{}ا{}",
        "{}ا{}{}",
    )
    names = dict.fromkeys(
        chance.choice(patterns).format(*chance.sample(ROOTS, 3)) for _ in range(RARE * 2)
    )
    return tuple(
        Name(name, 1 / (place + 20), ()) for place, name in enumerate(itertools.islice(names, RARE))
    )


class Register:
    """A stream of made-up full names, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # a fixed population, not a secret
        lists = {which: listed(which) for which in ("male", "female", "family", "foreign")} | {
            "rare": rare()
        }
        self.lists = {
            which: (names, list(itertools.accumulate(name.weight for name in names)))
            for which, names in lists.items()
        }

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Gender and the name in parts, joined as the register writes it."""
        while True:
            gender = self.chance.choice(("male", "female"))
            yield gender, self._written(self._parts(gender), gender)

    def _one(self, which: str) -> str:
        names, weights = self.lists[which]
        return self.chance.choices(names, cum_weights=weights)[0].arabic

    def _parts(self, gender: str) -> list[str]:
        """First, ancestors, family: mostly four parts; residents as few as two, and some with names
        from elsewhere.
        """
        if self.chance.random() < 0.08:
            count = self.chance.choices((2, 3, 4), (4, 5, 1))[0]
            return [
                self._one("foreign" if self.chance.random() < 0.7 else "male") for _ in range(count)
            ]
        ancestors = self.chance.choices((0, 1, 2, 3, 4), (2, 22, 64, 11, 1))[0]
        family = self._one("rare" if self.chance.random() < 0.15 else "family")
        return [self._one(gender), *(self._one("male") for _ in range(ancestors)), family]

    def _written(self, parts: list[str], gender: str) -> str:
        """As clerks write: some put بن between, write عبد apart, leave out the hamza or the dots of
        the ta marbuta.
        """
        if self.chance.random() < 0.15:
            heads = ["بنت" if gender == "female" else "بن", *["بن"] * len(parts)]
            between = [piece for pair in zip(heads, parts[1:-1], strict=False) for piece in pair]
            parts = [parts[0], *between, parts[-1]]
        name = " ".join(parts)
        if self.chance.random() < 0.15:
            name = name.replace("عبدال", "عبد ال")
        if self.chance.random() < 0.10:
            name = name.translate(str.maketrans("أإآؤئة", "اااويه"))
        return name
