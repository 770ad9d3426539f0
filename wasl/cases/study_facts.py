"""What a study knows of a family, as the scoring guide takes it (OBJ-1). What was not asked is
absent, never nought.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from wasl.cases import study_form
from wasl.cases.study_form import ASKED, INCOME, OBLIGATION

ELDERLY = 60
ILL, DISABLED = ("ill", "both"), ("disabled", "both")
PUPILS = ("kindergarten", "primary", "intermediate", "secondary", "higher")


class Member(Protocol):
    """Somebody of the household beside the person."""

    @property
    def told(self) -> Mapping[str, str]: ...
    def age_on(self, day: date) -> int | None: ...


def household(
    answers: Mapping[str, str], members: Iterable[Member], age: int | None, day: date
) -> dict[str, str]:
    """Every piece that is known; `age` is the person's own."""
    people = list(members)
    pieces = {**_money(answers), **_plain(answers)}
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
    """Answers that are pieces as they stand."""
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
        pieces["no_provider"] = "no" if earner == "yes" else "yes"
    if land := answers.get("land"):
        pieces["has_land"] = land
    return pieces


def _money(answers: Mapping[str, str]) -> dict[str, str]:
    pieces = {}
    if study_form.is_asked(answers, INCOME):
        pieces["income"] = format(study_form.total(answers, INCOME), "f")
    if study_form.is_asked(answers, OBLIGATION, but=["rent"]):
        pieces["payments"] = format(study_form.total(answers, OBLIGATION, but=["rent"]), "f")
    rent = study_form.monthly(answers, f"{OBLIGATION}-rent")
    if rent is not None:
        pieces["rent"] = format(rent, "f")
    elif _pays_no_rent(answers):
        pieces["rent"] = "0.00"
    return pieces


def _pays_no_rent(answers: Mapping[str, str]) -> bool:
    """Without an amount: who holds the home in another way, or was asked about everything. Who
    rents pays something.
    """
    tenure = answers.get("tenure")
    return tenure != "rented" if tenure else answers.get(f"{OBLIGATION}-{ASKED}") == "yes"


def _orphans(people: list[Member]) -> dict[str, str]:
    return {"orphans": str(sum(member.told.get("orphan") == "yes" for member in people))}


def _pupils(people: list[Member]) -> dict[str, str]:
    """Known once the schooling of everybody is."""
    stages = [member.told.get("stage", "") for member in people]
    return {"pupils": str(sum(stage in PUPILS for stage in stages))} if all(stages) else {}


def _health(answers: Mapping[str, str], people: list[Member]) -> dict[str, str]:
    """Known once the health of everybody is, the person's own included."""
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
    """Known once the age of everybody is."""
    ages = [age, *(member.age_on(day) for member in people)]
    if any(value is None for value in ages):
        return {}
    return {"elderly": str(sum(value is not None and value >= ELDERLY for value in ages))}
