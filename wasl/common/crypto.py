"""Values encrypted at rest, and keyed blind indexes for exact look-up (PDPL: identifiers, IBANs, health, income)."""

import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


class LostKey(Exception):
    """A stored value cannot be read with any key at hand."""


def seal(text: str) -> str:
    """Encrypt with the newest key."""
    return seal_bytes(text.encode()).decode()


def unseal(token: str) -> str:
    """Decrypt with whichever key fits; raises `LostKey` when none does."""
    return unseal_bytes(token.encode()).decode()


def seal_bytes(content: bytes) -> bytes:
    """The same as `seal`, for bytes."""
    return _box(tuple(settings.FIELD_KEYS)).encrypt(content)


def unseal_bytes(token: bytes) -> bytes:
    """The same as `unseal`, for bytes."""
    try:
        return _box(tuple(settings.FIELD_KEYS)).decrypt(token)
    except InvalidToken as error:
        raise LostKey("No key at hand opens this value; restore the keys file of this installation.") from error


def blind(value: str, purpose: str) -> str:
    """The keyed index of a normalised value: 64 hex digits, equal for equal values, telling nothing otherwise."""
    return hmac.new(settings.BLIND_KEY.encode(), f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # generic in the stubs only
    """Text in Python, a Fernet token in the database; the empty string stays empty.

    Not searchable: keep a `blind` beside it.
    """

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return seal(value) if value else value

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return unseal(value) if value else value
