"""Reads of the assessment of need.

They tell what a study scored and why, which class holds, whose assessment ends, and what a draft of
the guide would change.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from wasl.accounts.models import User
from wasl.beneficiaries.models.person import Person
from wasl.cases.models.assessment import NeedAssessment, NeedOverride
from wasl.cases.models.case import Case
from wasl.cases.queries.study import StudyFile, household
from wasl.cases.states import OverrideStatus
from wasl.catalogue import facts, scoring
from wasl.catalogue.facts import Value
from wasl.catalogue.models.guide import ScoringGuide, letter
from wasl.catalogue.queries import guide as guide_queries
from wasl.catalogue.scoring import Score, Scored
from wasl.common.crypto import blind
from wasl.common.hashing import canonical, restored

PAGE = 30
# Days before its end from which an assessment is listed for renewal.
ENDS_WITHIN = 60
# A preview of a draft reads this many of the newest studies (ADR 33).
TRIED_ON = 50
# The inputs that are left once a person's data were destroyed.
NOTHING: dict[str, dict[str, str]] = {
    "household": {},
    "facts": {},
}


def need_inputs(file: StudyFile, person: Person, day: date) -> dict[str, dict[str, str]]:
    """Return all that a score is made from.

    What is known of the family, and the facts computed from it.
    """
    pieces = household(file, person, day)
    return {
        "household": pieces,
        "facts": {key: value.text for key, value in facts.known(pieces).items() if value.text},
    }


def inputs_hash(inputs: Mapping[str, Any]) -> str:
    """Return the keyed hash of the inputs; a bare hash of so few figures could be guessed."""
    return blind(canonical(inputs).decode(), "need")


def stored_lines(score: Score) -> str:
    """Return the lines of a score in the form in which they are stored for ever."""
    rows = [
        {
            "source": line.source,
            "value": line.value,
            "points": line.points,
            "most": line.most,
            "lacks": list(line.lacks),
        }
        for line in score.lines
    ]
    return canonical(rows).decode()


def score_of(assessment: NeedAssessment) -> Score:
    """Return the score as it was stored."""
    lines = tuple(
        Scored(**{**row, "lacks": tuple(row["lacks"])}) for row in restored(assessment.lines, [])
    )
    return Score(lines, assessment.score, assessment.need_class, assessment.could_be)


def recomputed(assessment: NeedAssessment) -> Score:
    """Compute the score again from the stored facts and the version of the guide."""
    inputs = restored(assessment.inputs, NOTHING)
    # Only known facts were stored. What an unknown one lacks follows from the stored pieces.
    lacking = {
        key: Value("", value.lacks) for key, value in facts.known(inputs["household"]).items()
    }
    values = lacking | {key: Value(text) for key, text in inputs["facts"].items()}
    lines, thresholds = guide_queries.engine(assessment.guide)
    return scoring.score(lines, thresholds, values)


@dataclass(frozen=True)
class Need:
    """An assessment with the class that holds: its own, or the one set in its place."""

    assessment: NeedAssessment
    override: NeedOverride | None

    @classmethod
    def of(cls, assessment: NeedAssessment) -> "Need":
        """Return an assessment with the last class that was asked for in its place."""
        overrides = sorted(assessment.overrides.all(), key=lambda override: override.pk)
        return cls(assessment, overrides[-1] if overrides else None)

    @property
    def status(self) -> OverrideStatus:
        if self.override is None:
            return OverrideStatus.NONE
        if self.override.approved is None:
            return OverrideStatus.ASKED
        return OverrideStatus.APPROVED if self.override.approved else OverrideStatus.REFUSED

    @property
    def need_class(self) -> str:
        if self.override and self.override.approved:
            return self.override.need_class
        return self.assessment.need_class

    @property
    def letter(self) -> str:
        return letter(self.need_class)

    @property
    def shown(self) -> guide_queries.ShownScore:
        """Return the score in words, by the version that gave it."""
        return guide_queries.shown(self.assessment.guide, score_of(self.assessment))


def _assessments() -> QuerySet[NeedAssessment]:
    joined = NeedAssessment.objects.select_related(
        "guide", "study__case", "study__researcher", "assessed_by"
    )
    return joined.prefetch_related(
        "guide__lines", "guide__classes", "overrides__asked_by", "overrides__decided_by"
    ).order_by("-pk")


def _need(assessment: NeedAssessment | None) -> Need | None:
    return Need.of(assessment) if assessment else None


def need_of_case(case: Case) -> Need | None:
    """Return the newest assessment of a case's study, with the class that holds."""
    return _need(_assessments().filter(study__case=case).first())


def need_of_person(person_id: int) -> Need | None:
    """Return the newest assessment of a person, whichever case it was made for."""
    return _need(_assessments().filter(study__case__person=person_id).first())


def earlier_of_case(case: Case) -> list[NeedAssessment]:
    """Return assessments of a case's study that newer ones replaced."""
    return list(_assessments().filter(study__case=case)[1:10])


def visible_assessments(user: User) -> QuerySet[NeedAssessment]:
    """Return the assessments of cases that the user's role opens, with what their page shows."""
    assessments = NeedAssessment.objects.filter(study__case__in=Case.objects.visible_to(user))
    return assessments.select_related(
        "guide", "study__case__person", "study__case__service_version"
    ).prefetch_related("overrides", "guide__classes")


def visible_overrides(user: User) -> QuerySet[NeedOverride]:
    """Return the classes asked for in cases that the user's role opens."""
    overrides = NeedOverride.objects.filter(
        assessment__study__case__in=Case.objects.visible_to(user)
    )
    return overrides.select_related("assessment__study")


def visible_guides(user: User) -> QuerySet[ScoringGuide]:
    """Return the versions of the scoring guide that the user may see."""
    return guide_queries.guides().filter(pk__in=ScoringGuide.objects.visible_to(user))


# --- whose assessment ends ------------------------------------------------------------------------


@dataclass(frozen=True)
class Renewal:
    """A person whose assessment ends or ended, with no newer one."""

    assessment: NeedAssessment
    case: Case
    is_over: bool
    letter: str


def renewals(user: User, day: date, after: str = "") -> tuple[list[Renewal], str]:
    """Return a page of assessments that end soon or ended, and the key of the next page.

    The longest over come first.
    """
    assessments = NeedAssessment.objects.filter(
        valid_until__lte=day + timedelta(days=ENDS_WITHIN),
        study__case__in=Case.objects.visible_to(user),
    )
    newer = NeedAssessment.objects.filter(
        study__case__person=OuterRef("study__case__person"), pk__gt=OuterRef("pk")
    )
    rows = assessments.filter(~Exists(newer)).select_related(
        "study__case__person", "study__researcher", "guide"
    )
    if key := _key(after):
        rows = rows.filter(Q(valid_until__gt=key[0]) | Q(valid_until=key[0], pk__gt=key[1]))
    results = list(rows.prefetch_related("overrides").order_by("valid_until", "pk")[: PAGE + 1])
    page = [_renewal(assessment, day) for assessment in results[:PAGE]]
    last = results[PAGE - 1] if len(results) > PAGE else None
    return page, f"{last.valid_until}_{last.pk}" if last else ""


def _renewal(assessment: NeedAssessment, day: date) -> Renewal:
    return Renewal(
        assessment, assessment.study.case, assessment.valid_until < day, Need.of(assessment).letter
    )


def _key(after: str) -> tuple[date, int] | None:
    until, _bar, pk = after.partition("_")
    # A key that makes no sense begins at the first page.
    try:
        return date.fromisoformat(until), int(pk)
    except ValueError:
        return None


# --- what a draft of the guide would change -------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """A study whose class a draft would change."""

    assessment: NeedAssessment
    before: str
    after: str
    score: int

    @property
    def before_letter(self) -> str:
        return letter(self.before)

    @property
    def after_letter(self) -> str:
        return letter(self.after)


@dataclass(frozen=True)
class Preview:
    """A draft tried on the newest complete studies."""

    tried: int
    changes: list[Change]
    by_class: list[tuple[str, int, int]]


def preview(guide: ScoringGuide) -> Preview:
    """Return what another version of the guide would make of the newest assessed studies.

    Each study counts once.
    """
    newer = NeedAssessment.objects.filter(study=OuterRef("study"), pk__gt=OuterRef("pk"))
    rows = (
        NeedAssessment.objects.filter(~Exists(newer))
        .select_related("study__case")
        .order_by("-pk")[:TRIED_ON]
    )
    lines, thresholds = guide_queries.engine(guide)
    changes = []
    for assessment in rows:
        values = facts.known(restored(assessment.inputs, NOTHING)["household"])
        again = scoring.score(lines, thresholds, values)
        changes.append(Change(assessment, assessment.need_class, again.need_class, again.total))
    codes = sorted({change.before for change in changes} | {change.after for change in changes})
    return Preview(
        tried=len(changes),
        changes=[change for change in changes if change.before != change.after],
        by_class=[
            (letter(code), _count(changes, "before", code), _count(changes, "after", code))
            for code in codes
        ],
    )


def _count(changes: Iterable[Change], which: str, code: str) -> int:
    return sum(getattr(change, which) == code for change in changes)
