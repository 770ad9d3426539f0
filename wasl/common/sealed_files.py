"""Whole files encrypted at rest, piece by piece, so that a large file is never in memory twice."""

from typing import IO

from wasl.common.crypto import seal_bytes, unseal_bytes

# Bytes.
PIECE = 512 * 1024


def seal_into(target: IO[bytes], content: bytes) -> None:
    """Write the content encrypted, one piece a line."""
    for start in range(0, len(content), PIECE):
        target.write(seal_bytes(content[start : start + PIECE]) + b"\n")


def unsealed(source: IO[bytes]) -> bytes:
    """Return the content of a sealed file; raises `LostKey` when no key at hand opens it."""
    content = bytearray()
    for line in source:
        content += unseal_bytes(line.rstrip(b"\n"))
    return bytes(content)
