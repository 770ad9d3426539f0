"""Arabic text: cleaning what was typed, and keys under which the spellings of one name meet (domain.md B3, tech.md 16).

Keys are for finding, never for showing. They sort rightly by code point once alef, hamza, ya and ta marbuta are folded.
"""

import re
import unicodedata
from functools import lru_cache

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ARABIC_DIGITS = str.maketrans("0123456789.,", "٠١٢٣٤٥٦٧٨٩٫٬")
_LETTERS = str.maketrans(dict(zip("ٱىةیےکگڪہھۃە", "ايهييكككهههه", strict=True)))
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ud800-\udfff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MARKS = frozenset("\u0640\u0621")  # tatweel, and the hamza that stands alone
_PARTICLES = frozenset({"بن", "ابن", "بنت", "ابنه"})
_JOINED = frozenset({"عبد", "ابو", "ال"})
_NOT_WORD = re.compile(r"[\W_]+")


def ascii_digits(text: str) -> str:
    """Arabic-Indic and Persian digits as 0-9; everything else as it is."""
    return text.translate(_DIGITS)


def arabic_digits(text: str) -> str:
    """0-9 and the separators of a number as Arabic-Indic, for associations that show them so."""
    return text.translate(_ARABIC_DIGITS)


def clean_lines(text: str) -> str:
    """Like `clean`, for a text of several lines: line breaks stay, at most one empty line in a row."""
    lines = [clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def clean(text: str) -> str:
    """What was typed, on one line and fit to keep: NFC, without direction controls and invisible characters (they can
    make one text look like another), spaces collapsed. Arabic vowel marks stay.
    """
    visible = _CONTROLS.sub("", _INVISIBLE.sub("", text))
    return " ".join(unicodedata.normalize("NFC", visible).split())


@lru_cache(maxsize=50_000)
def _folded(chunk: str) -> tuple[str, ...]:
    """The folded words of what stands between two spaces; names are few and come again and again."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", _INVISIBLE.sub("", chunk)).casefold())
    kept = "".join(c for c in plain if c not in _MARKS and not unicodedata.category(c).startswith("M"))
    return tuple(word for word in _NOT_WORD.split(ascii_digits(kept.translate(_LETTERS))) if word)


def plain_words(text: str) -> list[str]:
    """The folded words of a text, as many as were written: nothing is joined, nothing left out."""
    return [word for chunk in text.split() for word in _folded(chunk)]


def _words(text: str) -> list[str]:
    words = plain_words(text)
    named = [word for word in words if word not in _PARTICLES] or words
    joined: list[str] = []
    prefix = ""
    for word in named:
        if word in _JOINED:
            prefix += word
        else:
            joined.append(prefix + word)
            prefix = ""
    return [*joined, prefix] if prefix else joined


def fold(text: str) -> str:
    """The search key: one spelling for أحمد/احمد, نورة/نوره, علي/على, عبد الله/عبدالله; بن and بنت left out."""
    return " ".join(_words(text))


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def loose(text: str) -> str:
    """The looser key: as `fold`, and without the article at the head of each word (العتيبي meets عتيبي)."""
    return " ".join(_without_article(word) for word in _words(text))


def sort_key(text: str) -> str:
    """The key to order by: folded, runs of digits padded so that قرية 2 comes before قرية 10."""
    return re.sub(r"[0-9]+", lambda run: run.group().zfill(10), fold(text))
