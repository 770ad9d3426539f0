"""The facts that the scoring guide reads, and the pieces of a study behind them (OBJ-1).

Pure: no row is read. Every value is canonical text ("2400.00", "4", "rented", "yes"). A missing
value is unknown, which is never the same as zero. `known` computes the facts, and names what each
unknown one lacks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise
Choices = tuple[tuple[str, Words], ...]
Household = Mapping[str, str]
CENT = Decimal("0.01")


class Kind(StrEnum):
    MONEY = "money"
    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes_no"


# Stored values of choices must keep their meaning in every version of the guide (ADR 33).
TENURES: Choices = (
    ("owned", _("Owned")),
    ("rented", _("Rented")),
    ("family", _("With relatives")),
    ("granted", _("Endowed or granted")),
    ("work", _("By the employer")),
    ("none", _("No settled home")),
)
CONDITIONS: Choices = (
    ("good", pgettext_lazy("state of a home", "Good")),
    ("fair", pgettext_lazy("state of a home", "Fair")),
    ("poor", pgettext_lazy("state of a home", "Poor")),
    ("unsafe", pgettext_lazy("state of a home", "Not fit to live in")),
)
MARITAL: Choices = (
    ("single", pgettext_lazy("marital status", "Single")),
    ("married", pgettext_lazy("marital status", "Married")),
    ("widowed", pgettext_lazy("marital status", "Widowed")),
    ("divorced", pgettext_lazy("marital status", "Divorced")),
    ("left", pgettext_lazy("marital status", "Left without support")),
)
WATER: Choices = (
    ("network", _("From the network")),
    ("tanker", _("By tanker")),
    ("well", _("From a well")),
    ("none", pgettext_lazy("water or power", "None")),
)
ELECTRICITY: Choices = (
    ("network", _("From the network")),
    ("cut", _("Cut off")),
    ("generator", _("By generator")),
    ("none", pgettext_lazy("water or power", "None")),
)


@dataclass(frozen=True)
class Piece:
    """A single piece of information in a study."""

    label: Words
    kind: Kind
    choices: Choices = ()


PIECES: dict[str, Piece] = {
    "income": Piece(_("Monthly income of the household"), Kind.MONEY),
    "rent": Piece(_("Monthly rent"), Kind.MONEY),
    "payments": Piece(_("Monthly obligations beside the rent"), Kind.MONEY),
    "debts": Piece(_("Debts in all"), Kind.MONEY),
    "people": Piece(_("People of the household"), Kind.NUMBER),
    "dependants": Piece(_("Dependants"), Kind.NUMBER),
    "orphans": Piece(_("Orphans"), Kind.NUMBER),
    "disabled": Piece(_("People with a disability"), Kind.NUMBER),
    "ill": Piece(_("People with a chronic illness"), Kind.NUMBER),
    "elderly": Piece(_("People of sixty years or more"), Kind.NUMBER),
    "pupils": Piece(_("Pupils and students"), Kind.NUMBER),
    "rooms": Piece(_("Rooms of the home"), Kind.NUMBER),
    "vehicles": Piece(_("Vehicles"), Kind.NUMBER),
    "livestock": Piece(_("Heads of livestock"), Kind.NUMBER),
    "tenure": Piece(_("How the home is held"), Kind.CHOICE, TENURES),
    "condition": Piece(_("State of the home"), Kind.CHOICE, CONDITIONS),
    "water": Piece(_("Water"), Kind.CHOICE, WATER),
    "electricity": Piece(_("Electricity"), Kind.CHOICE, ELECTRICITY),
    "marital": Piece(_("Marital status"), Kind.CHOICE, MARITAL),
    "no_provider": Piece(_("Nobody in the household earns"), Kind.YES_NO),
    "has_land": Piece(_("Owns land or another home"), Kind.YES_NO),
}


@dataclass(frozen=True)
class Fact:
    """A fact that a line of the guide may score.

    It has a label, a kind and an origin, and is computed from `pieces`, of which the last is the
    divisor.
    """

    key: str
    label: Words
    kind: Kind
    origin: Words
    pieces: tuple[str, ...]
    choices: Choices = ()
    # Most facts are a single piece, passed through unchanged.
    reckon: Callable[[list[str]], str | None] = field(default=lambda values: values[0])


@dataclass(frozen=True)
class Value:
    """A fact of a household: its text, or "" with the pieces that are missing."""

    text: str
    lacks: tuple[str, ...] = ()


def _share(values: list[str]) -> str | None:
    """Return the income after rent for each person, in riyals.

    None without people to share it; zero where the rent exceeds the income.
    """
    income, rent, people = map(Decimal, values)
    # The caller then reports the last piece, the divisor, as missing.
    if people < 1:
        return None
    return format((max(income - rent, Decimal(0)) / people).quantize(CENT, ROUND_HALF_UP), "f")


def _crowding(values: list[str]) -> str | None:
    people, rooms = map(Decimal, values)
    return format((people / rooms).quantize(CENT, ROUND_HALF_UP), "f") if rooms >= 1 else None


TABLE_OF_MONEY, TABLE_OF_PEOPLE, ABOUT_HOME = (
    _("study: income and obligations"),
    _("study: household"),
    _("study: home"),
)
ABOUT_HEAD, ABOUT_ASSETS = _("study: the person"), _("study: assets")
ORIGINS: dict[str, Words] = {
    **dict.fromkeys(("income", "rent", "payments", "debts"), TABLE_OF_MONEY),
    **dict.fromkeys(
        ("people", "dependants", "orphans", "disabled", "ill", "elderly", "pupils"), TABLE_OF_PEOPLE
    ),
    **dict.fromkeys(("rooms", "tenure", "condition", "water", "electricity"), ABOUT_HOME),
    **dict.fromkeys(("vehicles", "livestock", "has_land"), ABOUT_ASSETS),
    **dict.fromkeys(("marital", "no_provider"), ABOUT_HEAD),
}
FACTS: dict[str, Fact] = {
    fact.key: fact
    for fact in (
        Fact(
            "income_per_person",
            _("Income of each person after rent"),
            Kind.MONEY,
            _("study: income less rent, divided by the people of the household"),
            ("income", "rent", "people"),
            reckon=_share,
        ),
        Fact(
            "people_per_room",
            _("People to a room"),
            Kind.NUMBER,
            _("study: people of the household, divided by the rooms"),
            ("people", "rooms"),
            reckon=_crowding,
        ),
        *(
            Fact(key, piece.label, piece.kind, ORIGINS[key], (key,), piece.choices)
            for key, piece in PIECES.items()
            if key not in ("people", "rooms", "rent")
        ),
    )
}


def known(household: Household) -> dict[str, Value]:
    """Return every fact of a household, or the pieces it lacks.

    A division by zero lacks its divisor.
    """
    return {key: _value(fact, household) for key, fact in FACTS.items()}


def _value(fact: Fact, household: Household) -> Value:
    lacks = tuple(piece for piece in fact.pieces if not household.get(piece))
    if lacks:
        return Value("", lacks)
    text = fact.reckon([household[piece] for piece in fact.pieces])
    return Value(text) if text is not None else Value("", fact.pieces[-1:])
