"""Misconceptions: note, correct, publish by another, tell on channels, withdraw (PRA-1)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.common.clock import day_of
from wasl.common.text import clean, clean_lines
from wasl.common.verdicts import Refused
from wasl.knowledge import policies
from wasl.knowledge.models import Misconception, Telling
from wasl.messaging.models import Channel

Words = Mapping[str, Any]  # belief_ar, belief_en, truth_ar, truth_en, topic, article


@transaction.atomic
def note_misconception(*, words: Words, by: User | None, at: datetime) -> Misconception:
    """Record a misconception and what is true instead."""
    policies.can_write(by).require()
    misconception = Misconception(noted_at=at)
    _put(misconception, words, by, at)
    policies.CORRECTION.note("note_misconception", misconception, by=by, at=at)
    return misconception


def _put(misconception: Misconception, words: Words, by: User | None, at: datetime) -> None:
    for name in ("belief_ar", "belief_en"):
        setattr(misconception, name, clean(words.get(name, "")))
    for name in ("truth_ar", "truth_en"):
        setattr(misconception, name, clean_lines(words.get(name, "")))
    if not misconception.belief_ar or not misconception.truth_ar:
        raise Refused(_("Write in Arabic both what people believe and what is true."))
    misconception.topic, misconception.article = words.get("topic"), words.get("article")
    # New words need a new publisher; keeping the old one could also break the constraint that
    # writer and publisher differ.
    misconception.written_at, misconception.written_by, misconception.published_by = at, by, None
    misconception.save()


@transaction.atomic
def rewrite(
    *, misconception: Misconception, words: Words, by: User | None, at: datetime
) -> Misconception:
    """Change a correction that is not published; the last writer counts as its author."""
    misconception = policies.CORRECTION.lock(misconception)
    policies.can_rewrite(by, misconception).require()
    _put(misconception, words, by, at)
    policies.CORRECTION.note("rewrite", misconception, by=by, at=at)
    return misconception


@transaction.atomic
def publish_correction(
    *, misconception: Misconception, by: User | None, at: datetime
) -> Misconception:
    """Publish a correction; the website is recorded as its first telling."""
    misconception = policies.CORRECTION.step(
        "publish_correction", misconception, by=by, at=at, published_at=at, published_by=by
    )
    # «Heard less» is counted from the first telling (ADR 38), and the public page is one.
    _tell(misconception, Channel.WEBSITE, day_of(at), "", by, at)
    return misconception


@transaction.atomic
def withdraw_correction(
    *, misconception: Misconception, reason: str, by: User | None, at: datetime
) -> Misconception:
    """Withdraw a correction from the public page, with a reason."""
    if not clean(reason):
        raise Refused(_("Say why the correction is withdrawn."))
    return policies.CORRECTION.step(
        "withdraw_correction", misconception, by=by, at=at, reason=clean(reason)[:300]
    )


@transaction.atomic
def record_telling(
    *,
    misconception: Misconception,
    channel: str,
    told_date: date,
    place: str = "",
    by: User | None,
    at: datetime,
) -> Telling:
    """Record where else a correction was told: channel, day, place."""
    policies.can_write(by).require()
    if channel not in Channel.values:
        raise Refused(_("Choose the channel."))
    if told_date > day_of(at):
        raise Refused(_("It is recorded once it was told."))
    misconception = policies.CORRECTION.lock(misconception)
    if not misconception.published_at:
        raise Refused(_("A correction is told once it was published."))
    telling = _tell(misconception, channel, told_date, clean(place), by, at)
    record(
        verb="knowledge.record_telling",
        subject=telling,
        by=by,
        at=at,
        root=misconception,
        data={"channel": channel},
    )
    return telling


def _tell(
    misconception: Misconception, channel: str, day: date, place: str, by: User | None, at: datetime
) -> Telling:
    return Telling.objects.create(
        misconception=misconception,
        channel=channel,
        told_date=day,
        place=place,
        recorded_at=at,
        recorded_by=by,
    )
