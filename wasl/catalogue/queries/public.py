"""What a public page of a service says of who is eligible (TOO-2, CHA-7), made from the version in
force.
"""

from dataclasses import dataclass

from wasl.catalogue import subjects
from wasl.catalogue.models import Effect, ServiceVersion
from wasl.catalogue.queries.versions import criteria_of, subjects_of


@dataclass(frozen=True)
class PublicCriterion:
    """What is asked of whoever is served: in the association's words, and exactly; `stops` where
    nobody else may ask.
    """

    label: str
    exactly: str
    stops: bool


def public_criteria(version: ServiceVersion) -> list[PublicCriterion]:
    """Who is eligible for a service, criterion by criterion."""
    about = subjects_of(version)
    return [
        PublicCriterion(
            criterion.label,
            subjects.stated(criterion.condition, about),
            criterion.effect == Effect.STOPS,
        )
        for criterion in criteria_of(version)
    ]
