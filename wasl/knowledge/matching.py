"""Match a question as somebody types it to our answers, by light stems in both languages."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from wasl.common.text import ascii_digits
from wasl.governance.scrutiny.coverage import stem, stems
from wasl.governance.scrutiny.lexicon import WORD, plain

_LATIN = re.compile(r"[a-z]{3,}")
# The longest first: the first ending that fits is cut.
_ENDINGS = (
    "ations",
    "ation",
    "ions",
    "ion",
    "ings",
    "ing",
    "ies",
    "ers",
    "er",
    "ed",
    "es",
    "s",
    "y",
    "e",
)
# Possessive endings and the like, and the letters that begin a verb in the present tense.
_OWNERS = ("كم", "كن", "ني", "وا", "ك")
_DOERS = "يتن"
# Alef, waw and ya, which come and go between the forms of one root.
_WEAK = re.compile("[اوي]")
# Words that occur in any question, and so say nothing about its subject.
_ASKING = frozenset(
    (
        "كيف متى متي هل لماذا ماذا أين كم اريد أريد ابي ابغى يمكن يمكنني عندي لدي السلام "
        "عليكم سؤال أنا لو"
    ).split()
)
_COMMON = frozenset(
    (
        "the and for with what when how why who can may does must from are you your our not "
        "have has will"
    ).split()
)
MOST = 40  # stems of a question


def keys(*texts: str) -> list[str]:
    """Return the distinct stems of the texts: Arabic roots, English words cut, numbers."""
    text = " ".join(texts)
    roots = dict.fromkeys(
        _bones(word) for word in WORD.findall(text) if word not in _ASKING and stems(word)
    )
    roots |= dict.fromkeys(
        _english(word) for word in _LATIN.findall(text.lower()) if word not in _COMMON
    )
    roots |= dict.fromkeys(re.findall(r"[0-9]{2,}", ascii_digits(text)))
    # The columns of stems hold 60 letters.
    return [root[:60] for root in roots]


@lru_cache(maxsize=20_000)
def _bones(word: str) -> str:
    """Reduce a word beyond its light stem: «أعترض» meets «الاعتراض», «سلتي» meets «السلة»."""
    bare = stem(plain(word))
    owner = next(
        (ending for ending in _OWNERS if bare.endswith(ending) and len(bare) - len(ending) >= 3), ""
    )
    bare = bare.removesuffix(owner)
    for heads in (_DOERS, "ا"):
        bare = bare[1:] if bare[0] in heads and len(bare) >= 4 else bare
    # The barest form that still has three letters; shorter ones would match anything.
    cut = (bare[0] + _WEAK.sub("", bare[1:]), bare.replace("ا", ""), bare)
    bare = next(candidate for candidate in (*cut, bare) if len(candidate) >= 3 or candidate == bare)
    # The ta marbuta turns into an open ta before an ending; both become one letter.
    return f"{bare[:-1]}ه" if bare.endswith("ت") else bare


def question_stems(text: str) -> list[str]:
    """Return the stems of a question, at most `MOST`."""
    return keys(text[:1000])[:MOST]


def _english(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def rank(
    query_stems: Collection[str], rows: Iterable[tuple[Collection[str], Collection[str]]]
) -> list[float]:
    """Return how well each row (stems of its question, of all its text) matches the query.

    Rare stems count more, and stems of the row's question count threefold.
    """
    pairs = list(rows)
    rarity = {
        query_stem: 1 / (1 + sum(query_stem in every for _question, every in pairs))
        for query_stem in query_stems
    }
    return [
        sum(
            rarity[query_stem] * (3 if query_stem in question else 1)
            for query_stem in query_stems
            if query_stem in every
        )
        for question, every in pairs
    ]
