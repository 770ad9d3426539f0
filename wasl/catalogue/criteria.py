"""Criteria compared with what is known of an applicant: met, not met or unknown (TOO-2).

Pure: no row is read. A criterion advises; the service and the committee decide what follows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wasl.catalogue import subjects
from wasl.catalogue.conditions import Met, judge
from wasl.catalogue.models.offered import Criterion, Effect
from wasl.catalogue.subjects import Part, Subject


@dataclass(frozen=True)
class Judged:
    """The result of a criterion: its verdict and the statements it rests on."""

    criterion: Criterion
    met: Met
    parts: list[Part]

    @property
    def stops(self) -> bool:
        """Tell whether the service refuses a submission for this result."""
        # An unknown answer never stops a request, only one that is certainly not met (ADR 36).
        return self.met is Met.NOT_MET and self.criterion.effect == Effect.STOPS


def judged(
    criteria: Iterable[Criterion], about: Mapping[str, Subject], values: Mapping[str, str]
) -> list[Judged]:
    """Judge every criterion by what is known. Unknown never counts against the applicant."""
    return [
        Judged(
            criterion,
            judge(criterion.condition, values),
            subjects.parts(criterion.condition, about, values),
        )
        for criterion in criteria
    ]


def together(results: Iterable[Judged]) -> Met:
    """Return the combined verdict: not met if any is not met, else unknown if any is, else met."""
    verdicts = {result.met for result in results}
    if Met.NOT_MET in verdicts:
        return Met.NOT_MET
    return Met.UNKNOWN if Met.UNKNOWN in verdicts else Met.MET
