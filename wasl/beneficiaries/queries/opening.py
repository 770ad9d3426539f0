"""Load the person of a page, with what the notices on their page depend on."""

from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import QuerySet

from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import claims, pairs, reach
from wasl.common.prepared import Prepared

if TYPE_CHECKING:
    # The types of the checker are not installed where the system runs.
    from django_stubs_ext import WithAnnotations


class Notices(TypedDict):
    """What the `knowing_…` queries tell of a person, so that their page asks for no empty rows."""

    has_merged: bool
    may_stand_twice: bool
    is_claimed: bool
    has_changes: bool
    has_refusals: bool


def _with_notices(pk: int) -> "QuerySet[WithAnnotations[Person, Notices]]":
    with_claims = claims.knowing_claims(pairs.knowing_pairs(Person.objects.knowing_merged()))
    people = reach.knowing_refusals(with_claims).select_related("file", "volunteer", "claim")
    return cast("QuerySet[WithAnnotations[Person, Notices]]", people.filter(pk=pk))


# One statement for the person and all notices of their page; `Prepared` compiles it once (ADR 25).
PERSON = Prepared(_with_notices)


def person_by_key(pk: int) -> "WithAnnotations[Person, Notices] | None":
    """Return the person, whoever asks, with what the notices depend on; None when there is none."""
    return PERSON.first(pk)
