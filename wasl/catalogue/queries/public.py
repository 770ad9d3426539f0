"""Eligibility on a service's public page, from the version in force (TOO-2, CHA-7)."""

from dataclasses import dataclass

from wasl.catalogue import subjects
from wasl.catalogue.models.offered import Effect, ServiceVersion
from wasl.catalogue.queries.versions import criteria_of, subjects_of


@dataclass(frozen=True)
class PublicCriterion:
    """A criterion: the association's wording and the exact rule.

    `stops` where nobody else may apply.
    """

    label: str
    exactly: str
    stops: bool


def public_criteria(version: ServiceVersion) -> list[PublicCriterion]:
    """Return the criteria of a service for its public page."""
    about = subjects_of(version)
    return [
        PublicCriterion(
            criterion.label,
            subjects.stated(criterion.condition, about),
            criterion.effect == Effect.STOPS,
        )
        for criterion in criteria_of(version)
    ]
