"""Arabic names in Latin letters: how far a spelling lies from a word, and their consonants.

No spelling is right: محمد is Mohammed, Muhammad, Mohamed. Each Arabic letter has its usual
renderings with a price; short vowels cost little, doubled letters nothing.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

NEVER = 9.0
SOUNDS: dict[str, dict[str, float]] = {
    "ا": {"a": 0.03, "aa": 0, "e": 0.06, "i": 0.06, "o": 0.08, "u": 0.08},
    "ب": {"b": 0, "p": 0.1},
    "ت": {"t": 0, "th": 0.3},
    "ث": {"th": 0, "s": 0.1, "t": 0.1},
    "ج": {"j": 0, "g": 0.05, "dj": 0.1},
    "ح": {"h": 0, "": 0.5},
    "خ": {"kh": 0, "k": 0.15, "h": 0.35, "x": 0.2},
    "د": {"d": 0, "dh": 0.35},
    "ذ": {"dh": 0, "th": 0.05, "d": 0.1, "z": 0.1},
    "ر": {"r": 0},
    "ز": {"z": 0, "s": 0.3},
    "س": {"s": 0, "c": 0.3},
    "ش": {"sh": 0, "ch": 0.1, "s": 0.35},
    "ص": {"s": 0},
    "ض": {"d": 0, "dh": 0.05, "th": 0.25, "z": 0.3},
    "ط": {"t": 0, "th": 0.3},
    "ظ": {"dh": 0, "z": 0.05, "th": 0.1, "d": 0.15},
    "ع": {"": 0.05, "a": 0.02, "e": 0.05, "o": 0.05, "i": 0.08, "u": 0.05, "aa": 0.05},
    "غ": {"gh": 0, "g": 0.1, "q": 0.3},
    "ف": {"f": 0, "ph": 0.1, "v": 0.1},
    "ق": {"q": 0, "k": 0.05, "g": 0.1, "gh": 0.3, "c": 0.2},
    "ك": {"k": 0, "c": 0.1, "q": 0.2, "ck": 0.1},
    "گ": {"g": 0},
    "ل": {"l": 0},
    "م": {"m": 0},
    "ن": {"n": 0},
    "ه": {"h": 0, "": 0.4},
    "و": {"w": 0, "u": 0.02, "ou": 0, "oo": 0, "o": 0.03, "ow": 0.05, "v": 0.1, "aw": 0.05, "au": 0.08},
    "ي": {
        "y": 0, "i": 0.02, "ee": 0, "ie": 0.05, "e": 0.08, "ai": 0.05, "ay": 0.03, "ei": 0.05,
        "ey": 0.05, "a": 0.12,
    },
}  # fmt: skip
ENDINGS = {
    "ه": {"a": 0, "ah": 0, "e": 0.08, "eh": 0.05, "h": 0.1, "t": 0.2, "at": 0.1, "": 0.1},
    "ي": {
        "i": 0,
        "y": 0,
        "a": 0.03,
        "ee": 0.03,
        "e": 0.08,
        "ie": 0.08,
        "ey": 0.08,
        "ay": 0.1,
        "ai": 0.1,
        "ah": 0.1,
    },
    "و": {"": 0.1, "u": 0, "o": 0.03, "w": 0, "ou": 0, "oo": 0},
}
VOWELS = frozenset("aeiouy")
# The price of a vowel without an Arabic letter: alone, after another vowel, first or last.
SHORT, LONG_RUN, AT_END = (0.04, 0.15, 0.25)
EXTRA, MISSING, OTHER, SILENT, SILENT_HEAD = 0.9, 0.9, 1.0, 0.4, 0.7
ARTICLE_LEFT, ARTICLE_PUT = 0.04, 0.1
# One letter for everything that Latin spellings confuse; a letter with several is indexed under
# each.
CONSONANTS = {
    "ب": "b", "ت": "t", "ث": "ts", "ج": "jg", "ح": "h", "خ": "k", "د": "d", "ذ": "dtz", "ر": "r",
    "ز": "zs", "س": "s", "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "dzt", "غ": "g", "ف": "f",
    "ق": "kg", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h",
}  # fmt: skip
LATIN_CONSONANTS = str.maketrans(
    {"q": "k", "c": "k", "p": "b", "v": "f", "x": "k", **dict.fromkeys("aeiouyw-")}
)
MOST = 12
# Usual spellings whose letters alone would allow another name.
USUAL = {
    latin: arabic.split("/")
    for latin, arabic in (
        pair.split("=")
        for pair in (
            "amr=عمرو amro=عمرو omar=عمر umar=عمر omer=عمر amer=عامر aamer=عامر ammar=عمار "
            "amar=عمار saad=سعد saud=سعود "
            "saeed=سعيد said=سعيد hamad=حمد hamed=حامد hamid=حامد/حميد hameed=حميد hamoud=حمود "
            "hamdan=حمدان hassan=حسن "
            "hasan=حسن hussain=حسين hussein=حسين husain=حسين hassaan=حسان salem=سالم "
            "salim=سالم/سليم saleem=سليم "
            "salman=سلمان sulaiman=سليمان suleiman=سليمان salma=سلمي salwa=سلوي jaber=جابر "
            "jabir=جابر fahad=فهد fahd=فهد "
            "noura=نوره nora=نوره norah=نوره nourah=نوره nour=نور noor=نور nouf=نوف mai=مي "
            "may=مي mona=مني muna=مني "
            "huda=هدي hoda=هدي hadi=هادي mahdi=مهدي ali=علي aly=علي amal=امل amaal=امال "
            "ahmed=احمد ahmad=احمد "
            "mohammed=محمد mohammad=محمد muhammad=محمد mohamed=محمد mahmoud=محمود mahmood=محمود "
            "mashael=مشاعل "
            "mishal=مشعل meshal=مشعل yahya=يحيي essa=عيسي issa=عيسي eisa=عيسي musa=موسي "
            "mousa=موسي moussa=موسي "
            "luay=لوي modhi=موضي moudi=موضي modi=موضي mudhi=موضي haya=هيا hayat=حياه hind=هند "
            "hanan=حنان hani=هاني "
            "khaled=خالد khalid=خالد khalil=خليل khulood=خلود zaid=زيد zayed=زايد ziad=زياد "
            "ziyad=زياد eid=عيد ayed=عايد/عايض "
            "awad=عوض awwad=عواد rashed=راشد rashid=راشد/رشيد rasheed=رشيد majed=ماجد majid=ماجد "
            "majeed=مجيد "
            "sara=ساره sarah=ساره reem=ريم rima=ريما layla=ليلي laila=ليلي abeer=عبير "
            "aisha=عايشه ayesha=عايشه "
            "anas=انس ines=ايناس eman=ايمان iman=ايمان ayman=ايمن"
        ).split()
    )
}
# A c before e, i or y is heard as s.
_SOFT = re.compile("c(?=[eiy])")
_HEARD = {"sh": ("s", "sh"), "kh": ("k", "kh"), "gh": ("g", "gh"), "th": ("t", "th"), "dh": ("d", "dh"), "ch": ("s", "k"),
          "ph": ("f",), "ck": ("k",)}  # fmt: skip
_PAIRS = re.compile(f"({'|'.join(_HEARD)})")
# Abd with the article of the next word, written out (abdul) or merged with its first letter
# (abdur-rahman), or without it.
_SERVANT = re.compile("^a?bd(?:[aeou]?l(?=.)|[aeou](?=[rsdztn])|(?=.))(?:([rsdztnl])(?=\\1))?")
# The article inside names that end in din: nooruddin, nour al-din.
_RELIGION = re.compile("(?<=.)[aeiou]?l(?=d[ie]+n)")


@lru_cache(maxsize=50_000)
def skeletons(word: str) -> frozenset[str]:
    """Return the consonants of a word under which its spellings meet.

    Several, where a letter has several renderings.
    """
    spellings = _heard(word) if "a" <= word[:1] <= "z" else _written(word)
    return frozenset(squeezed for spelling in spellings if (squeezed := _squeezed(spelling)))


def _heard(word: str) -> Iterator[str]:
    """Yield the readings of a Latin word: sh is one letter, or two as in Ishaq."""
    for spelt in _opened(word):
        pieces = _PAIRS.split(_SOFT.sub("s", spelt))
        options = [_HEARD.get(piece, (piece.translate(LATIN_CONSONANTS),)) for piece in pieces]
        yield from ("".join(combination) for combination in product(*_few(options)))


def _written(word: str) -> Iterator[str]:
    for open_word in closed(word):
        options: list[Sequence[str]] = [
            CONSONANTS[letter] for letter in open_word if letter in CONSONANTS
        ]
        if open_word.endswith("ه") and options:
            options[-1] = ("", "t")
        yield from ("".join(combination) for combination in product(*_few(options)))


def _few(options: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Limit the options to `MOST` combinations: later letters keep only their first reading."""
    count = 1
    choices: list[Sequence[str]] = []
    for several in options:
        choices.append(several if count * len(several) <= MOST else several[:1])
        count *= len(choices[-1])
    return choices


def _opened(word: str) -> list[str]:
    """Return a Latin word as it is and without its article.

    Of Abdul… the servant and the name, parted by a dash.
    """
    word = _RELIGION.sub("", word)
    if served := _SERVANT.match(word):
        return ["abd-" + word[served.end() :], word]
    return [word[2:], word] if word[:2] in ("al", "el") and len(word) > 4 else [word]


def closed(word: str) -> list[str]:
    """Return an Arabic word without its article, and as it is.

    The article inside عبدال… and …الدين is taken out in both.
    """
    if word.endswith("الدين") and len(word) > 5:
        word = word[:-5] + "دين"
    forms = [word[2:], word] if word.startswith("ال") and len(word) > 4 else [word]
    return [
        "عبد" + form[5:] if form.startswith("عبدال") and len(form) > 6 else form for form in forms
    ]


def _squeezed(consonants: str) -> str:
    """Write doubled letters once, and drop an h at the end (ة)."""
    once = "".join(
        letter
        for place, letter in enumerate(consonants)
        if not place or consonants[place - 1] != letter
    )
    return once[:-1] if len(once) > 1 and once.endswith("h") else once


@lru_cache(maxsize=100_000)
def romanized(latin: str, arabic: str, *, begun: bool = False) -> float:
    """Return the cost of writing an Arabic word in these Latin letters.

    `begun`: the Latin word may end before the Arabic one.
    """
    if arabic in USUAL.get(latin, ()):
        return 0.0
    return min(
        _rendered(spelt, word, begun) + _article(spelt == latin[2:], word == arabic[2:])
        for spelt in _opened(latin)
        for word in closed(arabic)
    )


def _article(typed: bool, is_written: bool) -> float:
    """Return the price of the article: often left out in Latin letters, seldom added."""
    if typed == is_written:
        return 0.0
    return ARTICLE_PUT if typed else ARTICLE_LEFT


def _rendered(spelt: str, word: str, begun: bool) -> float:
    # An alef that carries a long vowel is not heard by itself, as in إيمان.
    spelt, word = spelt.replace("-", ""), word[1:] if word[:2] in ("اي", "او") else word
    row = [0.0] + [NEVER] * len(spelt)
    _spread(spelt, row)
    best_begun = NEVER
    for place, letter in enumerate(word):
        heard = (ENDINGS.get(letter) if place + 1 == len(word) else None) or SOUNDS.get(letter, {})
        silent = MISSING
        if letter in "اويع":
            silent = SILENT if place else SILENT_HEAD
        row = _after(spelt, row, heard, silent)
        best_begun = min(best_begun, row[-1] + 0.05 * (len(word) - place - 1))
        # Costs never fall again, so a word this far off is given up.
        if min(row) > 3:
            break
    return best_begun if begun else row[-1]


def _after(spelt: str, row: list[float], heard: dict[str, float], silent: float) -> list[float]:
    """Return the costs after one more Arabic letter, for every place in the Latin word."""
    fresh = [cost + silent for cost in row]
    for place, cost in enumerate(row):
        if cost >= NEVER:
            continue
        for piece, price in heard.items():
            if spelt.startswith(piece, place):
                end = place + len(piece)
                fresh[end] = min(fresh[end], cost + price)
        if place < len(spelt) and spelt[place] not in VOWELS:
            fresh[place + 1] = min(fresh[place + 1], cost + OTHER)
    _spread(spelt, fresh)
    return fresh


def _spread(spelt: str, row: list[float]) -> None:
    """Price Latin letters that stand for no Arabic letter.

    Short vowels cost little, doubled letters nothing, others much.
    """
    for place, letter in enumerate(spelt):
        before = spelt[place - 1] if place else ""
        if letter in VOWELS and (place or letter != "y"):
            price = SHORT if 0 < place < len(spelt) - 1 else AT_END
            if place and before in VOWELS:
                price = LONG_RUN
        else:
            price = 0.0 if letter == before else EXTRA
        row[place + 1] = min(row[place + 1], row[place] + price)
