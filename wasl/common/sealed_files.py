"""Whole files encrypted at rest, piece by piece, so that a large one is never twice in memory."""

from typing import IO

from wasl.common.crypto import seal_bytes, unseal_bytes

PIECE = 512 * 1024


def seal_into(target: IO[bytes], content: bytes) -> None:
    """Write the content encrypted, a line a piece."""
    for start in range(0, len(content), PIECE):
        target.write(seal_bytes(content[start : start + PIECE]) + b"\n")


def unsealed(source: IO[bytes]) -> bytes:
    """The content of a sealed file; raises `LostKey` when no key at hand opens it."""
    content = bytearray()
    for line in source:
        content += unseal_bytes(line.rstrip(b"\n"))
    return bytes(content)
