"""One way to turn data into bytes and a hash, so that data can be compared years later."""

import hashlib
import json
import unicodedata
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID


def canonical(data: Any) -> bytes:
    """Return JSON in UTF-8 that is always the same for the same data.

    Sorted keys, no spaces, text in NFC, dates in ISO, moments in UTC, decimals as strings.

    Raises `TypeError` for floats and any other type: they can be written in more than one way.
    """
    plain = json.dumps(
        _plain(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return plain.encode()


def restored(text: str, otherwise: Any) -> Any:
    """Return what canonical text says; `otherwise` when it is empty or was destroyed."""
    try:
        return json.loads(text)
    except ValueError:
        return otherwise


def digest(data: Any) -> str:
    """Return the SHA-256 of the canonical bytes, 64 hex digits."""
    return hashlib.sha256(canonical(data)).hexdigest()


def _plain(data: Any) -> Any:
    if data is None or isinstance(data, bool | int):
        return data
    if isinstance(data, str):
        return unicodedata.normalize("NFC", str(data))
    if isinstance(data, list | tuple):
        return [_plain(item) for item in data]
    if isinstance(data, dict):
        return _plain_keys(data)
    return _spelt(data)


def _plain_keys(data: dict[Any, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, value in data.items():
        if not isinstance(key, str):
            raise TypeError(f"A key must be text, not {type(key).__name__}.")
        name = unicodedata.normalize("NFC", str(key))
        # Two keys may become equal under NFC; JSON would keep the last one without a word.
        if name in plain:
            raise TypeError(f"Two keys are the same text: {name!r}.")
        plain[name] = _plain(value)
    return plain


def _spelt(data: Any) -> str:
    if isinstance(data, Decimal) and data.is_finite():
        # Never 1E+3: the same sum must always be written alike.
        return format(data, "f")
    if isinstance(data, datetime):
        if data.tzinfo is None:
            raise TypeError("A moment must know its time zone.")
        return data.astimezone(UTC).isoformat()
    if isinstance(data, date | time):
        return data.isoformat()
    if isinstance(data, UUID):
        return str(data)
    raise TypeError(f"No canonical form for {type(data).__name__}.")
