"""Sharing out of several cases at once, its undo, and saved filters of the queue (PRE-7)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from wasl.accounts.models import Department, User
from wasl.audit.actions import record
from wasl.cases import policies
from wasl.cases.actions.moving import hand, save
from wasl.cases.actions.outcome import hand_over
from wasl.cases.models.case import Case, FirstFilter, HandOver, SavedFilter, Sharing
from wasl.common.text import clean
from wasl.common.verdicts import Refused

MOST = 200


@transaction.atomic
def share_out(
    *, cases: Iterable[tuple[int, int]], to: User, reason: str, by: User, at: datetime, once: UUID
) -> Sharing:
    """Give these cases, each as `(case, version)`, to one owner.

    Cases that may not be given are left out; `refused` says why.
    """
    versions = dict(cases)
    policies.can_share_out(to, reason, len(versions), MOST).require()
    try:
        with transaction.atomic():
            sharing = Sharing.objects.create(pk=once, to=to, at=at, by=by)
    # The second of two clicks finds what the first one made.
    except IntegrityError:
        return Sharing.objects.get(pk=once)
    # Locked in order of key, so that two users who share out the same cases wait for each other and
    # never deadlock.
    for case in Case.objects.visible_to(by).filter(pk__in=versions).order_by("pk"):
        try:
            # A savepoint for each case, so that one refusal does not undo the cases before it.
            with transaction.atomic():
                hand_over(
                    case=case,
                    to=to,
                    reason=reason,
                    by=by,
                    at=at,
                    version=versions[case.pk],
                    sharing=sharing,
                )
        except Refused as refused:
            sharing.refused.append(
                {"case": case.pk, "reference": case.reference, "why": str(refused)}
            )
    sharing.save(update_fields=["refused"])
    return sharing


@transaction.atomic
def take_back(*, sharing: Sharing, by: User, at: datetime) -> int:
    """Undo a sharing-out: every case that is still where it was put goes back.

    Returns how many could not.
    """
    sharing = Sharing.objects.select_for_update().get(pk=sharing.pk)
    policies.can_take_back(by, sharing, at).require()
    transfers = {
        transfer.case_id: transfer for transfer in sharing.hand_overs.select_related("from_user")
    }
    stayed = 0
    for case in (
        Case.objects.select_for_update(of=("self",)).filter(pk__in=transfers).order_by("pk")
    ):
        before = transfers[case.pk].from_user
        last = HandOver.objects.filter(case=case).order_by("-pk").first()
        # A later hand-over was somebody's decision, so it is not undone with this one.
        if before is None or last != transfers[case.pk] or not policies.can_return_to(before, case):
            stayed += 1
            continue
        hand(case, to=before, reason="take_back", by=by, at=at)
        save(case, "take_back", by=by, at=at, data={"to": before.pk, "sharing": str(sharing.pk)})
    sharing.undone_at = at
    sharing.save(update_fields=["undone_at"])
    return stayed


@transaction.atomic
def save_filter(
    *,
    name: str,
    filters: Mapping[str, Any],
    department: Department | None,
    first: bool,
    by: User,
    at: datetime,
) -> SavedFilter:
    """Save a filter of the queue under a name.

    The same name of the same user replaces the earlier one.
    """
    name = clean(name)[:60]
    policies.can_save_filter(by, name, department).require()
    defaults = {"wanted": dict(filters), "department": department, "saved_at": at}
    saved, _new = SavedFilter.objects.update_or_create(user=by, name=name, defaults=defaults)
    data = {"wanted": sorted(filters), "shared": department is not None}
    record(verb="cases.save_filter", subject=saved, by=by, at=at, data=data)
    if first:
        _begin_with(by, saved)
    return saved


@transaction.atomic
def begin_with_filter(*, saved: SavedFilter | None, by: User, at: datetime) -> None:
    """Let the user's queue open with a filter, or with their own work again (None)."""
    if saved is None:
        FirstFilter.objects.filter(user=by).delete()
        return
    policies.can_use_filter(by, saved).require()
    _begin_with(by, saved)
    record(verb="cases.begin_with_filter", subject=saved, by=by, at=at)


def _begin_with(user: User, saved: SavedFilter) -> None:
    FirstFilter.objects.update_or_create(user=user, defaults={"filter": saved})


@transaction.atomic
def delete_filter(*, saved: SavedFilter, by: User, at: datetime) -> None:
    """Delete a saved filter, for everybody it was shared with too."""
    policies.can_delete_filter(by, saved).require()
    record(verb="cases.delete_filter", subject=saved, by=by, at=at)
    saved.delete()
