"""The parts of a name as the ID card sets them: عبد الله, أبو بكر, آل سعود and نور الدين are one part each (domain.md B3)."""

from wasl.common.text import clean, fold

_BETWEEN = frozenset({"بن", "ابن", "بنت", "ابنه", "bin", "bint", "ibn"})
_WITH_NEXT = frozenset({"عبد", "ابو", "ابي", "ام", "ال", "ذو", "abd", "abdul", "abdel", "abu", "umm", "al", "el"})
_WITH_LAST = frozenset({"الله", "الدين", "الاسلام"})


def name_parts(name: str) -> list[str]:
    """The parts of a name in their order, as they were written; بن and بنت between them are left out."""
    parts: list[str] = []
    goes_on = False
    for word in clean(name).split():
        key = fold(word)
        if parts and (goes_on or key in _WITH_LAST):
            parts[-1] = f"{parts[-1]} {word}"
        elif not parts or key not in _BETWEEN:
            parts.append(word)
        goes_on = key in _WITH_NEXT or (key in _BETWEEN and parts == [word])
    return parts
