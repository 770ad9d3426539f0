"""Pairs that may be one person: brought by an officer, and judged; judgements are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import policies
from wasl.beneficiaries.models.merging import DuplicatePair, PairSource, PairState, WhyDifferent
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import entering
from wasl.common.text import clean_lines
from wasl.common.verdicts import Refused


@transaction.atomic
def bring_pair(*, person: Person, other_person: Person, by: User, at: datetime) -> DuplicatePair:
    """Return the pair of two files that an officer takes for one person.

    An older judgement of the pair is part of it.
    """
    policies.can_judge(by).require()
    if person.pk == other_person.pk:
        raise Refused(_("This is the number of the same file."))
    for file in (person, other_person):
        policies.stands(file).require()
    first, second = sorted((person, other_person), key=lambda candidate: candidate.pk)
    pair, created = DuplicatePair.objects.get_or_create(
        first=first, second=second, defaults={"source": PairSource.OFFICER, "found_at": at}
    )
    if created:
        record(verb="beneficiaries.bring_pair", subject=pair, by=by, at=at, root=person)
    return pair


@transaction.atomic
def judge_pair(
    *, pair: DuplicatePair, state: str, by: User, at: datetime, why: str = "", remark: str = ""
) -> DuplicatePair:
    """Judge a pair: two people (never asked again), put off, or open again."""
    policies.can_judge(by).require()
    pair = DuplicatePair.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    # `SAME` is set and taken back by merge and undo alone, which move the rows with it.
    if pair.state == PairState.SAME:
        raise Refused(_("The two files were merged meanwhile. To take them apart, undo the merge."))
    if state not in (PairState.OPEN, PairState.LATER, PairState.DIFFERENT):
        raise Refused(_("Choose what the two files are."))
    remark = clean_lines(remark)[:2000]
    if state == PairState.DIFFERENT:
        _refuse_without_reason(why, remark)
    pair.state, pair.why, pair.remark = state, why if state == PairState.DIFFERENT else "", remark
    pair.decided_at, pair.decided_by = (None, None) if state == PairState.OPEN else (at, by)
    pair.save(update_fields=["state", "why", "remark", "decided_at", "decided_by"])
    record(
        verb="beneficiaries.judge_pair",
        subject=pair,
        by=by,
        at=at,
        root=pair.first,
        data={"state": state},
    )
    return pair


def _refuse_without_reason(why: str, remark: str) -> None:
    if why not in WhyDifferent.values:
        raise Refused(_("Say how you know that they are two people."))
    if why == WhyDifferent.OTHER and not remark:
        raise Refused(_("Write in a few words how you know that they are two people."))


@transaction.atomic
def keep_likely(
    *, person: Person, candidates: Sequence[entering.Likely], by: User | None, at: datetime
) -> None:
    """Keep the pairs of a new person with those who looked like them.

    By an officer, who said that these are others: the pairs are judged and not asked again. By the
    person (None), who was shown nobody: the pairs are open for an officer.
    """
    judgement: dict[str, Any] = {"state": PairState.OPEN}
    if by:
        why = WhyDifferent.REGISTRATION
        judgement = {"state": PairState.DIFFERENT, "why": why, "decided_at": at, "decided_by": by}
    for candidate in candidates:
        first, second = sorted((candidate.person, person), key=lambda file: file.pk)
        # No pair can be there yet: the person was registered in this transaction.
        pair = DuplicatePair.objects.create(
            first=first, second=second, weight=candidate.weight, levels=candidate.levels,
            source=PairSource.REGISTRATION, found_at=at, **judgement,
        )  # fmt: skip
        verb = "beneficiaries.judge_pair" if by else "beneficiaries.bring_pair"
        data = {"state": pair.state, "other": candidate.person.pk}
        record(verb=verb, subject=pair, by=by, at=at, root=person, data=data)
