"""What somebody on the staff is responsible for, and how it goes to another before they leave.

The staff list stands below the packages whose work it is. Each of them describes its own kind of
duty in `duties.py`, and the settings name them (`DUTIES`), as they name a gateway.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from wasl.accounts.models import User

SHOWN = 5  # of each kind, on the page of who leaves


class HandOn(Protocol):
    """The action that gives all of a kind to a successor; None ends it. Answers how many there
    were.
    """

    def __call__(
        self, *, user: User, to: User | None, reason: str, by: User, at: datetime
    ) -> int: ...


@dataclass(frozen=True)
class Item:
    """One thing somebody is responsible for, and where it is seen; `url` '' where there is no page
    of it.
    """

    text: str
    url: str = ""


@dataclass(frozen=True)
class Duty:
    """A kind of responsibility. `may_end`: it can end with who held it, so that it needs no
    successor.
    """

    key: str
    label: str | Promise
    count: Callable[[User], int]
    items: Callable[[User, int], Sequence[Item]]
    successors: Callable[[User], Sequence[User]]
    hand_on: HandOn
    may_end: bool = False


@dataclass(frozen=True)
class OpenWork:
    """What of one kind somebody still holds."""

    duty: Duty
    count: int
    items: Sequence[Item]
    successors: Sequence[User]

    @property
    def more(self) -> int:
        return self.count - len(self.items)


def every_duty() -> list[Duty]:
    """All kinds of responsibility, as the settings name them."""
    return [import_string(path) for path in settings.DUTIES]


def open_work(user: User) -> list[OpenWork]:
    """What somebody still holds, kind by kind; nothing where it is all handed on."""
    work = []
    for duty in every_duty():
        if count := duty.count(user):
            successors = [
                successor for successor in duty.successors(user) if successor.pk != user.pk
            ]
            work.append(OpenWork(duty, count, duty.items(user, SHOWN), successors))
    return work
