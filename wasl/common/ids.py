"""Identifiers that rise with time."""

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """Return a UUID of version 7 (RFC 9562): 48 bits of milliseconds, then random bits.

    Rows keyed by it lie in the order of their creation.
    """
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    # RFC 9562: four bits hold the version (7), two bits the variant (binary 10).
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
