"""Shared parts of every write to a case: the lock, the check, the change, the audit event."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.accounts import queries as accounts
from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.cases import policies
from wasl.cases.models.case import Case, HandOver, Sharing
from wasl.cases.queries import file
from wasl.cases.states import LIFECYCLE
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused

JOINED = ("person", "owner", "study__researcher")
# A case is pinned to these for good (PRE-8), so an object that is loaded already is not read again.
PINNED = ("service", "service_version", "policy_version")


def locked(
    case: Case, verb: str, *, by: User | None, at: datetime, version: int | None = None
) -> Case:
    """Return the case as it is now, its row locked to the end of the transaction.

    Raises `Refused` for a stale version, and for a verb that may not be done.
    """
    # Lock first, then read with joins. A joined query that waits for the lock would not find a case
    # whose owner changed meanwhile.
    Case.objects.select_for_update().values("pk").get(pk=case.pk)
    cached_names = [name for name in PINNED if name in case._state.fields_cache]
    joined = (*JOINED, *(name for name in PINNED if name not in cached_names))
    fresh = Case.objects.select_related(*joined).get(pk=case.pk)
    for name in cached_names:
        # The object at hand may be older than the row, so the keys are compared.
        if getattr(fresh, f"{name}_id") == getattr(case, f"{name}_id"):
            setattr(fresh, name, getattr(case, name))
    # The version is that of the page the user looked at; actions of the system give none.
    if version is not None and version != fresh.version:
        link = reverse("cases:detail", args=[fresh.pk])
        raise Refused(
            _("Someone changed this request meanwhile. Look at it as it stands, then go on."),
            link=link,
        )
    policies.can(by, verb, fresh, day_of(at)).require()
    return fresh


def save(
    case: Case, verb: str, *, by: User | None, at: datetime, data: dict[str, Any] | None = None
) -> Case:
    """Save what was changed in a locked case, and write its audit event."""
    case.version += 1
    case.save()
    # The cached file may hold what this write has replaced.
    file.forget(case)
    record(verb=f"cases.{verb}", subject=case, by=by, at=at, root=case, data=data or {})
    return case


def move(
    case: Case,
    verb: str,
    *,
    by: User | None,
    at: datetime,
    data: dict[str, Any] | None = None,
    owner: User | None = None,
    **changes: Any,
) -> Case:
    """Move a locked case along its lifecycle, with the fields and the owner that change with it."""
    case.status = LIFECYCLE[verb].to
    for name, value in changes.items():
        setattr(case, name, value)
    if owner is not None:
        hand(case, to=owner, reason=verb, by=by, at=at)
    return save(case, verb, by=by, at=at, data=data)


def hand(
    case: Case,
    *,
    to: User,
    reason: str,
    by: User | None,
    at: datetime,
    first: bool = False,
    sharing: Sharing | None = None,
) -> None:
    """Record who takes over a case, from whom and why; the caller saves the case."""
    # A new case was created with its owner; nobody had it before.
    before = None if first else case.owner
    if before is not None and before.pk == to.pk:
        return
    case.owner = to
    HandOver.objects.create(
        case=case, from_user=before, to_user=to, at=at, by=by, reason=reason, sharing=sharing
    )
    # Takes a share lock on the user: a sign-in that is being closed hands on its cases, and this
    # one would be missed.
    if not accounts.stays_active(to):
        raise Refused(
            _("The sign-in of %(name)s is closed. Choose somebody else.") % {"name": to.name}
        )
