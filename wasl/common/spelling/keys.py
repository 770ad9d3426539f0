"""The keys of a word: small numbers that near spellings share, so that an index finds candidates.

Near means: equal after one letter is dropped on either side (which covers a letter wrong, missing,
extra, or swapped) and letters that sound alike are merged; two letters in long words. Words of
different scripts meet by their consonants. A key proves nothing; `spelling.apart` weighs the
candidates.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from zlib import crc32

from wasl.common.spelling.latin import skeletons
from wasl.common.spelling.words import bare, is_latin

_ALIKE = str.maketrans("ضظذصثطقحىة", "زززسستكهيه")
# From this many letters on, two mistakes in a word are looked for.
LONG = 7
LONG_SKELETON = 4


def held(word: str) -> list[int]:
    """Return the keys under which a word of the register is stored."""
    heads = (skeleton[:end] for skeleton in skeletons(word) for end in range(2, len(skeleton)))
    rows = [
        ("d", _blurred(word)),
        ("g", [*pieces(bare(word)), *pieces(word)]),
        (_script(word), _blurred_skeletons(word)),
        ("h", heads),
    ]
    return sorted({_key(kind, text) for kind, texts in rows for text in texts})


@lru_cache(maxsize=10_000)
def near(typed: str) -> tuple[int, ...]:
    """Return the keys of which a near word has at least one.

    Near in the same script, or of the same sound in the other.
    """
    if is_latin(typed):
        rows = [("d", _blurred(typed)), ("a", _blurred_skeletons(typed)), ("h", skeletons(typed))]
    else:
        rows = [("d", _blurred(typed)), ("l", skeletons(typed))]
    return tuple(sorted({_key(kind, text) for kind, texts in rows for text in texts}))


@lru_cache(maxsize=10_000)
def within(typed: str) -> tuple[int, ...]:
    """Return the keys of every word that contains the text; none below three letters."""
    return (
        tuple(sorted({_key("g", piece) for piece in pieces(bare(typed))})) if len(typed) > 2 else ()
    )


def pieces(word: str) -> list[str]:
    """Return every three letters in a row."""
    return [word[at : at + 3] for at in range(len(word) - 2)]


def _blurred(word: str) -> Iterator[str]:
    """Yield a word with letters that sound alike merged, and the same with a letter less.

    With two letters less, if it is long.
    """
    outer = word[2:] if word.startswith("ال") and len(word) > 3 else word
    for form in {bare(word), outer}:
        alike = form.translate(_ALIKE)
        yield alike
        if len(alike) > 2:
            yield from shorter(alike, 1)
        if len(alike) >= LONG:
            yield from shorter(alike, 2)


def _blurred_skeletons(word: str) -> Iterator[str]:
    for skeleton in skeletons(word):
        yield skeleton
        if len(skeleton) >= LONG_SKELETON:
            yield from shorter(skeleton, 1)


def shorter(word: str, by: int) -> Iterable[str]:
    """Yield the word with so many letters removed, at every place."""
    for out in combinations(range(len(word)), by):
        yield "".join(letter for place, letter in enumerate(word) if place not in out)


def _script(word: str) -> str:
    return "l" if is_latin(word) else "a"


def _key(kind: str, text: str) -> int:
    # Shifted into the range of PostgreSQL's signed integer.
    return crc32(f"{kind}{text}".encode()) - 2**31
