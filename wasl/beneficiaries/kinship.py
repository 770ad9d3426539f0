"""Read gender, marital status and kinship from the words of a file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from wasl.accounts.models import Gender
from wasl.beneficiaries.columns import WORDS
from wasl.beneficiaries.models.household import HouseholdRole
from wasl.common import text as arabic

# Words such as «زوجها» and «وحيدة», also with ه in place of ة, as many type it.
_FEMININE_FORM = re.compile(r"(?:ة|ه|ها)(?!\w)")
LONE = "lone"  # heads the family where nobody else does


@dataclass(frozen=True)
class Kinship:
    """What a kinship word says.

    `is_usual`: a title that women carry too. `is_whole`: every word was understood.
    """

    role: str = ""
    gender: str = ""
    marital: str = ""
    is_usual: bool = False
    is_whole: bool = True
    is_unclear: bool = False  # «والده» may be his father, or his mother as many type it


@dataclass(frozen=True)
class Marital:
    """What a marital word says.

    A feminine form gives the gender even where the status is unknown.
    """

    status: str = ""
    gender: str = ""
    is_whole: bool = True
    is_unclear: bool = False  # not understood, and some word of it has a feminine form


def _key(text: str) -> str:
    """Return one spelling for a word or two.

    «بنت الأخ» stays apart from «الأخ», which the keys of names do not keep.
    """
    return " ".join(_bare(word) for word in arabic.plain_words(text))


def _bare(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 3 else word


def _keys(words: Iterable[str]) -> frozenset[str]:
    return frozenset(_key(str(word)) for word in words)


_ORDINALS = _keys(WORDS["ordinals"])
_KIN = {
    key: Kinship(
        entry["role"], entry.get("gender", ""), entry.get("marital", ""), entry.get("usual", False)
    )
    for entry in WORDS["relation"]
    for key in _keys(entry["words"])
}
# In lists to choose from, the masculine form is offered to women as well, so it says no gender.
_FORMS = {"masculine": "", "feminine": str(Gender.FEMALE), "common": ""}
_MARITAL = {
    key: Marital(status, _FORMS[form])
    for status, forms in WORDS["marital_status"].items()
    for form, words in forms.items()
    for key in _keys(words)
}
_FEMININE = _keys(WORDS["feminine_situations"])
_GENDERS = {key: gender for gender, words in WORDS["gender"].items() for key in _keys(words)}


def kinship(text: str) -> Kinship:
    """Read a kinship cell.

    The whole of it, or without ordinals such as «الأولى»; else its first words give the gender
    alone.
    """
    words = _key(text).split()
    plain = [word for word in words if word not in _ORDINALS] or words
    full_match = _KIN.get(" ".join(words)) or _KIN.get(" ".join(plain))
    if full_match:
        return _unclear(text, full_match) if len(plain) == 1 else full_match
    # The longest beginning first: «بنت الأخ» must not be read as «بنت».
    for size in range(len(plain) - 1, 0, -1):
        if first := _KIN.get(" ".join(plain[:size])):
            return _in_part(first, plain[size:])
    return Kinship(is_whole=False)


def _in_part(first: Kinship, remaining_words: list[str]) -> Kinship:
    """Return what the first words of a longer cell say; «رب الأسرة (أرملة)» is a woman."""
    beside = (
        _MARITAL.get(remaining_words[0]) if first.is_usual and len(remaining_words) == 1 else None
    )
    if beside and beside.gender:
        return Kinship(gender=beside.gender, is_whole=False)
    return Kinship(gender=first.gender, is_usual=first.is_usual, is_whole=False)


def _unclear(text: str, kin: Kinship) -> Kinship:
    """Mark a word ending in ه that may be masculine with «his», or feminine typed for ة.

    Examples: «ابنه», «والده», «حفيده».
    """
    # The word as it was typed: the keys no longer tell ه from ة.
    word = arabic.clean(text).split()[0]
    stem = _KIN.get(_key(word[:-1]))
    if (
        not word.endswith("ه")
        # Behind the article no word can mean «his».
        or word.startswith("ال")
        or stem is None
        or stem.role == HouseholdRole.SPOUSE
    ):
        return kin
    if {stem.gender, kin.gender} != {str(Gender.MALE), str(Gender.FEMALE)}:
        return kin
    return Kinship(role=kin.role, marital=kin.marital, is_unclear=True)


def marital(text: str) -> Marital:
    """Read a cell of the marital status; of a longer cell its first word, marked as not whole."""
    key = _key(text)
    if full_match := _MARITAL.get(key):
        return full_match
    words = key.split()
    if first := _MARITAL.get(words[0]) if len(words) > 1 else None:
        return Marital(first.status, first.gender, is_whole=False)
    if key in _FEMININE:
        return Marital(gender=str(Gender.FEMALE), is_whole=False)
    return Marital(is_whole=False, is_unclear=bool(_FEMININE_FORM.search(arabic.clean(text))))


def is_womans(text: str) -> bool:
    """Return whether the whole text is a woman's marital status or situation: «أرملة», «معلقة»."""
    status = marital(text)
    return bool(status.gender) and (status.is_whole or not status.status)


def gender(text: str) -> str:
    """Read a cell of the gender; «بنت», «أرملة» and «متزوجة» say it too."""
    if value := _GENDERS.get(_key(text)):
        return str(value)
    kin = kinship(text)
    if kin.is_whole and not kin.is_unclear and kin.gender:
        return kin.gender
    status = marital(text)
    return status.gender if status.is_whole else ""


def of_name(name: str) -> str:
    """Return the gender that a name shows by «بن» or «بنت» after its first part."""
    words = name.split()
    if len(words) < 3:
        return ""
    # Second or third, because a first name may have two parts; further on it is an ancestor's.
    if "بنت" in words[1:3]:
        return str(Gender.FEMALE)
    return str(Gender.MALE) if {"بن", "ابن"} & set(words[1:3]) else ""
