"""Known words and usual phrases, to tell a scanner's slip from what somebody meant.

The general list of words with their frequency is `wordfreq`'s Arabic one; how policies speak is in
our own `phrases.txt`. Words are compared folded (hamza, ta marbuta, marks), so that careless
spelling is no finding.
"""

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from wordfreq import get_frequency_dict

PHRASES = Path(__file__).with_name("phrases.txt")
WORD = re.compile(r"[\u0621-\u064a\u0671\u06a9\u06cc][\u0621-\u0652\u0670\u0671\u06a9\u06cc]*")
# Frequencies are shares of all words. Below this a word of the general list may be a slip itself.
RAREST = 1.5e-8
_HAMZA_BEFORE_WAW = re.compile("[ئؤ]و")  # مسؤول and مسئول are one word
UNCOMMON = 1e-6  # a word more common than this is believed against one neighbour
WELL_KNOWN = 5e-6  # a word must be this common to be offered for an unknown one
# Vowel marks, the superscript alef and the tatweel.
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
# The last two are the Persian forms of ya and kaf, which some files hold.
_LETTERS = str.maketrans("أإآٱىةؤئیک", "اااايهويكي")
_HEADS = (
    "وال",
    "فال",
    "بال",
    "كال",
    "ولل",
    "فلل",
    "لل",
    "ال",
    "وب",
    "ول",
    "فب",
    "فل",
    "وس",
    "و",
    "ف",
    "ب",
    "ل",
    "ك",
    "س",
)
_TAILS = (
    "هما",
    "كما",
    "تها",
    "تهم",
    "ته",
    "ها",
    "هم",
    "هن",
    "كم",
    "نا",
    "ات",
    "ان",
    "ون",
    "ين",
    "يه",
    "ه",
    "ي",
    "ك",
    "ا",
    "ت",
    "وا",
)
# Letters of similar shape, which scanners confuse.
_ALIKE = ("بتثني", "جحخ", "دذ", "رزو", "سش", "صض", "طظ", "فقعغم", "كل", "لا", "مه", "هتن")


def plain(word: str) -> str:
    """Return a word as it is compared: without marks, with hamza seats and ta marbuta folded."""
    return _HAMZA_BEFORE_WAW.sub("وو", _MARKS.sub("", word)).translate(_LETTERS)


@dataclass(frozen=True)
class Phrases:
    """Counts of words and pairs of words in our phrases, and how each is spelled.

    `pairs` and `bare` hold words without their joined «و».
    """

    words: Counter[str]
    pairs: Counter[tuple[str, str]]
    bare: Counter[str]
    spelled: dict[str, str]


@lru_cache(maxsize=1)
def general() -> dict[str, float]:
    """Return each folded word and its share of all words."""
    shares: dict[str, float] = {}
    for word, share in get_frequency_dict("ar", wordlist="best").items():
        # Several spellings fold into one word; their shares add up.
        shares[plain(word)] = shares.get(plain(word), 0.0) + share
    return shares


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    """Return the counts of `phrases.txt`."""
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    alone: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        spellings = [_MARKS.sub("", word) for word in WORD.findall(line)]
        plain_words = [plain(word) for word in spellings]
        spelled.update(zip(plain_words, spellings, strict=True))
        words.update(plain_words)
        bare = [without_and(word) for word in plain_words]
        alone.update(bare)
        pairs.update(itertools.pairwise(bare))
    return Phrases(words, pairs, alone, spelled)


def without_and(word: str) -> str:
    """Return a word without the «و» that joins it to the word before."""
    remainder = word[1:]
    return (
        remainder
        # Many short words begin with this letter themselves, so enough of the word must remain.
        if word.startswith("و")
        and len(remainder) > 2
        and (remainder[:2] in ("ال", "لل") or len(remainder) > 3)
        else word
    )


@lru_cache(maxsize=20_000)
def commonness(word: str) -> float:
    """Return how common a word is with any prefix and suffix; 0 when no reading is known."""
    shares = general()
    return max((shares.get(reading, 0.0) for reading in _readings(word)), default=0.0)


def _readings(word: str) -> set[str]:
    heads = {word}
    for head in _HEADS:
        if word.startswith(head) and len(word) - len(head) >= 2:
            remainder = word[len(head) :]
            # «لل» has swallowed the alef of the article, so the word is also tried with it.
            heads |= {remainder, f"ال{remainder}"} if head.endswith("لل") else {remainder}
    readings = set(heads)
    for base in heads:
        for tail in _TAILS:
            if base.endswith(tail) and len(base) - len(tail) >= 3:
                stem = base[: -len(tail)]
                # A suffix hides the ta marbuta or ya that the bare word ends in.
                readings |= {stem, f"{stem}ه", f"{stem}ي"}
    return readings


def exists(word: str) -> bool:
    """Return whether a word is known as written."""
    own = phrases().words
    return own[word] > 0 or own[without_and(word)] > 0 or commonness(word) >= RAREST


def distance(first: str, second: str) -> int:
    """Return how many letters are wrong, missing, extra or swapped; 3 means more than two."""
    if abs(len(first) - len(second)) > 2:
        return 3
    before: list[int] = []
    last = list(range(len(second) + 1))
    for i, letter in enumerate(first, start=1):
        row = [i]
        for j, beside in enumerate(second, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != beside))
            # Two neighbouring letters in the wrong order count as one slip.
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == beside:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return min(last[-1], 3)


def look_alike(first: str, second: str) -> bool:
    """Return whether two words of equal length differ only in letters that look alike."""
    return len(first) == len(second) and all(
        a == b or any(a in group and b in group for group in _ALIKE)
        for a, b in zip(first, second, strict=True)
    )


@lru_cache(maxsize=1)
def _by_length() -> dict[int, list[str]]:
    by_length: dict[int, list[str]] = {}
    for word in phrases().words:
        if len(word) > 2:
            by_length.setdefault(len(word), []).append(word)
    return by_length


@lru_cache(maxsize=20_000)
def near(word: str) -> tuple[str, ...]:
    """Return the words of our phrases within one or two letters of this one, nearest first."""
    lengths = range(len(word) - 2, len(word) + 3)
    candidates = [
        (distance(word, candidate), candidate)
        for size in lengths
        for candidate in _by_length().get(size, ())
        if candidate != word
    ]
    return tuple(
        candidate
        for far, candidate in sorted(candidates)
        # In a short word two wrong letters leave too little to compare.
        if far <= 1 or (far == 2 and len(word) > 4)
    )


@lru_cache(maxsize=20_000)
def usual(before: str, word: str, after: str) -> str:
    """Return the word that is usual between two others where `word` is not.

    '' when `word` may be meant. All three are as `plain` gives them. One wrong letter needs one
    neighbour as evidence; two need both neighbours, or letters that look alike.
    """
    pairs = phrases().pairs
    left, right, own = without_and(before), without_and(after), without_and(word)
    # A word that our phrases have beside either neighbour
    # is meant, and very short ones prove nothing.
    if len(own) < 4 or pairs[left, own] or pairs[own, right]:
        return ""
    for candidate in near(word) if own == word else (*near(own), *near(word)):
        bare = without_and(candidate)
        support = (pairs[left, bare] > 0) + (pairs[bare, right] > 0)
        if bare == own or not support or is_inflected(own, bare):
            continue
        far = min(distance(own, bare), distance(word, candidate))
        if _convincing(far, support, own, bare) or (
            (far == 1 or (len(own) > 5 and far == 2)) and _follows(left, bare, right, own)
        ):
            return phrases().spelled[candidate]
    return ""


def is_inflected(first: str, second: str) -> bool:
    """Return whether two words differ only by article, person, pronoun or ending."""
    return bool(_stems_of(first) & _stems_of(second))


@lru_cache(maxsize=20_000)
def _stems_of(word: str) -> frozenset[str]:
    heads = {word}
    for head in (*_HEADS, "ي", "ت", "ن", "ا", "م", "لي", "لت", "وي", "وت"):
        if (
            word.startswith(head)
            and len(word) - len(head) >= 2
            # The alef of the article is not the alef of a verb's first person.
            and not (head == "ا" and word.startswith("ال"))
        ):
            heads.add(word[len(head) :])
    stems = set(heads)
    for base in heads:
        for tail in (*_TAILS, "و", "وا", "تي", "اء", "ات"):
            if base.endswith(tail) and len(base) - len(tail) >= 2:
                stems.add(base[: -len(tail)])
    return frozenset(stem for stem in stems if len(stem) > 2 or stem == word)


def _follows(left: str, bare: str, right: str, own: str) -> bool:
    """Return whether a word mostly occurs beside this neighbour, and the word read nowhere."""
    corpus = phrases()
    after, before = corpus.pairs[left, bare], corpus.pairs[bare, right]
    return not corpus.words[own] and (
        after * 2 > corpus.bare[left] > 0 or before * 2 > corpus.bare[right] > 0
    )


def _convincing(far: int, support: int, own: str, bare: str) -> bool:
    """Return whether the neighbours are evidence enough for a word this far away in writing.

    The more common the word that was read, the more evidence is needed.
    """
    alike = look_alike(own, bare)
    rare = not phrases().words[own] and general().get(own, 0.0) < UNCOMMON
    if support == 2:
        return far == 1 or (far == 2 and (alike or (rare and len(own) > 5)))
    return rare and (far == 1 or (far == 2 and alike))


def slip_of(word: str) -> str:
    """Return the word of our phrases that an almost unknown word is one letter from.

    '' when the word may be meant as written.
    """
    if len(word) < 5 or phrases().words[word] or general().get(word, 0.0) >= RAREST:
        return ""
    for candidate in near(word):
        # `near` is sorted by distance, so no later candidate is nearer.
        if distance(word, candidate) > 1:
            break
        if (
            # A different first letter is often a different
            # word; a prefix or ending is no slip at all.
            candidate[0] == word[0]
            and not is_inflected(word, candidate)
            and general().get(candidate, 0.0) >= WELL_KNOWN
        ):
            return phrases().spelled[candidate]
    return ""
