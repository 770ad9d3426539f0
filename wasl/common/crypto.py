"""Values encrypted at rest, and keyed blind indexes for exact look-up (PDPL: identifiers, IBANs,
health, income).

Keys come from the installation's secrets file, which is looked at before each use: whoever runs
picks up a new key at once. The newest key seals; it, the older ones and the retired ones open.
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
    """The keys of this moment; read again when the file is another one, the last known where it is
    gone.
    """
    path = os.fspath(settings.KEYS_FILE)
    ring = _kept.get(path)
    try:
        file_stat = os.stat(path)
    except FileNotFoundError:
        if ring is None:
            raise LostKey(f"The keys file {path} is missing; restore it.") from None
        return ring
    stamp = (file_stat.st_mtime_ns, file_stat.st_ino, file_stat.st_size)
    if ring is None or ring.stamp != stamp:
        secrets = installation.secrets(settings.KEYS_FILE.parent)
        retired = tuple(entry["key"] for entry in secrets.get("retired_keys", ()))
        ring = _kept[path] = Keyring(
            stamp, tuple(secrets["field_keys"]), retired, secrets["blind_key"]
        )
    return ring


def fingerprint(key: str) -> str:
    """What a key is known by where the key itself must not stand."""
    return hashlib.sha256(f"wasl key {key}".encode()).hexdigest()[:16]


def box_of(key: str) -> Fernet:
    """One key alone."""
    return Fernet(key)


def opens(box: Fernet, token: str) -> bool:
    """Whether this key sealed the value."""
    try:
        box.decrypt(token.encode())
    except InvalidToken:
        return False
    return True


_trusted: set[tuple[str, str]] = set()


def trust(key: str) -> None:
    """Raise `LostKey` where the database was sealed with other keys than these: nothing may be
    added to the muddle.

    Asked once a process and key. A database that knows no key yet is new and takes any.
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
    """Encrypt with the newest key."""
    return seal_bytes(text.encode()).decode()


def unseal(token: str) -> str:
    """Decrypt with whichever key fits; raises `LostKey` when none does."""
    return unseal_bytes(token.encode()).decode()


def seal_bytes(content: bytes) -> bytes:
    """The same as `seal`, for bytes."""
    keys = keyring()
    trust(keys.field_keys[0])
    return keys.newest.encrypt(content)


def unseal_bytes(token: bytes) -> bytes:
    """The same as `unseal`, for bytes."""
    try:
        return keyring().box.decrypt(token)
    except InvalidToken as error:
        raise LostKey(
            "No key at hand opens this value; restore the keys file of this installation."
        ) from error


def blind(value: str, purpose: str) -> str:
    """The keyed index of a normalised value: 64 hex digits, equal for equal values, telling nothing
    otherwise.
    """
    return hmac.new(
        keyring().blind_key.encode(), f"{purpose}:{value}".encode(), hashlib.sha256
    ).hexdigest()


class Unreadable(str):
    """In place of a value that no key opens: says so on a page, and goes back into the database as
    it came.
    """

    token: str

    def __new__(cls, token: str) -> "Unreadable":
        instance = super().__new__(cls, _("[cannot be read: restore the keys file]"))
        instance.token = token
        return instance


def readable(value: str) -> str:
    """The value itself; raises `LostKey` where it is not one, for whoever would work with it or
    send it.
    """
    if isinstance(value, Unreadable):
        raise LostKey(
            "No key at hand opens this value; restore the keys file of this installation."
        )
    return value


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # generic in the stubs only
    """Text in Python, a Fernet token in the database; the empty string stays empty.

    Not searchable: keep a `blind` beside it.
    """

    def get_prep_value(self, value: Any) -> Any:
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
