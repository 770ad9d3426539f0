"""The short code under which anyone can check a paper: ten signs of Crockford's alphabet, 50 bits
of chance.
"""

import secrets

from wasl.common.text import ascii_digits, clean

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
_READ_AS = str.maketrans("OIL", "011", "- ")


def new_code() -> str:
    """A fresh unguessable code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(typed: str) -> str:
    """The code in its one form, whatever digits, case, spaces or hyphens were typed; '' when it
    cannot be one.
    """
    code = ascii_digits(clean(typed)).upper().translate(_READ_AS)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def shown_code(code: str) -> str:
    """As printed: 7F3K9-QX2PD."""
    return f"{code[:5]}-{code[5:]}" if code else ""
