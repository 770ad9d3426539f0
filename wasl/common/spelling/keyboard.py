"""Text typed with the keyboard left in English, read as Arabic: lpl] is محمد."""

_KEYS = "qwertyuiop[]asdfghjkl;'zxcvnm,./`"
_LETTERS = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ"
_TYPED = str.maketrans(
    {**dict(zip(_KEYS, _LETTERS, strict=True)), "b": "لا", "H": "أ", "Y": "إ", "N": "آ"}
)


def as_arabic(typed: str) -> str:
    """Return the Arabic letters on these keys."""
    return "".join(
        key.translate(_TYPED) if key in "HYN" else key.lower().translate(_TYPED) for key in typed
    )
