"""Find the clause of the product's own list that a policy's clause is about, by shared words."""

import math
from collections import Counter
from functools import lru_cache
from pathlib import Path

import yaml

from wasl.governance.scrutiny.lexicon import WORD, plain

CLAUSES = Path(__file__).with_name("clauses.yaml")
# Prefixes and suffixes of folded words, the longest first: `stem` takes the first that fits.
_HEADS = ("وال", "فال", "بال", "كال", "ولل", "لل", "ال", "و", "ف", "ب", "ل")
_TAILS = (
    "تهما",
    "هما",
    "اتها",
    "اتهم",
    "تها",
    "تهم",
    "ات",
    "ان",
    "ون",
    "ين",
    "يه",
    "ته",
    "ها",
    "هم",
    "نا",
    "ه",
    "ي",
    "ا",
)
# Words that say nothing about the subject of a clause.
_EMPTY = frozenset(
    "في من علي عن الي هذا هذه ذلك التي الذي الذين مع او ان كل كان ما لا لم لن قد ثم بين عند حتي "
    "اذا غير اي به بها له لها هو هي "
    "كما بعد قبل خلال وفق جميع كافه بما حيث يتم تم كذلك لدي الجمعيه جمعيه".split()
)
# A text with one of these is about the product's purpose, whatever its other words.
_CORE = (
    "مستفيد المستفيدين مستفيدة المستفيدات طلب الطلبات الأسرة الأسر المساعدة المساعدات الدعم شكوى "
    "الشكاوى تظلم التظلم اعتراض "
    "متطوع المتطوعين استفسار الاستفسارات المراجع المراجعين السياسة اللائحة المحتاجين الأيتام "
    "الأرامل بلاغ "
    "البلاغات الصرف المصروف صرف الدخل اللجنة التظلمات الشكاوى"
)
# The least share of weight in common, and the fewest shared stems, to count as served.
NEAR = 0.12
FEWEST = 2


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return a light stem: without one prefix and one suffix, at least three letters."""
    for head in _HEADS:
        if word.startswith(head) and len(word) - len(head) >= 3:
            word = word[len(head) :]
            break
    for tail in _TAILS:
        if word.endswith(tail) and len(word) - len(tail) >= 3:
            return word[: -len(tail)]
    return word


def stems(text: str) -> Counter[str]:
    """Return the stems of a text's words that carry meaning, counted."""
    words = (plain(word) for word in WORD.findall(text))
    return Counter(stem(word) for word in words if word not in _EMPTY and len(word) > 2)


@lru_cache(maxsize=1)
def titles() -> dict[str, str]:
    """Return code and heading of each clause the product serves."""
    data = yaml.safe_load(CLAUSES.read_text(encoding="utf-8"))
    return {code: words[0] for code, words in data.items()}


@lru_cache(maxsize=1)
def reference() -> dict[str, Counter[str]]:
    """Return the code of each clause and the stems of its words."""
    data = yaml.safe_load(CLAUSES.read_text(encoding="utf-8"))
    return {code: stems(" ".join(words)) for code, words in data.items()}


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    """Return how telling each stem is: the fewer clauses use it, the more."""
    used = Counter(stem_ for words in reference().values() for stem_ in words)
    return {term: math.log(1 + len(reference()) / count) for term, count in used.items()}


@lru_cache(maxsize=1)
def _core() -> frozenset[str]:
    return frozenset(stems(_CORE))


def nearest(text: str) -> tuple[str, float, int]:
    """Return the nearest clause, how near it is, and how many words are shared.

    Nearness runs from 0 (no telling word in common) to 1.
    """
    terms, weights = stems(text), _weights()
    # A stem that no clause uses counts against the match, with the weight 2.0, so that a long
    # foreign text is not served because of two common words.
    total = sum(weights.get(term, 2.0) for term in terms) or 1.0
    best, most, shared = "", 0.0, 0
    for code, words in reference().items():
        common = [term for term in terms if term in words]
        if (weight := sum(weights[term] for term in common)) > most:
            best, most, shared = code, weight, len(common)
    return best, most / total, shared


def is_served(text: str) -> bool:
    """Return whether a clause of the product's list is near to this text."""
    _code, near, shared = nearest(text)
    return (near >= NEAR and shared >= FEWEST) or not _core().isdisjoint(stems(text))
