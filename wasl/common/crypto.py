"""Encryption at rest, and keyed blind indexes for exact look-up.

For what the PDPL protects: identifiers, IBANs, health, income.

Keys come from the installation's secrets file, which is checked before each use, so a running
process takes up a new key at once. The newest key seals; it, the older ones and the retired ones
open.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from wasl.common import installation


class LostKey(Exception):
    """A stored value cannot be read, or must not be written, with the keys at hand."""


@dataclass(frozen=True)
class Keyring:
    """The keys as one reading of the file found them; `stamp` tells that reading from others."""

    stamp: tuple[int, ...]
    field_keys: tuple[str, ...]
    retired_keys: tuple[str, ...]
    blind_key: str

    @cached_property
    def box(self) -> MultiFernet:
        return MultiFernet([Fernet(key) for key in (*self.field_keys, *self.retired_keys)])

    @cached_property
    def newest(self) -> Fernet:
        return Fernet(self.field_keys[0])


_kept: dict[str, Keyring] = {}


def keyring() -> Keyring:
    """Return the current keys.

    Read the file again when it has changed, use the last known keys when it is gone. Raises
    `LostKey` when the file is missing and was never read.
    """
    path = os.fspath(settings.KEYS_FILE)
    ring = _kept.get(path)
    try:
        file_stat = os.stat(path)
    except FileNotFoundError:
        if ring is None:
            raise LostKey(f"The keys file {path} is missing; restore it.") from None
        return ring
    # A new file replaces the old one by rename, so the inode differs even within one tick of the
    # clock.
    stamp = (file_stat.st_mtime_ns, file_stat.st_ino, file_stat.st_size)
    if ring is None or ring.stamp != stamp:
        secrets = installation.secrets(settings.KEYS_FILE.parent)
        retired = tuple(entry["key"] for entry in secrets.get("retired_keys", ()))
        ring = _kept[path] = Keyring(
            stamp, tuple(secrets["field_keys"]), retired, secrets["blind_key"]
        )
    return ring


def fingerprint(key: str) -> str:
    """Return the name of a key, 16 hex digits, for places where the key itself must not appear."""
    return hashlib.sha256(f"wasl key {key}".encode()).hexdigest()[:16]


def box_of(key: str) -> Fernet:
    """Return a box that opens and seals with one key only."""
    return Fernet(key)


def opens(box: Fernet, token: str) -> bool:
    """Return whether this key sealed the value."""
    try:
        box.decrypt(token.encode())
    except InvalidToken:
        return False
    return True


_trusted: set[tuple[str, str]] = set()


def trust(key: str) -> None:
    """Raise `LostKey` when the database was sealed with other keys.

    No value may be added under a key that the database does not know.

    Asks once per process and key. A database that knows no key yet is new and takes any.
    """
    name = fingerprint(key)
    place = (name, settings.DATABASES["default"]["NAME"])
    if place in _trusted:
        return
    sealing_keys = apps.get_model("common", "SealingKey")._default_manager.all()
    if sealing_keys.exists() and not sealing_keys.filter(fingerprint=name).exists():
        raise LostKey(
            "These are not the keys with which the data were sealed; restore the keys file."
        )
    _trusted.add(place)


def seal(text: str) -> str:
    """Encrypt text with the newest key."""
    return seal_bytes(text.encode()).decode()


def unseal(token: str) -> str:
    """Decrypt with the key that fits; raises `LostKey` when none does."""
    return unseal_bytes(token.encode()).decode()


def seal_bytes(content: bytes) -> bytes:
    """Do what `seal` does, for bytes."""
    keys = keyring()
    trust(keys.field_keys[0])
    return keys.newest.encrypt(content)


def unseal_bytes(token: bytes) -> bytes:
    """Do what `unseal` does, for bytes."""
    try:
        return keyring().box.decrypt(token)
    except InvalidToken as error:
        raise LostKey(
            "No key at hand opens this value; restore the keys file of this installation."
        ) from error


def blind(value: str, purpose: str) -> str:
    """Return the keyed index of a normalised value: 64 hex digits, equal for equal values.

    It tells nothing else.
    """
    return hmac.new(
        keyring().blind_key.encode(), f"{purpose}:{value}".encode(), hashlib.sha256
    ).hexdigest()


class Unreadable(str):
    """A placeholder for a value that no key opens.

    A page shows that it cannot be read, and saving writes the token back unchanged.
    """

    token: str

    def __new__(cls, token: str) -> "Unreadable":
        instance = super().__new__(cls, _("[cannot be read: restore the keys file]"))
        instance.token = token
        return instance


def readable(value: str) -> str:
    """Return the value.

    Raise `LostKey` when it is `Unreadable` and somebody would work with it or send it.
    """
    if isinstance(value, Unreadable):
        raise LostKey(
            "No key at hand opens this value; restore the keys file of this installation."
        )
    return value


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # generic in the stubs only
    """Text in Python, a Fernet token in the database; the empty string stays empty.

    Not searchable: keep a `blind` value beside it.
    """

    def get_prep_value(self, value: Any) -> Any:
        # Without this, saving a row that was read without its key would seal the placeholder over
        # the data.
        if isinstance(value, Unreadable):
            return value.token
        value = super().get_prep_value(value)
        return seal(value) if value else value

    def from_db_value(
        self, value: str | None, expression: object, connection: object
    ) -> str | None:
        if not value:
            return value
        try:
            return unseal(value)
        except LostKey:
            return Unreadable(value)
