"""What was typed with the keyboard left in English, as it was meant in Arabic: lpl] is محمد."""

_KEYS = "qwertyuiop[]asdfghjkl;'zxcvnm,./`"
_LETTERS = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ"
_TYPED = str.maketrans(
    {**dict(zip(_KEYS, _LETTERS, strict=True)), "b": "لا", "H": "أ", "Y": "إ", "N": "آ"}
)


def as_arabic(typed: str) -> str:
    """The Arabic letters that lie under these keys."""
    return "".join(
        key.translate(_TYPED) if key in "HYN" else key.lower().translate(_TYPED) for key in typed
    )
