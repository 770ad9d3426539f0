"""A made-up register in which some people stand twice, and the pairs that are one person: families
first, then slips.

Families are the hard part: brothers share father, family, mobile and city, and twins the day of
birth too. The slips are those of a desk: letters, parts left out or moved, Latin spellings, digits
of an ID, a day in the other calendar.
"""

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from wasl.common.dates import LAST_DAY, from_hijri, to_hijri
from wasl.program.bench import naming

CITIES = {
    "الرياض": 30, "جدة": 20, "مكة المكرمة": 10, "المدينة المنورة": 9, "الدمام": 8, "بريدة": 7,
    "حائل": 7, "تبوك": 5, "الطائف": 6, "أبها": 4, "خميس مشيط": 4, "الأحساء": 6, "عنيزة": 3,
    "بقعاء": 3, "الغزالة": 2, "الشنان": 1, "جازان": 4, "نجران": 3, "عرعر": 2, "سكاكا": 2,
    "الباحة": 2, "ينبع": 2, "الجبيل": 3, "حفر الباطن": 3,
}  # fmt: skip
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
LIKE = {
    "ا": "عه", "ه": "ةا", "ة": "ه", "ي": "ى", "ى": "يا", "ت": "ط", "ط": "ت", "س": "ص", "ص": "س",
    "د": "ض", "ض": "ظ", "ظ": "ض", "ذ": "ز", "ز": "ذ", "ق": "ف", "ف": "ق", "ح": "خ", "خ": "ح",
    "ب": "ن", "ن": "ب",
}  # fmt: skip
TODAY = date(2026, 11, 19)


@dataclass(frozen=True)
class Entry:
    """One row of the register, as the file that the bench reads has it."""

    number: int
    parts: tuple[str, ...]
    national_id: str
    birth: date
    mobile: str
    city: str
    columns: dict[str, str] = field(default_factory=dict)

    def row(self) -> dict[str, str]:
        own = {
            "full_name": " ".join(self.parts), "national_id": self.national_id,
            "birth_date": _iso(self.birth), "mobile": self.mobile, "city": self.city,
        }  # fmt: skip
        return {"number": str(self.number), **own, **self.columns}


def _iso(day: date) -> str:
    return day.isoformat()


def _hijri(day: date) -> str:
    hijri = to_hijri(day)
    return f"{hijri.day}/{hijri.month}/{hijri.year}"


class Doubles:
    """`count` people, about one in six of whom stands twice (a few thrice); the same for the same
    seed.
    """

    def __init__(self, count: int, seed: int = 1448, share: float = 0.15) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # a fixed population, not a secret
        self.lists = {
            which: (names, list(itertools.accumulate(name.weight for name in names)))
            for which, names in {
                "male": naming.listed("male"), "female": naming.listed("female"),
                "family": naming.listed("family"), "rare": naming.rare(),
                "foreign": naming.listed("foreign"),
            }.items()
        }  # fmt: skip
        self.serial = itertools.count(1)
        self.people: list[Entry] = []
        self.pairs: list[tuple[int, int]] = []
        self._fill(count, share)

    def _fill(self, count: int, share: float) -> None:
        originals: list[Entry] = []
        while len(originals) < count / (1 + share * 1.1):
            originals += self._family()
        self.people = list(originals)
        for entry in self.chance.sample(originals, round(len(originals) * share)):
            copies = [entry]
            for _ in range(2 if self.chance.random() < 0.1 else 1):
                copy = self._copy(entry)
                self.pairs += [(duplicate.number, copy.number) for duplicate in copies]
                copies.append(copy)
            self.people += copies[1:]
        self.people = [self._styled(person) for person in self.people]
        self.chance.shuffle(self.people)

    # Families

    def _one(self, which: str) -> str:
        names, weights = self.lists[which]
        return self.chance.choices(names, cum_weights=weights)[0].arabic

    def _family(self) -> list[Entry]:
        """A household of one to seven, on one mobile or on several; or a resident alone."""
        city = self.chance.choices(list(CITIES), list(CITIES.values()))[0]
        if self.chance.random() < 0.12:
            parts = [
                self._one("foreign" if self.chance.random() < 0.6 else "male")
                for _ in range(self.chance.choice((2, 3, 3)))
            ]
            return [
                self._person(tuple(parts), self._born(20, 60), self._mobile(), city, resident=True)
            ]
        family = self._one("rare" if self.chance.random() < 0.15 else "family")
        father = (self._one("male"), self._one("male"), self._one("male"), family)
        age = self.chance.randint(25, 80)
        shared = self._mobile()
        people = [self._person(father, self._born(age, age), shared, city)]
        if self.chance.random() < 0.5:
            mother = (
                self._one("female"),
                self._one("male"),
                self._one("male"),
                self._one("family"),
            )
            people.append(
                self._person(mother, self._born(age - 10, age + 1), self._usual(shared), city)
            )
        children = self.chance.choices((0, 1, 2, 3, 4, 5), (25, 15, 20, 20, 12, 8))[0]
        names = {father[0]}
        born = self._born(max(age - 40, 1), max(age - 22, 2))
        for _ in range(children):
            name = self._one(self.chance.choice(("male", "female")))
            if name in names:
                continue
            names.add(name)
            if self.chance.random() > 0.03:  # else a twin of the one before
                born = self._born(max(age - 40, 1), max(age - 22, 2))
            people.append(
                self._person((name, *father[:2], family), born, self._usual(shared), city)
            )
        return people

    def _usual(self, shared: str) -> str:
        return shared if self.chance.random() < 0.7 else self._mobile()

    def _born(self, youngest: int, eldest: int) -> date:
        """A day of birth; of the old many are put down as born on 1 Rajab, as the registers of
        their time did.
        """
        day = TODAY - timedelta(
            days=self.chance.randint(youngest * 365, max(eldest, youngest) * 365 + 364)
        )
        if self.chance.random() < 0.15 and day.year < 1990:
            return from_hijri(to_hijri(day).year, 7, 1)
        return day

    def _mobile(self) -> str:
        return f"05{self.chance.choice('034567889')}{self.chance.randint(0, 9_999_999):07d}"

    def _person(
        self, parts: tuple[str, ...], born: date, mobile: str, city: str, *, resident: bool = False
    ) -> Entry:
        body = f"{2 if resident else 1}{self.chance.choice('01' if not resident else '01234')}{self.chance.randint(0, 9_999_999):07d}"
        doubled = "".join(str(int(digit) * (2 - place % 2)) for place, digit in enumerate(body))
        number = f"{body}{-sum(map(int, doubled)) % 10}"
        return Entry(next(self.serial), parts, number, born, mobile, city)

    # Writing

    def _styled(self, entry: Entry) -> Entry:
        """As the clerk of that day wrote: the day in either calendar, بن or not, عبد apart or not,
        hamza or not, gaps.
        """
        chance, columns = self.chance, dict(entry.columns)
        name = columns.get("full_name") or " ".join(self._between(entry.parts))
        if chance.random() < 0.15:
            name = name.replace("عبدال", "عبد ال")
        if chance.random() < 0.15:
            name = name.translate(str.maketrans("أإآؤئة", "اااويه"))
        columns["full_name"] = name
        if chance.random() < 0.55:
            columns.setdefault("birth_date", _hijri(entry.birth))
        if chance.random() < 0.3:
            columns.setdefault("mobile", "+966" + entry.mobile[1:] if entry.mobile else "")
        for column, gap in (
            ("national_id", 0.06),
            ("birth_date", 0.05),
            ("mobile", 0.08),
            ("city", 0.1),
        ):
            if chance.random() < gap:
                columns[column] = ""
        return replace(entry, columns=columns)

    def _between(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        if len(parts) < 3 or self.chance.random() > 0.15:
            return parts
        return (parts[0], *(piece for part in parts[1:-1] for piece in ("بن", part)), parts[-1])

    # Slips

    def _copy(self, entry: Entry) -> Entry:
        """The same person once more, with one to four slips of different kinds."""
        copy = replace(entry, number=next(self.serial), columns={})
        slips: list[Callable[[Entry], Entry]] = [
            self._misspelt, self._misspelt, self._shorter, self._moved, self._latin, self._digit,
            self._digit, self._day, self._day, self._other_mobile, self._other_mobile,
            self._elsewhere, self._without,
        ]  # fmt: skip
        for slip in self.chance.sample(
            slips, self.chance.choices((1, 2, 3, 4), (35, 35, 20, 10))[0]
        ):
            copy = slip(copy)
        return copy

    def _misspelt(self, entry: Entry) -> Entry:
        parts = list(entry.parts)
        place = self.chance.randrange(len(parts))
        parts[place] = self._slip(parts[place])
        return replace(entry, parts=tuple(parts))

    def _slip(self, word: str) -> str:
        """One letter wrong, missing, doubled, or two in the wrong order; the first letter is seldom
        touched.
        """
        at = self.chance.randrange(1, len(word)) if len(word) > 2 else len(word) - 1
        kind = self.chance.choice(("wrong", "like", "like", "missing", "double", "swap"))
        if kind == "missing" and len(word) > 3:
            return word[:at] + word[at + 1 :]
        if kind == "double":
            return word[:at] + word[at] + word[at:]
        if kind == "swap" and at + 1 < len(word):
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        letters = LIKE.get(word[at], LETTERS) if kind == "like" else LETTERS
        return word[:at] + self.chance.choice(letters) + word[at + 1 :]

    def _shorter(self, entry: Entry) -> Entry:
        """One or two middle parts left out, or the family."""
        parts = list(entry.parts)
        if len(parts) > 2 and self.chance.random() < 0.15:
            return replace(entry, parts=tuple(parts[:-1]))
        for _ in range(self.chance.choice((1, 1, 2))):
            if len(parts) > 2:
                del parts[self.chance.randrange(1, len(parts) - 1)]
        return replace(entry, parts=tuple(parts))

    def _moved(self, entry: Entry) -> Entry:
        """The family first, or two neighbours in the wrong order."""
        parts = list(entry.parts)
        if self.chance.random() < 0.5:
            parts = [parts[-1], *parts[:-1]]
        else:
            at = self.chance.randrange(len(parts) - 1)
            parts[at], parts[at + 1] = parts[at + 1], parts[at]
        return replace(entry, parts=tuple(parts))

    def _latin(self, entry: Entry) -> Entry:
        """The name as a passport or a bank writes it, where every part has a Latin spelling."""
        spellings = naming.latin_of()
        if not all(spellings.get(part) for part in entry.parts):
            return self._misspelt(entry)
        spelt = [self.chance.choice(spellings[part]) for part in entry.parts]
        if len(spelt) > 3 and self.chance.random() < 0.5:
            spelt = [spelt[0], spelt[1], spelt[-1]]
        return replace(entry, columns={**entry.columns, "full_name": " ".join(spelt)})

    def _digit(self, entry: Entry) -> Entry:
        digits = list(entry.national_id)
        at = self.chance.randrange(1, 10)
        if self.chance.random() < 0.4 and at < 9:
            digits[at], digits[at + 1] = digits[at + 1], digits[at]
        else:
            digits[at] = self.chance.choice(
                [digit for digit in "0123456789" if digit != digits[at]]
            )
        return replace(entry, national_id="".join(digits))

    def _day(self, entry: Entry) -> Entry:
        """The other calendar's slip: day and month changed round, the Hijri day and month with the
        other year, …
        """
        kind = self.chance.choice(
            ("round", "hijri_round", "calendar", "off", "year", "only_year", "digit")
        )
        day, hijri, chance = entry.birth, to_hijri(entry.birth), self.chance
        text = {
            "round": lambda: (
                f"{day.year}-{day.day:02d}-{day.month:02d}"
                if day.day <= 12
                else _iso(day + timedelta(days=1))
            ),
            "hijri_round": lambda: f"{hijri.month}/{min(hijri.day, 12)}/{hijri.year}",
            "calendar": lambda: f"{hijri.day}/{hijri.month}/{day.year}",
            "off": lambda: _iso(min(day + timedelta(days=chance.choice((-2, -1, 1, 2))), LAST_DAY)),
            "year": lambda: (
                f"{hijri.day}/{hijri.month}/{hijri.year + chance.choice((-10, -1, 1, 10))}"
            ),
            "only_year": lambda: str(chance.choice((hijri.year, day.year))),
            "digit": lambda: (
                f"{day.year}-{day.month:02d}-{max(1, min(28, day.day + chance.choice((-10, -7, 7, 10)))):02d}"
            ),
        }[kind]()
        return replace(entry, columns={**entry.columns, "birth_date": text})

    def _other_mobile(self, entry: Entry) -> Entry:
        if self.chance.random() < 0.3:
            at = self.chance.randrange(3, 10)
            digit = self.chance.choice("0123456789")
            return replace(entry, mobile=entry.mobile[:at] + digit + entry.mobile[at + 1 :])
        return replace(entry, mobile=self._mobile())

    def _elsewhere(self, entry: Entry) -> Entry:
        return replace(entry, city=self.chance.choices(list(CITIES), list(CITIES.values()))[0])

    def _without(self, entry: Entry) -> Entry:
        """A field that the second clerk did not ask for."""
        column = self.chance.choice(("national_id", "national_id", "birth_date", "mobile", "city"))
        return replace(entry, columns={**entry.columns, column: ""})

    def rows(self) -> Iterator[dict[str, str]]:
        return (entry.row() for entry in self.people)
