"""The duties of staff members, and how they pass to others before somebody leaves.

The staff list is a layer below the packages whose work it is. Each package describes its kind of
duty in `duties.py`, and the settings name them (`DUTIES`), as they name a gateway (ADR 49).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from wasl.accounts.models import User

# Items of each kind, on the leaver's page.
SHOWN = 5


class HandOn(Protocol):
    """The action that gives all items of a kind to a successor; None ends them.

    It returns how many there were.
    """

    def __call__(
        self, *, user: User, to: User | None, reason: str, by: User, at: datetime
    ) -> int: ...


@dataclass(frozen=True)
class Item:
    """An item that a member is responsible for, and its address; '' when it has no page."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Duty:
    """A kind of responsibility. `may_end`: it can end with its holder and needs no successor."""

    key: str
    label: str | Promise
    count: Callable[[User], int]
    items: Callable[[User, int], Sequence[Item]]
    successors: Callable[[User], Sequence[User]]
    hand_on: HandOn
    may_end: bool = False


@dataclass(frozen=True)
class OpenWork:
    """The items of a kind that a member still holds."""

    duty: Duty
    count: int
    items: Sequence[Item]
    successors: Sequence[User]

    @property
    def more(self) -> int:
        return self.count - len(self.items)


def every_duty() -> list[Duty]:
    """Return all kinds of responsibility that the settings name."""
    return [import_string(path) for path in settings.DUTIES]


def open_work(user: User) -> list[OpenWork]:
    """Return the work that a member still holds, kind by kind; empty when all is handed on."""
    work = []
    for duty in every_duty():
        if count := duty.count(user):
            successors = [
                successor for successor in duty.successors(user) if successor.pk != user.pk
            ]
            work.append(OpenWork(duty, count, duty.items(user, SHOWN), successors))
    return work
