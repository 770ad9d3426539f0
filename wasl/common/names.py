"""The parts of a name as the ID card divides them (domain.md B3).

عبد الله, أبو بكر, آل سعود and نور الدين are one part each.
"""

from django.utils.translation import gettext_lazy as _

from wasl.common.identifiers import BadIdentifier
from wasl.common.text import clean, fold

LONGEST, MOST_PARTS = 300, 9
_STRETCH = "\u0640"

# Words are compared after `fold`, hence without hamza and with ه for ة.
_BETWEEN = frozenset({"بن", "ابن", "بنت", "ابنه", "bin", "bint", "ibn"})
_WITH_NEXT = frozenset(
    {"عبد", "ابو", "ابي", "ام", "ال", "ذو", "abd", "abdul", "abdel", "abu", "umm", "al", "el"}
)
_WITH_LAST = frozenset({"الله", "الدين", "الاسلام"})


def name_parts(name: str) -> list[str]:
    """Return the parts of a name in order, as written; بن and بنت between them are left out."""
    parts: list[str] = []
    goes_on = False
    for word in clean(name).split():
        key = fold(word)
        if parts and (goes_on or key in _WITH_LAST):
            parts[-1] = f"{parts[-1]} {word}"
        elif not parts or key not in _BETWEEN:
            parts.append(word)
        # A name that begins with ابن keeps it: there it is part of the first name, not a link.
        goes_on = key in _WITH_NEXT or (key in _BETWEEN and parts == [word])
    return parts


def check_name(text: str) -> str:
    """Return a person's name of one to nine parts, without tatweel. Raises `BadIdentifier`.

    Four parts are never required: residents may have one to six (domain.md B3).
    """
    name = clean(clean(text).replace(_STRETCH, ""))
    if not fold(name) or not any(letter.isalpha() for letter in name):
        raise BadIdentifier(_("Enter the name as it stands on the ID."))
    if len(name) > LONGEST or len(name_parts(name)) > MOST_PARTS:
        raise BadIdentifier(_("A name has at most nine parts; enter it as it stands on the ID."))
    return name
