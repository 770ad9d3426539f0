"""Criteria held against what is known of one applicant: met, not met, or unknown, each with what it
rests on (TOO-2).

Pure: no row is read. It advises; what follows from it is the service's and the committee's to say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wasl.catalogue import subjects
from wasl.catalogue.conditions import Met, judge
from wasl.catalogue.models import Criterion, Effect
from wasl.catalogue.subjects import Part, Subject


@dataclass(frozen=True)
class Judged:
    """One criterion of a version: how it stands, the statements it rests on, and the words for one
    who does not meet it.
    """

    criterion: Criterion
    met: Met
    parts: list[Part]

    @property
    def stops(self) -> bool:
        """Whether the service says that a request may not be submitted for this."""
        return self.met is Met.NOT_MET and self.criterion.effect == Effect.STOPS


def judged(
    criteria: Iterable[Criterion], about: Mapping[str, Subject], values: Mapping[str, str]
) -> list[Judged]:
    """Every criterion against what is known. What is not known is unknown, never against the
    applicant.
    """
    return [
        Judged(
            criterion,
            judge(criterion.condition, values),
            subjects.parts(criterion.condition, about, values),
        )
        for criterion in criteria
    ]


def together(results: Iterable[Judged]) -> Met:
    """All of them as one: not met where one is not, unknown where one is, else met."""
    verdicts = {result.met for result in results}
    if Met.NOT_MET in verdicts:
        return Met.NOT_MET
    return Met.UNKNOWN if Met.UNKNOWN in verdicts else Met.MET
