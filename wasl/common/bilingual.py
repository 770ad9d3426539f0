"""Data that is kept in both languages: show the one the reader chose."""

from django.utils.translation import get_language


def pick(arabic: str, english: str) -> str:
    """The English where the reader chose English and there is some, else the Arabic."""
    return english if english and (get_language() or "ar").startswith("en") else arabic
