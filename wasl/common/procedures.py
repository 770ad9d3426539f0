"""One engine for lifecycles: lock the row, ask, change it, record it, in one transaction.

A package declares its table of moves (`states.py`) and its rules (`policies.py`), and builds one
`Procedure` of them; its `can` guards the page, the button and the deed alike.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.common.moves import Move
from wasl.common.verdicts import YES, Verdict

Row = TypeVar("Row", bound=models.Model)
OTHER_ROLE = _("Your role does not include this step.")


class Holder(Protocol):
    """Who acts: a member of staff, with the permissions of their roles."""

    def holds(self, permission: Any, /) -> bool:
        """Return whether one of their roles gives the permission."""


class Recorder(Protocol):
    """What writes the event of a step: `wasl.audit.actions.record`, a package above this one."""

    def __call__(
        self,
        *,
        verb: str,
        subject: models.Model,
        by: Any,
        at: datetime,
        root: models.Model | None,
        data: dict[str, Any] | None,
    ) -> object:
        """Write the event in the caller's transaction."""


def no_rule(user: Any, verb: str, row: Any) -> Verdict:
    """Allow what stage and role allow."""
    return YES


def no_parent(row: Any) -> None:
    """Lock nothing but the row itself; its event belongs to no other row either."""


def no_data(verb: str, row: Any) -> dict[str, Any]:
    """Record the verb alone."""
    return {}


@dataclass(frozen=True)
class Procedure(Generic[Row]):
    """The life of one kind of row: who may take which step when, and how a step is taken.

    `user` None is the applicant, the clock or the association's set-up: the rules say what they
    may. `root` returns the row under whose history the event is read, `lock_parent` locks what must
    be locked before the row, so that two steps never wait for each other in a ring. `stage_reasons`
    says what to do first, at the stages where that helps more than `other_stage`.
    """

    model: type[Row]
    lifecycle: Mapping[str, Move]
    record: Recorder
    other_stage: str | Promise
    rules: Callable[[Any, str, Row], Verdict] = no_rule
    other_role: str | Promise = OTHER_ROLE
    joined: tuple[str, ...] = ()
    lock_parent: Callable[[Row], object] = no_parent
    root: Callable[[Row], models.Model | None] = no_parent
    data: Callable[[str, Row], dict[str, Any]] = no_data
    stage_reasons: Mapping[str, str | Promise] = field(default_factory=dict)

    def can(self, user: Any, verb: str, row: Row) -> Verdict:
        """Return whether this user may take the step now.

        The stage is asked first, since another day may allow it; then the role; then the rules.
        """
        move = self.lifecycle[verb]
        status: str = getattr(row, "status")  # noqa: B009 - a field of every such model
        if status not in move.since:
            return Verdict(self.stage_reasons.get(status, self.other_stage))
        if user is not None and move.permission and not user.holds(move.permission):
            return Verdict(self.other_role)
        return self.rules(user, verb, row)

    def lock(self, row: Row) -> Row:
        """Return the row as it is now, locked to the end of the transaction."""
        self.lock_parent(row)
        # Only the row itself: what is joined to be read stays free for others.
        rows = self.model._default_manager.select_for_update(of=("self",))
        return (rows.select_related(*self.joined) if self.joined else rows).get(pk=row.pk)

    def step(self, verb: str, row: Row, *, by: Any, at: datetime, **changes: Any) -> Row:
        """Take a step: lock, ask, change, record; return the changed row. Raises `Refused`."""
        row = self.lock(row)
        self.can(by, verb, row).require()
        return self.change(verb, row, by=by, at=at, **changes)

    def change(self, verb: str, row: Row, *, by: Any, at: datetime, **changes: Any) -> Row:
        """Change a row that is locked and was asked about, with the fields that change with it."""
        for name, value in {"status": self.lifecycle[verb].to, **changes}.items():
            setattr(row, name, value)
        # The whole row is saved under its lock, since `changes` differ by verb.
        row.save()
        self.note(verb, row, by=by, at=at, **self.data(verb, row))
        return row

    def note(self, verb: str, row: Row, *, by: Any, at: datetime, **data: Any) -> None:
        """Record a verb of this kind of row, a step of its life or not."""
        self.record(
            verb=f"{self.model._meta.app_label}.{verb}",
            subject=row,
            root=self.root(row),
            by=by,
            at=at,
            data=data,
        )
