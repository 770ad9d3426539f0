"""A member of the staff leaves: their cases and studies go to others (PRO-1)."""

from datetime import datetime

from django.db import transaction

from wasl.accounts.models import User
from wasl.cases import policies
from wasl.cases.actions.moving import hand, save
from wasl.cases.models.case import Case
from wasl.cases.queries import people


@transaction.atomic
def hand_on_requests(*, user: User, to: User | None, reason: str, by: User, at: datetime) -> int:
    """Give every open case of a leaver to the successor, at its stage.

    Returns how many. A case is never without an owner.
    """
    policies.can_hand_on(by, to).require()
    assert to is not None  # noqa: S101 (the policy says so)
    keys = [case.pk for case in people.requests_of(user)]
    return _hand_on(keys, user, to, reason, by, at)


@transaction.atomic
def hand_on_studies(*, user: User, to: User | None, reason: str, by: User, at: datetime) -> int:
    """Give every unfinished study of a leaver to another researcher, with its case.

    What was found so far stays. Returns how many.
    """
    policies.can_hand_on_studies(by, to).require()
    assert to is not None  # noqa: S101 (the policy says so)
    keys = [study_case.pk for study_case in people.studies_of(user)]
    handed = _hand_on(keys, None, to, reason, by, at)
    for case in Case.objects.filter(pk__in=keys).select_related("study").order_by("pk"):
        case.study.researcher = to
        case.study.save(update_fields=["researcher"])
    return handed


def _hand_on(
    keys: list[int], owner: User | None, to: User, reason: str, by: User, at: datetime
) -> int:
    """Give these cases to the successor; of an `owner`'s cases those that are still theirs."""
    # Locked in order of key, as sharing out does, so that the two never wait for each other in a
    # ring.
    cases = Case.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    # Asked again under the lock: a colleague may have taken the case over in between.
    handed = [case for case in cases if owner is None or case.owner_id == owner.pk]
    for case in handed:
        data = {"from": case.owner_id, "to": to.pk}
        hand(case, to=to, reason=reason, by=by, at=at)
        save(case, "hand_on", by=by, at=at, data=data)
    return len(handed)
