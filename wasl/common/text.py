"""Cleaning of Arabic text, and keys under which a name's spellings meet (domain.md B3, tech.md 16).

Keys are for finding, never for display. They sort correctly by code point, because alef, hamza, ya
and ta marbuta are folded.
"""

import re
import unicodedata
from functools import lru_cache

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ARABIC_DIGITS = str.maketrans("0123456789.,", "٠١٢٣٤٥٦٧٨٩٫٬")
_LETTERS = str.maketrans(dict(zip("ٱىةیےکگڪہھۃە", "ايهييكككهههه", strict=True)))
# Format characters, fillers, variation selectors, tags, lone halves of a pair, and code points that
# are no characters.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# They are invisible and can carry a whole hidden sentence; no person types them.
_TAGS = re.compile("[\U000e0000-\U000e007f]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# Signs in their own right, not shapes of letters: ﷺ, ﷻ, the rial sign and the basmala stay as
# typed.
_SIGNS = frozenset("\ufdfa\ufdfb\ufdfc\ufdfd")
_SHAPES = {
    ord(shape): unicodedata.normalize("NFKC", shape).strip()
    for first, last in ((0xFB50, 0xFDFF), (0xFE70, 0xFEFF), (0xFF01, 0xFF5E))
    for shape in map(chr, range(first, last + 1))
    if shape not in _SIGNS
}
# Tatweel, and the isolated hamza.
_MARKS = frozenset("\u0640\u0621")
_PARTICLES = frozenset({"بن", "ابن", "بنت", "ابنه"})
_JOINED = frozenset({"عبد", "ابو", "ال"})
_NOT_WORD = re.compile(r"[\W_]+")


def ascii_digits(text: str) -> str:
    """Return the text with Arabic-Indic and Persian digits as 0-9; everything else unchanged."""
    return text.translate(_DIGITS)


def arabic_digits(text: str) -> str:
    """Return 0-9 and a number's separators as Arabic-Indic, for associations that show them so."""
    return text.translate(_ARABIC_DIGITS)


def hides_words(text: str) -> bool:
    """Return whether a text holds tag characters, in which words can be hidden from the reader."""
    return _TAGS.search(text) is not None


def whole_number(text: str) -> int | None:
    """Return the row number in an address or form, in any digits; None for any other text."""
    digits = ascii_digits(text)
    # Eighteen digits always fit PostgreSQL's bigint.
    return int(digits) if re.fullmatch(r"[0-9]{1,18}", digits) else None


def clean_lines(text: str) -> str:
    """Clean a text of several lines: line breaks stay, at most one empty line in a row."""
    lines = [clean(line) for line in re.split("\r\n|[\r\n\u2028\u2029]", text)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def clean(text: str) -> str:
    """Return typed text on one line and fit to store.

    It is in NFC, with letters instead of their printed shapes, without direction controls and
    invisible characters (they can make one text look like another), and with spaces collapsed.
    Vowel marks stay.
    """
    visible = _CONTROLS.sub("", _INVISIBLE.sub("", text)).translate(_SHAPES)
    return " ".join(unicodedata.normalize("NFC", visible).split())


@lru_cache(maxsize=50_000)
def _folded(chunk: str) -> tuple[str, ...]:
    """Return the folded words of a chunk between two spaces; cached, as names repeat."""
    # Folding case may leave letters that can be decomposed again, hence the second NFKD.
    plain = unicodedata.normalize(
        "NFKD", unicodedata.normalize("NFKD", _INVISIBLE.sub("", chunk)).casefold()
    )
    letters = "".join(
        c for c in plain if c not in _MARKS and not unicodedata.category(c).startswith("M")
    )
    return tuple(
        word for word in _NOT_WORD.split(ascii_digits(letters.translate(_LETTERS))) if word
    )


def plain_words(text: str) -> list[str]:
    """Return all folded words of a text: nothing is joined, nothing left out."""
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
    """Return the search key: one spelling for all variants of a name.

    أحمد/احمد, نورة/نوره, علي/على, عبد الله/عبدالله; بن and بنت are left out.
    """
    return " ".join(_words(text))


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def loose(text: str) -> str:
    """Return the looser key: as `fold`, without the article of each word (العتيبي meets عتيبي)."""
    return " ".join(_without_article(word) for word in _words(text))


def sort_key(text: str) -> str:
    """Return the key to order by: folded, digits padded so that قرية 2 comes before قرية 10."""
    return re.sub(r"[0-9]+", lambda run: run.group().zfill(10), fold(text))
