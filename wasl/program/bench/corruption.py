"""How people say names at a desk: parts that single one person out, and what happens to the
spelling on the way.

Each kind is a way of going wrong with its share of the queries; letters and habits are written down
here anew, independent of the tables that finding uses.
"""

import random
import re
from collections.abc import Callable, Sequence

from wasl.common.names import name_parts
from wasl.program.bench.naming import latin_of

MARKS = "\u064e\u064f\u0650\u0652\u0651"
INVISIBLE = "\u200f\u200e\u200c\u202b\u2067"
ALPHABET = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
SOUND_PAIRS = (
    ("ض", "ظ"), ("ص", "س"), ("ط", "ت"), ("ذ", "ز"), ("ق", "ك"), ("ح", "ه"), ("ث", "س"),
)  # fmt: skip
SOUND = {
    letter: other_letter
    for first, second in SOUND_PAIRS
    for letter, other_letter in ((first, second), (second, first))
}
KEYS = dict(
    zip("ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ", "qwertyuiop[]asdfghjkl;'zxcvnm,./`", strict=True)
)
SPELT = {
    "أ": "اإ",
    "إ": "اأ",
    "آ": "ا",
    "ا": "أ",
    "ؤ": "و",
    "ئ": "ي",
    "ى": "ي",
    "ي": "ى",
    "ة": "ه",
    "ه": "ة",
}
Said = str | None


class Speaker:
    """Says a few parts of a name in one of the ways of going wrong; None where that way has nothing
    to take hold of.
    """

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # a fixed set of queries, not a secret

    def as_written(self, parts: list[str]) -> Said:
        return " ".join(parts)

    def turned(self, parts: list[str]) -> Said:
        """The words in another order, the family first more often than not."""
        if len(parts) < 2:
            return None
        words = [parts[-1], *parts[:-1]]
        if self.chance.random() < 0.4:
            self.chance.shuffle(words)
        return None if words == parts else " ".join(words)

    def letter_forms(self, parts: list[str]) -> Said:
        """Hamza, alef, ya and ta marbuta as somebody else writes them."""
        text = " ".join(parts)
        places = [at for at, letter in enumerate(text) if letter in SPELT and _may_change(text, at)]
        if not places:
            return None
        letters = list(text)
        for at in self.chance.sample(places, self.chance.randint(1, len(places))):
            letters[at] = self.chance.choice(SPELT[letters[at]])
        return _changed("".join(letters), text)

    def servant(self, parts: list[str]) -> Said:
        """عبد and أبو apart or joined, now and then without the article."""
        text = " ".join(parts)
        if re.search(r"\bعبد ", text):
            return re.sub(r"\bعبد ", "عبد", text)
        if "عبدال" in text:
            return text.replace("عبدال", self.chance.choice(("عبد ال", "عبد ال", "عبد ", "عبد-ال")))
        return _changed(re.sub(r"\bأبو ", "ابو", text), text)

    def particles(self, parts: list[str]) -> Said:
        """بن, ابن or بنت said between."""
        if len(parts) < 2:
            return None
        return f" {self.chance.choice(('بن', 'بن', 'ابن', 'بنت'))} ".join(parts)

    def article(self, parts: list[str]) -> Said:
        """The article of the family left out, or put where there is none."""
        last = parts[-1]
        if last.startswith("ال") and len(last) > 5:
            return " ".join([*parts[:-1], last[2:]])
        return (
            None if last.startswith(("عبد", "آل", "أبو")) else " ".join([*parts[:-1], f"ال{last}"])
        )

    def marks(self, parts: list[str]) -> Said:
        """Vowel marks and tatweel."""
        text = " ".join(parts)
        drawn = [
            letter
            + (
                self.chance.choice(MARKS + "ـــ")
                if letter != " " and self.chance.random() < 0.4
                else ""
            )
            for letter in text
        ]
        return _changed("".join(drawn), text)

    def foreign_keyboard(self, parts: list[str]) -> Said:
        """Persian ya and kaf, and marks that cannot be seen."""
        text = " ".join(parts)
        letters = list(
            text.replace("ي", "ی")
            .replace("ك", "ک")
            .replace("ه", "ہ" if self.chance.random() < 0.3 else "ه")
        )
        for _ in range(self.chance.randint(0, 2)):
            letters.insert(self.chance.randint(0, len(letters)), self.chance.choice(INVISIBLE))
        return _changed("".join(letters), text)

    def latin(self, parts: list[str]) -> Said:
        """In Latin letters, as passports and telephones have it."""
        spelt = latin_of()
        options = [spelt.get(part) or spelt.get(part.replace(" ", "")) for part in parts]
        if not all(options):
            return None
        spellings = [self.chance.choice(several) for several in options if several]
        words = [
            re.sub(
                "^Abdul(?=[a-z])",
                self.chance.choice(("Abdul", "Abdul ", "Abd Al", "Abdel")),
                spelling,
            )
            for spelling in spellings
        ]
        words = [re.sub("^Al-", self.chance.choice(("Al-", "Al ", "al")), word) for word in words]
        return self.chance.choice((str, str, str.lower, str.upper))(" ".join(words))

    def wrong_letter(self, parts: list[str]) -> Said:
        return self._slip(
            parts, lambda word, at: word[:at] + self.chance.choice(ALPHABET) + word[at + 1 :]
        )

    def missing_letter(self, parts: list[str]) -> Said:
        return self._slip(parts, lambda word, at: word[:at] + word[at + 1 :])

    def extra_letter(self, parts: list[str]) -> Said:
        return self._slip(
            parts, lambda word, at: word[:at] + self.chance.choice(ALPHABET + word[at]) + word[at:]
        )

    def swapped_letters(self, parts: list[str]) -> Said:
        return self._slip(
            parts, lambda word, at: word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
        )

    def sounds_alike(self, parts: list[str]) -> Said:
        """One letter for another that sounds like it."""
        return self._slip(
            parts, lambda word, at: word[:at] + SOUND.get(word[at], word[at]) + word[at + 1 :]
        )

    def begun(self, parts: list[str]) -> Said:
        """The last word only begun, as while typing."""
        last = parts[-1]
        most = len(last) - 1
        least = 5 if last.startswith("ال") else 3
        return (
            " ".join([*parts[:-1], last[: self.chance.randint(least, most)]])
            if most >= least
            else None
        )

    def initial(self, parts: list[str]) -> Said:
        """A first or middle part by its first letter alone."""
        if len(parts) < 3:
            return None
        place = self.chance.randrange(0, len(parts) - 1)
        return " ".join([*parts[:place], parts[place][0], *parts[place + 1 :]])

    def two_slips(self, parts: list[str]) -> Said:
        """Two mistakes in a long query, in two words."""
        if len(parts) < 3:
            return None
        slips = (
            self.wrong_letter,
            self.missing_letter,
            self.extra_letter,
            self.swapped_letters,
            self.sounds_alike,
        )
        words = list(parts)
        for place in self.chance.sample(range(len(parts)), 2):
            slipped = self.chance.choice(slips)([parts[place]])
            if slipped is None:
                return None
            words[place] = slipped
        return " ".join(words)

    def english_keyboard(self, parts: list[str]) -> Said:
        """Arabic typed while the keyboard stood in English."""
        text = (
            " ".join(parts).replace("لا", "b").replace("أ", "H").replace("إ", "Y").replace("آ", "N")
        )
        return "".join(KEYS.get(letter, letter) for letter in text)

    def _slip(self, parts: list[str], how: Callable[[str, int], str]) -> Said:
        """One slip in one word of some length, behind its article and not at its first letter."""
        long_enough = [place for place, part in enumerate(parts) if len(part) > 3]
        if not long_enough:
            return None
        place = self.chance.choice(long_enough)
        word = parts[place]
        at = self.chance.randrange(3 if word.startswith("ال") else 1, len(word))
        slipped = how(word, at)
        return (
            None
            if slipped == word or " " in (word[at], word[at - 1])
            else " ".join([*parts[:place], slipped, *parts[place + 1 :]])
        )


# Each kind and its share of the queries, in hundredths.
SHARES: dict[str, int] = {
    "as_written": 14, "turned": 6, "letter_forms": 8, "servant": 5, "particles": 5, "article": 6,
    "marks": 3, "foreign_keyboard": 3, "latin": 12, "wrong_letter": 7, "missing_letter": 6,
    "extra_letter": 4, "swapped_letters": 4, "sounds_alike": 6, "begun": 4, "initial": 2,
    "two_slips": 3, "english_keyboard": 2,
}  # fmt: skip


def some_parts(name: str, chance: random.Random) -> list[str]:
    """Two or three parts of a name as people give them, or all: the first and the family more often
    than others.
    """
    parts = name_parts(name)
    count = chance.choices((2, 3, 9), (45, 40, 15))[0]
    if len(parts) <= count:
        return parts
    usual: Sequence[tuple[int, ...]] = (
        ((0, -1), (0, -1), (0, 1)) if count == 2 else ((0, 1, -1), (0, 1, -1), (0, 1, 2))
    )
    if chance.random() < 0.8:
        return [parts[at] for at in chance.choice(usual)]
    return [parts[at] for at in sorted(chance.sample(range(len(parts)), count))]


def _may_change(text: str, at: int) -> bool:
    """Alef at the head of a word, ya and ha at its end; hamza and what only stands in one place
    anywhere.
    """
    if text[at] == "ا":
        return at > 0 and text[at - 1] == " "
    return text[at] not in "يه" or text[at + 1 : at + 2] in ("", " ")


def _changed(text: str, before: str) -> Said:
    return None if text == before else text
