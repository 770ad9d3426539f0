"""A row of fixed places, encrypted as a whole: 64 answers, and later 64 texts. Full or empty it has
the same length.

Encrypted again it differs in every byte, so that an answer and an idle minute look alike in the
database.
"""

import os
import random
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wasl.common import passing_keys

PLACES = 64
LENGTH_BYTES, NONCE_BYTES, TAG_BYTES = 2, 12, 16


class Unopened(Exception):
    """The row cannot be read: its key is missing, as after a restore, or it was changed."""


@dataclass(frozen=True)
class Shelf:
    """A kind of row: its name, and how many bytes each place holds."""

    name: str
    size: int

    @property
    def sealed_length(self) -> int:
        return NONCE_BYTES + PLACES * (LENGTH_BYTES + self.size) + TAG_BYTES

    def new_key_name(self) -> str:
        return f"{self.key_prefix}{os.urandom(8).hex()}"

    @property
    def key_prefix(self) -> str:
        return f"pending-{self.name}-"

    def seal(self, items: Sequence[bytes], key_name: str) -> bytes:
        """Encrypt the items in randomly drawn places, under a key that is made if it does not exist
        yet.
        """
        if len(items) > PLACES or any(not 0 < len(item) <= self.size for item in items):
            raise ValueError(f"{self.name}: too many items, or one of a wrong size")
        places = [*items, *[b""] * (PLACES - len(items))]
        # The order of the places would tell which answer came first.
        random.SystemRandom().shuffle(places)
        content = b"".join(
            len(item).to_bytes(LENGTH_BYTES, "big") + item.ljust(self.size, b"\0")
            for item in places
        )
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(passing_keys.key(key_name)).encrypt(
            nonce, content, self._bound_to(key_name)
        )

    def open(self, sealed: bytes, key_name: str) -> list[bytes]:
        """Return the items in the places; raises `Unopened`."""
        # `existing`, not `key`: a key made now could open nothing and would hide the loss.
        key = passing_keys.existing(key_name)
        if key is None or len(sealed) != self.sealed_length:
            raise Unopened(key_name)
        try:
            content = AESGCM(key).decrypt(
                sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._bound_to(key_name)
            )
        except (InvalidTag, ValueError) as error:
            raise Unopened(key_name) from error
        step = LENGTH_BYTES + self.size
        places = [content[start : start + step] for start in range(0, PLACES * step, step)]
        lengths = [int.from_bytes(place[:LENGTH_BYTES], "big") for place in places]
        return [
            place[LENGTH_BYTES : LENGTH_BYTES + length]
            for place, length in zip(places, lengths, strict=True)
            if length
        ]

    def _bound_to(self, key_name: str) -> bytes:
        """Return what the encryption is bound to, so that no row passes for another kind or key."""
        return f"wasl {self.name} {key_name}".encode()
