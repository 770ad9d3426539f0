"""«What may I ask for?»: a few questions taken from the services themselves, and what follows from
the answers.

It works on the service versions alone: it reads no person, stores nothing and decides nothing
(CHA-7, TOO-2).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wasl.catalogue import groups
from wasl.catalogue.conditions import Met, fields_of, judge
from wasl.catalogue.models.offered import Criterion, Effect, ServiceVersion, TargetGroup
from wasl.catalogue.subjects import NEED, Subject, form_subjects, known_subjects

MEMBER = "person.is_member"
NONE = "none"
MOST = 6
STANDINGS = ("yes", "maybe", "no")


# How a researcher's term is put to a visitor; a term not listed here keeps its label.
ASKED: dict[str, str | Promise] = {
    MEMBER: gettext_lazy("Are you a member of the general assembly?"),
    "person.age": gettext_lazy("How old are you?"),
    "person.gender": gettext_lazy("You are"),
    "study.income_per_person": gettext_lazy(
        "How much is left a month for each person at home, after the rent?"
    ),
    "study.people": gettext_lazy("How many live at home?"),
    "study.pupils": gettext_lazy("How many pupils and students are at home?"),
    "study.tenure": gettext_lazy("Your home is"),
}


@dataclass(frozen=True)
class Reason:
    """One reason for or against a service: its text, and whether it is met."""

    text: str
    met: Met


@dataclass(frozen=True)
class Found:
    """A service judged by the answers: "yes", "maybe" or "no", with the reasons."""

    version: ServiceVersion
    standing: str
    reasons: list[Reason]


def groups_of(versions: Iterable[ServiceVersion]) -> list[tuple[str, str | Promise]]:
    """Return the target groups of these services, in their fixed order."""
    # Membership is asked as a question of its own, not as a group.
    aimed = {code for version in versions for code in version.target_groups} - {TargetGroup.MEMBERS}
    return [(group.value, group.label) for group in TargetGroup if group in aimed]


def questions(versions: Iterable[ServiceVersion]) -> list[Subject]:
    """Return what the criteria ask that visitors know of themselves, the commonest first; six at
    most.

    A question of one service's own form is left to that form, and the need class to the assessment.
    """
    counts: Counter[str] = Counter()
    forms: dict[str, Subject] = {}
    for version in versions:
        keys = [
            key for criterion in _ordered(version) for key in sorted(fields_of(criterion.condition))
        ]
        counts.update(list(dict.fromkeys([*keys, *([MEMBER] if version.members_only else [])])))
        forms = {**form_subjects(version.fields.all()), **forms}
    base_subjects = {
        key: subject for key, subject in known_subjects().items() if not key.startswith(NEED)
    }
    # A form's question that a single service asks says nothing about the others.
    shared = {key: subject for key, subject in forms.items() if counts[key] > 1}
    return [
        {**shared, **base_subjects}[key]
        for key, _count in counts.most_common()
        if key in shared or key in base_subjects
    ][:MOST]


def _ordered(version: ServiceVersion) -> list[Criterion]:
    return sorted(version.criteria.all(), key=lambda criterion: criterion.order)


def answered(
    versions: Iterable[ServiceVersion], ticked: set[str], answers: Mapping[str, str]
) -> list[Found]:
    """Return every service judged by these answers, those to ask for first."""
    results = [_found(version, ticked, answers) for version in versions]
    return sorted(results, key=lambda result: STANDINGS.index(result.standing))


def _found(version: ServiceVersion, ticked: set[str], answers: Mapping[str, str]) -> Found:
    rules = [
        *_membership(version, answers),
        *_group(version, ticked, answers),
        *_criteria(version, answers),
    ]
    reasons = [reason for reason, _stops in rules]
    # Only a criterion that stops can refuse; one that advises leaves the answer open.
    if any(stops and reason.met == Met.NOT_MET for reason, stops in rules):
        standing = "no"
    elif reasons and all(reason.met == Met.MET for reason in reasons):
        standing = "yes"
    else:
        standing = "maybe"
    return Found(
        version,
        standing,
        reasons or [Reason(_("The committee weighs each request by itself."), Met.UNKNOWN)],
    )


def _membership(version: ServiceVersion, answers: Mapping[str, str]) -> list[tuple[Reason, bool]]:
    if not version.members_only:
        return []
    met = judge({"field": MEMBER, "op": "eq", "value": "yes"}, answers)
    return [(Reason(_("Only for members of the association."), met), True)]


def _group(
    version: ServiceVersion, ticked: set[str], answers: Mapping[str, str]
) -> list[tuple[Reason, bool]]:
    """Return the reason about the target groups of a service.

    A group that was not ticked is not denied; only "none of these" denies it.
    """
    aimed = set(version.target_groups) - {TargetGroup.MEMBERS}
    if not aimed:
        return []
    # Some answers imply a group: it need not be ticked as well.
    own = ticked | groups.implied(answers, _ordered(version))
    shared = [str(group.label) for group in TargetGroup if group in aimed & own]
    if shared:
        return [
            (Reason(_("For you: %(groups)s") % {"groups": _(", ").join(shared)}, Met.MET), True)
        ]
    named = _(", ").join(str(group.label) for group in TargetGroup if group in aimed)
    met = Met.NOT_MET if ticked == {NONE} else Met.UNKNOWN
    return [(Reason(_("It is for: %(groups)s") % {"groups": named}, met), True)]


def _criteria(version: ServiceVersion, answers: Mapping[str, str]) -> list[tuple[Reason, bool]]:
    return [
        (
            Reason(criterion.label, judge(criterion.condition, answers)),
            criterion.effect == Effect.STOPS,
        )
        for criterion in _ordered(version)
    ]
