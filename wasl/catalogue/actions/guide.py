"""How the scoring guide changes (OBJ-1): draft, edit, submit, and approve by a second person.

An approved version has its first day and is never edited again.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.catalogue import policies, rules
from wasl.catalogue.drafts import changed_by
from wasl.catalogue.facts import FACTS, Fact
from wasl.catalogue.models.guide import LETTERS, NeedClass, ScoringGuide, ScoringLine
from wasl.catalogue.queries import guide as guide_queries
from wasl.catalogue.rules import BadRule
from wasl.catalogue.scoring import FITTING, MOST_POINTS, Operator, Trend
from wasl.catalogue.states import SCORING_GUIDE_LIFECYCLE
from wasl.common.clock import day_of
from wasl.common.hashing import digest
from wasl.common.verdicts import Refused


@transaction.atomic
def draft_guide(*, by: User | None, at: datetime) -> ScoringGuide:
    """Begin a new version as a copy of the newest dated one, or empty."""
    policies.can_draft_guide(by).require()
    before = guide_queries.latest_dated()
    last = ScoringGuide.objects.aggregate(last=Max("number"))["last"] or 0
    try:
        # A savepoint: after an IntegrityError the outer transaction could not go on. `number` is
        # unique, so a second officer who begins at this moment is refused.
        with transaction.atomic():
            guide = ScoringGuide.objects.create(number=last + 1, edited_at=at, edited_by=by)
    except IntegrityError as raced:
        raise Refused(
            _("Somebody began a draft at the same moment. It is in the list now.")
        ) from raced
    if before:
        _copy(before, guide)
    data = {"copied": before.number if before else None}
    record(verb="catalogue.draft_guide", subject=guide, by=by, at=at, root=guide, data=data)
    return guide


def _copy(before: ScoringGuide, guide: ScoringGuide) -> None:
    guide.valid_months = before.valid_months
    guide.save(update_fields=["valid_months"])
    lines, classes = list(before.lines.all()), list(before.classes.all())
    for line in lines:
        line.pk, line.guide = None, guide
    for need in classes:
        need.pk, need.guide = None, guide
    ScoringLine.objects.bulk_create(lines)
    NeedClass.objects.bulk_create(classes)


def _held(guide: ScoringGuide, by: User | None, edition: int | None) -> ScoringGuide:
    """Lock the draft. Raises `Refused` for a page drawn before somebody else's change."""
    fresh = (
        ScoringGuide.objects.select_for_update(of=("self",))
        .select_related("edited_by")
        .get(pk=guide.pk)
    )
    policies.can_change_guide(by, fresh).require()
    if edition is not None and edition != fresh.edition:
        changed_by(
            fresh.edited_by, fresh.edited_at, reverse("catalogue:guide", args=[fresh.pk])
        ).require()
    return fresh


def _kept(
    guide: ScoringGuide, verb: str, by: User | None, at: datetime, data: dict[str, Any]
) -> ScoringGuide:
    guide.edition, guide.edited_at, guide.edited_by = guide.edition + 1, at, by
    guide.save()
    record(verb=f"catalogue.{verb}", subject=guide, by=by, at=at, root=guide, data=data)
    return guide


@transaction.atomic
def keep_terms(
    *,
    guide: ScoringGuide,
    valid_months: int,
    classes: Sequence[Mapping[str, Any]],
    by: User | None,
    at: datetime,
    note_ar: str = "",
    note_en: str = "",
    edition: int | None = None,
) -> ScoringGuide:
    """Save the months of validity, the note, and the classes from the greatest need down."""
    guide = _held(guide, by, edition)
    if not 1 <= valid_months <= 60:
        raise Refused(_("An assessment holds for one month at least and sixty at most."))
    if len(classes) > len(LETTERS):
        raise Refused(_("A guide has six classes at most."))
    # Totals of many lines exceed the 100 points of a line; ten times that catches typing errors.
    if any(abs(need_class["from_points"] or 0) > 10 * MOST_POINTS for need_class in classes):
        raise Refused(_("These points are out of range."))
    guide.valid_months, guide.note_ar, guide.note_en = valid_months, note_ar, note_en
    # Letters follow from the order, so all classes are written anew.
    guide.classes.all().delete()
    # Not strict: a guide may have fewer classes than there are letters.
    NeedClass.objects.bulk_create(
        NeedClass(guide=guide, code=code, **values)
        for code, values in zip(LETTERS, classes, strict=False)
    )
    return _kept(
        guide, "keep_terms", by, at, {"classes": len(classes), "valid_months": valid_months}
    )


@transaction.atomic
def keep_line(
    *,
    guide: ScoringGuide,
    source: str,
    operator: str,
    rule: Mapping[str, Any],
    label_ar: str,
    label_en: str,
    by: User | None,
    at: datetime,
    trend: str = "",
    edition: int | None = None,
) -> ScoringGuide:
    """Add or change a line that reads a fact.

    Faults of its bands are listed and block the submission, but may be saved.
    """
    guide = _held(guide, by, edition)
    fact = FACTS.get(source)
    if fact is None:
        raise Refused(_("Studies record nothing of that name."))
    if operator not in FITTING[fact.kind] or trend not in set(Trend):
        raise Refused(_("This cannot be counted in that way."))
    if not label_ar or not label_en:
        raise Refused(_("A line needs its words in both languages."))
    values = {
        "operator": operator,
        "rule": _checked(fact, operator, rule),
        "label_ar": label_ar,
        "label_en": label_en,
        # Only bands have an order along which points could fall or rise.
        "trend": trend if operator == Operator.BANDS else "",
    }
    last = guide.lines.aggregate(last=Max("order"))["last"] or 0
    _line, created = ScoringLine.objects.update_or_create(
        guide=guide, source=source, defaults=values, create_defaults={**values, "order": last + 1}
    )
    return _kept(guide, "keep_line", by, at, {"source": source, "new": created})


def _checked(fact: Fact, operator: str, rule: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return rules.checked(fact, Operator(operator), rule)
    except BadRule as bad:
        raise Refused(bad.reason) from bad


@transaction.atomic
def remove_line(
    *, guide: ScoringGuide, source: str, by: User | None, at: datetime, edition: int | None = None
) -> ScoringGuide:
    """Remove a line from a draft."""
    guide = _held(guide, by, edition)
    guide.lines.filter(source=source).delete()
    return _kept(guide, "remove_line", by, at, {"source": source})


@transaction.atomic
def move_line(
    *,
    guide: ScoringGuide,
    source: str,
    up: bool,
    by: User | None,
    at: datetime,
    edition: int | None = None,
) -> ScoringGuide:
    """Swap a line with the one before or after it."""
    guide = _held(guide, by, edition)
    rows = sorted(guide.lines.all(), key=lambda line: (line.order, line.pk))
    place = next((index for index, line in enumerate(rows) if line.source == source), None)
    if place is None:
        return guide
    other_place = place - 1 if up else place + 1
    if not 0 <= other_place < len(rows):
        return guide
    rows[place], rows[other_place] = rows[other_place], rows[place]
    # Removals leave gaps, so all are numbered anew; rows that keep their number are not written.
    for order, line in enumerate(rows, start=1):
        ScoringLine.objects.filter(pk=line.pk).exclude(order=order).update(order=order)
    return _kept(guide, "move_line", by, at, {"source": source})


@transaction.atomic
def submit_guide(
    *, guide: ScoringGuide, by: User | None, at: datetime, edition: int | None = None
) -> ScoringGuide:
    """Submit a draft without faults for approval. It changes no more unless it is sent back."""
    guide = _held(guide, by, edition)
    policies.can_submit_guide(by, guide).require()
    guide.submitted_at, guide.submitted_by = at, by
    guide.returned_by, guide.returned_why = None, ""
    return _moved(guide, "submit_guide", by, at, {})


@transaction.atomic
def return_guide(
    *, guide: ScoringGuide, reason: str, by: User | None, at: datetime, edition: int | None = None
) -> ScoringGuide:
    """Send a version back to draft, with the reason."""
    guide = _waiting(guide, edition)
    policies.can_return_guide(by, guide).require()
    if not reason.strip():
        raise Refused(_("Write what is to be changed."))
    guide.submitted_at = guide.submitted_by = None
    guide.returned_by, guide.returned_why = by, reason.strip()[:300]
    return _moved(guide, "return_guide", by, at, {"reason": guide.returned_why})


@transaction.atomic
def bring_into_force(
    *,
    guide: ScoringGuide,
    from_date: date,
    by: User | None,
    at: datetime,
    edition: int | None = None,
) -> ScoringGuide:
    """Approve a guide drafted by others and set its first day, today or later.

    From that day it replaces the version before.
    """
    guide = _waiting(guide, edition)
    policies.can_bring_into_force(by, guide).require()
    policies.may_begin(guide, from_date, day_of(at)).require()
    # Proves later that the lines are those which were approved.
    guide.sha256 = digest(guide_queries.content(guide))
    guide.from_date, guide.dated_at, guide.dated_by = from_date, at, by
    return _moved(
        guide, "bring_into_force", by, at, {"from": from_date.isoformat(), "sha256": guide.sha256}
    )


@transaction.atomic
def withdraw_guide(*, guide: ScoringGuide, by: User | None, at: datetime) -> ScoringGuide:
    """Turn a version back into a draft before its first day."""
    # No edition is asked: a dated version does not change, so no page of it can be stale.
    guide = _waiting(guide, None)
    policies.can_withdraw_guide(by, guide, day_of(at)).require()
    guide.from_date = guide.dated_at = guide.dated_by = guide.submitted_at = guide.submitted_by = (
        None
    )
    guide.sha256 = ""
    return _moved(guide, "withdraw_guide", by, at, {})


def _waiting(guide: ScoringGuide, edition: int | None) -> ScoringGuide:
    """Lock a version. Raises `Refused` where the page shows another edition of it."""
    fresh = (
        ScoringGuide.objects.select_for_update(of=("self",))
        .select_related("edited_by")
        .get(pk=guide.pk)
    )
    if edition is not None and edition != fresh.edition:
        changed_by(
            fresh.edited_by, fresh.edited_at, reverse("catalogue:guide", args=[fresh.pk])
        ).require()
    return fresh


def _moved(
    guide: ScoringGuide, verb: str, by: User | None, at: datetime, data: dict[str, Any]
) -> ScoringGuide:
    # The edition rises with each step too, so that a page from before it is refused.
    guide.status, guide.edition = SCORING_GUIDE_LIFECYCLE[verb].to, guide.edition + 1
    guide.save()
    record(verb=f"catalogue.{verb}", subject=guide, by=by, at=at, root=guide, data=data)
    return guide


@transaction.atomic
def drop_guide(
    *, guide: ScoringGuide, by: User | None, at: datetime, edition: int | None = None
) -> None:
    """Delete a draft."""
    guide = _held(guide, by, edition)
    record(
        verb="catalogue.drop_guide",
        subject=guide,
        by=by,
        at=at,
        root=guide,
        data={"number": guide.number},
    )
    guide.delete()
