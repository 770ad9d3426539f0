"""The keys of a word: small numbers that two spellings share when they are near, so that an index
finds candidates.

Near means: the same but for one letter dropped on either side (which covers one letter wrong,
missing, too many, or two swapped), after letters that sound alike were made one; two letters in
long words. Words of different scripts meet by their consonants. A key proves nothing;
`spelling.apart` weighs what was found.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from zlib import crc32

from wasl.common.spelling.latin import skeletons
from wasl.common.spelling.words import bare, is_latin

_ALIKE = str.maketrans("ضظذصثطقحىة", "زززسستكهيه")
LONG = 7  # letters of a word in which two mistakes are looked for
LONG_SKELETON = 4


def held(word: str) -> list[int]:
    """The keys under which a word of the register is kept."""
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
    """The keys of which a near word has at least one: near in the same script, or of the same sound
    in the other.
    """
    if is_latin(typed):
        rows = [("d", _blurred(typed)), ("a", _blurred_skeletons(typed)), ("h", skeletons(typed))]
    else:
        rows = [("d", _blurred(typed)), ("l", skeletons(typed))]
    return tuple(sorted({_key(kind, text) for kind, texts in rows for text in texts}))


@lru_cache(maxsize=10_000)
def within(typed: str) -> tuple[int, ...]:
    """The keys that a word has which holds what was typed somewhere in it; none for fewer than
    three letters.
    """
    return (
        tuple(sorted({_key("g", piece) for piece in pieces(bare(typed))})) if len(typed) > 2 else ()
    )


def pieces(word: str) -> list[str]:
    """Three letters in a row, wherever they stand."""
    return [word[at : at + 3] for at in range(len(word) - 2)]


def _blurred(word: str) -> Iterator[str]:
    """A word made one with what sounds alike, and the same with a letter less (two, where it is
    long).
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
    """The word with so many letters taken out, wherever."""
    for out in combinations(range(len(word)), by):
        yield "".join(letter for place, letter in enumerate(word) if place not in out)


def _script(word: str) -> str:
    return "l" if is_latin(word) else "a"


def _key(kind: str, text: str) -> int:
    return crc32(f"{kind}{text}".encode()) - 2**31
