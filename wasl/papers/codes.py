"""The short code under which anyone can check a paper.

Ten characters of Crockford's alphabet, 50 random bits.
"""

import secrets

from wasl.common.text import ascii_digits, clean

# Without I, L, O and U, which are misread or spell words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
# The letters left out are read as the digits they look like; hyphens and spaces are dropped.
_READ_AS = str.maketrans("OIL", "011", "- ")


def new_code() -> str:
    """Return a new unguessable code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(typed: str) -> str:
    """Return a typed code in its normal form, or '' when it cannot be a code.

    Any digits, case, spaces and hyphens are accepted.
    """
    code = ascii_digits(clean(typed)).upper().translate(_READ_AS)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def shown_code(code: str) -> str:
    """Return a code as printed: 7F3K9-QX2PD."""
    return f"{code[:5]}-{code[5:]}" if code else ""
