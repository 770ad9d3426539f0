"""Reads of the scoring guide: its versions, the one in force, and the faults of a draft."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.models import Event
from wasl.catalogue import scoring, wording
from wasl.catalogue.facts import FACTS, Fact
from wasl.catalogue.models.guide import NeedClass, ScoringGuide, ScoringLine, letter
from wasl.catalogue.scoring import Line, Operator, Score, Scored, Threshold
from wasl.catalogue.states import GuideStatus, Standing
from wasl.common.numbers import format_number

# Events that make somebody an author of a draft, who may not approve it.
GUIDE_EDITS = (
    "catalogue.draft_guide", "catalogue.keep_terms", "catalogue.keep_line", "catalogue.move_line",
    "catalogue.remove_line", "catalogue.submit_guide",
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """Something that blocks a draft, with the fact of its line ("" = the guide or its classes)."""

    text: str
    source: str = ""


def guides() -> QuerySet[ScoringGuide]:
    """Return every version with its lines and classes, newest first (three queries)."""
    versions = ScoringGuide.objects.select_related(
        "edited_by", "submitted_by", "returned_by", "dated_by"
    ).order_by("-number")
    return versions.prefetch_related("lines", "classes")


def visible_guides(user: User) -> QuerySet[ScoringGuide]:
    """Return the versions that this user may read, each with its lines and classes."""
    return guides().filter(pk__in=ScoringGuide.objects.visible_to(user))


def guide_in_force(day: date) -> ScoringGuide | None:
    """Return the version that scores on a day: the dated one that began last."""
    begun = guides().filter(status=GuideStatus.DATED, from_date__lte=day)
    return begun.order_by("-from_date").first()


def latest_dated() -> ScoringGuide | None:
    """Return the version with the latest first day, in force or not; new drafts copy it."""
    return guides().filter(status=GuideStatus.DATED).order_by("-from_date").first()


def standings(day: date) -> dict[int, Standing]:
    """Return the standing of every version on a day, by number."""
    rows = ScoringGuide.objects.values_list("number", "from_date", "status").order_by("-from_date")
    begun = [number for number, since, _status in rows if since and since <= day]
    standing_by_number = {
        number: Standing.WAITING if since else Standing(status) for number, since, status in rows
    }
    # Later dicts win: all begun versions are superseded, except the newest.
    return (
        standing_by_number
        | dict.fromkeys(begun, Standing.SUPERSEDED)
        | dict.fromkeys(begun[:1], Standing.IN_FORCE)
    )


def has_edited_guide(guide: ScoringGuide, user: User) -> bool:
    """Tell from the trail whether the user wrote any of this version."""
    return Event.objects.about(guide).filter(actor=user, verb__in=GUIDE_EDITS).exists()


def guides_for(user: User) -> list[ScoringGuide]:
    """Return the submitted versions of which this user wrote nothing."""
    submitted = (
        ScoringGuide.objects.filter(status=GuideStatus.SUBMITTED)
        .exclude(submitted_by=user)
        .order_by("pk")
    )
    return [guide for guide in submitted if not has_edited_guide(guide, user)]


def standing(guide: ScoringGuide, day: date) -> Standing:
    """Return the standing of a version on a day."""
    return standings(day)[guide.number]


def lines_of(guide: ScoringGuide) -> list[ScoringLine]:
    # In Python, not SQL: the rows are prefetched, and `order_by` would query again.
    return sorted(guide.lines.all(), key=lambda row: (row.order, row.pk))


def classes_of(guide: ScoringGuide) -> list[NeedClass]:
    return sorted(guide.classes.all(), key=lambda need_class: need_class.code)


def line(row: ScoringLine) -> Line:
    """Return a stored line in the shape that the arithmetic takes."""
    return Line(row.source, row.operator, row.rule, row.trend)


def engine(guide: ScoringGuide) -> tuple[list[Line], list[Threshold]]:
    """Return the lines and thresholds of a version for the arithmetic."""
    return [line(row) for row in lines_of(guide)], [
        Threshold(need_class.code, need_class.from_points) for need_class in classes_of(guide)
    ]


def unread_facts(guide: ScoringGuide) -> list[Fact]:
    """Return the facts that no line of the guide reads."""
    read = {row.source for row in guide.lines.all()}
    return [fact for key, fact in FACTS.items() if key not in read]


def content(guide: ScoringGuide) -> dict[str, Any]:
    """Return all that decides a score, in a fixed form.

    Its hash is stored when the version receives its first day.
    """
    # Labels are left out, as they decide no score. The shape must not change, or stored hashes
    # would no longer match.
    return {
        "number": guide.number,
        "valid_months": guide.valid_months,
        "lines": [
            {"source": row.source, "operator": row.operator, "rule": row.rule, "trend": row.trend}
            for row in lines_of(guide)
        ],
        "classes": [
            {"code": need_class.code, "from_points": need_class.from_points}
            for need_class in classes_of(guide)
        ],
    }


def faults(guide: ScoringGuide) -> list[Fault]:
    """Return everything that blocks a draft, line by line, then its classes."""
    rows = lines_of(guide)
    line_faults = [fault for row in rows for fault in _line_faults(row)]
    if not rows:
        line_faults.append(Fault(_("The guide has no line yet.")))
    return [*line_faults, *_class_faults(classes_of(guide))]


def _line_faults(row: ScoringLine) -> Iterable[Fault]:
    scoring_line = line(row)
    if not scoring.fits(scoring_line):
        message = _(
            "“%(line)s” reads something that studies no longer record. Remove the line, or "
            "choose another."
        )
        yield Fault(message % {"line": row.label}, row.source)
        # The other checks need the fact.
        return
    for before, limit in scoring.overlapping(scoring_line):
        message = _(
            "“%(line)s”: the bands overlap: “less than %(limit)s” comes after “less than "
            "%(before)s”."
        )
        numbers = {"limit": format_number(limit), "before": format_number(before)}
        yield Fault(message % {"line": row.label, **numbers}, row.source)
    if not scoring.keeps_promise(scoring_line):
        message = _("“%(line)s”: the points do not move one way, as the line declares.")
        yield Fault(message % {"line": row.label}, row.source)
    if left := _unanswered(scoring_line):
        message = _("“%(line)s” gives no points for: %(answers)s.")
        yield Fault(message % {"line": row.label, "answers": _(", ").join(left)}, row.source)


def _unanswered(scoring_line: Line) -> list[str]:
    """Return the possible answers for which a line by choice gives no points."""
    if scoring_line.operator != Operator.CHOICE:
        return []
    return [
        str(label)
        for value, label in FACTS[scoring_line.source].choices
        if value not in scoring_line.rule["points"]
    ]


def _class_faults(rows: list[NeedClass]) -> Iterable[Fault]:
    if not rows:
        yield Fault(_("The guide has no class yet."))
        return
    limits = [need_class.from_points for need_class in rows]
    # The last class is the lowest and must take every total that is left.
    if limits[-1] is not None:
        message = _(
            "A score below %(points)s would have no class. Leave the points of the "
            "last class empty."
        )
        yield Fault(message % {"points": wording.points(limits[-1])})
    for need_class, before, after in zip(rows[1:], limits, limits[1:], strict=False):
        if before is None or (after is not None and after >= before):
            message = _("Class %(letter)s must begin at fewer points than the class before it.")
            yield Fault(message % {"letter": letter(need_class.code)})


@dataclass(frozen=True)
class ShownLine:
    """A line of a score as people read it: value, origin, the rule it met, and its points."""

    label: str
    value: str
    origin: str
    rule: str
    points: int
    most: int
    lacks: str


@dataclass(frozen=True)
class ShownScore:
    """A score explained.

    `could_be` is the letter where unknown facts could still change the class; `lacking` lists them.
    """

    lines: list[ShownLine]
    total: int
    need_class: str
    letter: str
    meaning: str
    could_be: str
    unknown: int
    lacking: list[str]


def shown(guide: ScoringGuide, score: Score) -> ShownScore:
    """Return a score in words, line by line, by the version that gave it."""
    rows = {row.source: row for row in lines_of(guide)}
    meanings = {need_class.code: need_class.meaning for need_class in classes_of(guide)}
    return ShownScore(
        lines=[
            _shown_line(rows[scored_line.source], scored_line)
            for scored_line in score.lines
            if scored_line.source in rows
        ],
        total=score.total,
        need_class=score.need_class,
        letter=letter(score.need_class),
        meaning=meanings.get(score.need_class, ""),
        could_be=letter(score.could_be) if score.could_be != score.need_class else "",
        unknown=len(score.unknown),
        lacking=wording.pieces(
            piece for scored_line in score.unknown for piece in scored_line.lacks
        ),
    )


def _shown_line(row: ScoringLine, scored_line: Scored) -> ShownLine:
    fact = FACTS.get(row.source)
    return ShownLine(
        label=row.label,
        value=wording.value(scored_line.source, scored_line.value),
        origin=str(fact.origin) if fact else "",
        rule="" if scored_line.lacks else wording.applied(line(row), scored_line.value),
        points=scored_line.points,
        most=scored_line.most,
        lacks=wording.lacks(scored_line.lacks) if scored_line.lacks else "",
    )
