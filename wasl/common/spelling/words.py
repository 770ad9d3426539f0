"""A name as a list of words, with one spelling for all variants.

عبد, أبو, أم and آل join the word after them, الله and الدين the word before; بن and بنت carry no
meaning. The same holds for their Latin forms.
"""

import re
from functools import lru_cache

from wasl.common.text import plain_words

PARTICLES = frozenset("بن ابن بنت ابنه bin ibn ben bint bnt bn binte binti".split())
HEADS = frozenset("عبد ابو ابا ابي ام ال با ذو".split())
TAILS = frozenset("الله الدين الاسلام الحق الرحمن النبي".split())
LATIN_HEADS = frozenset(
    (
        "al el ud ul abd abdul abdel abdal abdol abdur abdus abdu abu abou abo aba umm um om "
        "oum dhu zul ba"
    ).split()
)
LATIN_TAILS = frozenset(
    "din deen eldin eldeen aldin aldeen uddin uddeen eddin eddine allah ullah ulislam ulhaq".split()
)
SHORTENED = dict.fromkeys(("mohd", "muhd", "mhd", "moh", "mohamad", "md"), "mohammed")
# Digits that stand for Arabic letters in names typed as in a chat: 5aled, 7ussain, Sa3d.
CHAT = {"2": "", "3": "a", "5": "kh", "6": "t", "7": "h", "8": "q", "9": "s"}
_CHATTED = re.compile(
    r"(?i)(?=(?:\d?[a-z]+){1,3}\d?$)(?=(?:\d*[a-z]){2})[a-z]*[2356789][a-z2356789]*"
)
_ARTICLE = re.compile(
    r"\b(?:al|el|ul|a[dnrstz]|ash|esh|ad-dh|[eu][dnrstz])[-–](?=\w)", re.IGNORECASE
)
_TICKS = re.compile(r"(?<=\w)['’‘`´ʿʾʼ](?=\w)")
_LATIN = re.compile(r"[a-z]")


def is_latin(word: str) -> bool:
    """Return whether a folded word is written in Latin letters."""
    return _LATIN.match(word) is not None


def without_chat(typed: str) -> str:
    """Replace digits inside Latin words by their letters, if every word is part of a name.

    Otherwise the text is returned unchanged.
    """
    parts = typed.split()
    chatted = [part for part in parts if _CHATTED.fullmatch(part)]
    if (
        not chatted
        # Two letters and digits are rather the number of a passport or a file.
        or len(re.findall("[a-z]", typed, re.IGNORECASE)) <= 2
        or not all(part in chatted or not re.search(r"\d", part) for part in parts)
    ):
        return typed
    return " ".join(_letters(part) if part in chatted else part for part in parts)


def _letters(word: str) -> str:
    """Drop a vowel beside the sign for ع, the same sound written twice: 3abdullah, Sa3d."""
    return re.sub(r"\d", lambda met: CHAT[met[0]], re.sub(r"(?i)3(?=[aeiou])|(?<=aa)3", "", word))


def words(name: str) -> list[str]:
    """Return the folded words of a name in order, without particles if anything else is left."""
    plain = plain_words(_ARTICLE.sub("al ", _TICKS.sub("", name)))
    main_words = [word for word in plain if word not in PARTICLES] or plain
    return _joined([SHORTENED.get(word, word) for word in main_words])


def _joined(plain: list[str]) -> list[str]:
    joined: list[str] = []
    head = ""
    for part in plain:
        if part in HEADS or part in LATIN_HEADS:
            head += part
            continue
        word, head = part if head == "ال" and part.startswith("ال") else head + part, ""
        if joined and (word in TAILS or word in LATIN_TAILS):
            joined[-1] += word
        else:
            joined.append(word)
    return [*joined, head] if head else joined


@lru_cache(maxsize=20_000)
def bare(word: str) -> str:
    """Return a word without its article, so that العتيبي and عتيبي meet.

    The article inside عبدال… and ابوال… is taken out too.
    """
    if is_latin(word):
        return word[2:] if word[:2] in ("al", "el") and len(word) > 4 else word
    plain = word[2:] if word.startswith("ال") and len(word) > 4 else word
    for head in ("عبد", "ابو", "ابا", "ابي"):
        if plain.startswith(head + "ال") and len(plain) > 6:
            return head + plain[5:]
    return plain
