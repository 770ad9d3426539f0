"""What a study knows of a family, in the pieces that the scoring guide takes (OBJ-1).

What was not asked is absent, never nought.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from wasl.cases import study_form
from wasl.cases.study_form import ASKED, INCOME, OBLIGATION

# In years; the guide's piece says «sixty years or more» (`catalogue.facts`).
ELDERLY = 60
ILL, DISABLED = ("ill", "both"), ("disabled", "both")
PUPILS = ("kindergarten", "primary", "intermediate", "secondary", "higher")


class Member(Protocol):
    """A household member beside the person."""

    @property
    def told(self) -> Mapping[str, str]: ...
    def age_on(self, day: date) -> int | None: ...


def household(
    answers: Mapping[str, str], members: Iterable[Member], age: int | None, day: date
) -> dict[str, str]:
    """Return every piece that is known; `age` is the person's own."""
    people = list(members)
    pieces = {**_money(answers), **_plain(answers)}
    # Without the tick the table may lack members, and every count over it would be a guess.
    if answers.get(f"family-{ASKED}") == "yes":
        pieces |= {"people": str(len(people) + 1), "dependants": str(len(people))}
        pieces |= (
            _orphans(people)
            | _pupils(people)
            | _health(answers, people)
            | _elderly(people, age, day)
        )
    return pieces


def _plain(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that are pieces as they are."""
    same = (
        "tenure",
        "condition",
        "water",
        "electricity",
        "marital",
        "rooms",
        "vehicles",
        "livestock",
        "debts",
    )
    pieces = {key: answers[key] for key in same if answers.get(key)}
    if earner := answers.get("earner"):
        # The form asks whether somebody earns; the guide scores that nobody does.
        pieces["no_provider"] = "no" if earner == "yes" else "yes"
    if land := answers.get("land"):
        pieces["has_land"] = land
    return pieces


def _money(answers: Mapping[str, str]) -> dict[str, str]:
    pieces = {}
    if study_form.is_asked(answers, INCOME):
        pieces["income"] = format(study_form.total(answers, INCOME), "f")
    # The guide takes rent by itself: income is counted after rent (`catalogue.facts`).
    if study_form.is_asked(answers, OBLIGATION, but=["rent"]):
        pieces["payments"] = format(study_form.total(answers, OBLIGATION, but=["rent"]), "f")
    rent = study_form.monthly(answers, f"{OBLIGATION}-rent")
    if rent is not None:
        pieces["rent"] = format(rent, "f")
    elif _pays_no_rent(answers):
        pieces["rent"] = "0.00"
    return pieces


def _pays_no_rent(answers: Mapping[str, str]) -> bool:
    """Return whether no rent is paid, where no amount was given.

    That is so where the home is held in another way, or everything was asked about. A tenant pays
    something.
    """
    tenure = answers.get("tenure")
    return tenure != "rented" if tenure else answers.get(f"{OBLIGATION}-{ASKED}") == "yes"


def _orphans(people: list[Member]) -> dict[str, str]:
    return {"orphans": str(sum(member.told.get("orphan") == "yes" for member in people))}


def _pupils(people: list[Member]) -> dict[str, str]:
    """Count the pupils, once the schooling of every member is known."""
    stages = [member.told.get("stage", "") for member in people]
    return {"pupils": str(sum(stage in PUPILS for stage in stages))} if all(stages) else {}


def _health(answers: Mapping[str, str], people: list[Member]) -> dict[str, str]:
    """Count the ill and disabled, once everybody's health is known, the person's included."""
    health_states = [
        answers.get("health", ""),
        *(member.told.get("health", "") for member in people),
    ]
    if not all(health_states):
        return {}
    return {
        "ill": str(sum(state in ILL for state in health_states)),
        "disabled": str(sum(state in DISABLED for state in health_states)),
    }


def _elderly(people: list[Member], age: int | None, day: date) -> dict[str, str]:
    """Count the elderly, once everybody's age is known."""
    ages = [age, *(member.age_on(day) for member in people)]
    if any(value is None for value in ages):
        return {}
    return {"elderly": str(sum(value is not None and value >= ELDERLY for value in ages))}
