"""Show data that is kept in both languages in the reader's language."""

from django.utils.translation import get_language


def pick(arabic: str, english: str) -> str:
    """Return the English text when the reader chose English and there is one, else the Arabic."""
    return english if english and (get_language() or "ar").startswith("en") else arabic
