"""The social study's form: one set of parts and questions for phone, desk and paper (OBJ-1).

The questions are code, not data of a service: what a family is judged on is one vocabulary
(`catalogue.facts`), whatever it asks for. Money has two tables, income and obligations, with a row
for each source: an amount, its period, a note.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.catalogue.answer_types import answer_type
from wasl.catalogue.facts import (
    CENT,
    CONDITIONS,
    ELECTRICITY,
    MARITAL,
    TENURES,
    WATER,
    Choices,
    Words,
)
from wasl.catalogue.models.offered import FieldKind

# In riyals.
MOST_MONEY = Decimal(10_000_000)


@dataclass(frozen=True)
class StudyField:
    """A question of the study.

    `when` is "key=value|value": the question is asked under that answer of the same part.
    """

    key: str
    kind: FieldKind
    label: Words
    help: Words = ""
    choices: Choices = ()
    several: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
    step: Decimal | None = None
    when: str = ""
    # As an answer it is wanted, but no question keeps the study from being saved.
    required: bool = True

    @property
    def options(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in self.choices]


@dataclass(frozen=True)
class Source:
    """A row of a table of money."""

    key: str
    label: Words


@dataclass(frozen=True)
class Part:
    """A page of the study.

    `side` names its table of money; `TICKS` holds the tick that all of it was asked about.
    """

    code: str
    title: Words
    fields: tuple[StudyField, ...] = ()
    side: str = ""


PERIODS: Choices = (
    ("month", _("A month")),
    ("quarter", _("Three months")),
    ("half", _("Half a year")),
    ("year", _("A year")),
)
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
INCOME, OBLIGATION = "income", "obligation"
SOURCES: dict[str, tuple[Source, ...]] = {
    INCOME: (
        Source("salary", _("Salary")),
        Source("pension", _("Pension")),
        Source("gosi", _("Social insurance")),
        Source("security", _("Social security")),
        Source("citizen", _("Citizen account")),
        Source("disability", _("Disability aid")),
        Source("family", _("Help of relatives")),
        Source("rents", _("Rents received")),
        Source("associations", _("Other associations")),
        Source("other", pgettext_lazy("a source of money", "Other")),
    ),
    OBLIGATION: (
        Source("rent", _("Rent")),
        Source("instalments", _("Instalments")),
        Source("debts", _("Repayment of debts")),
        Source("medicine", _("Medicine and treatment")),
        Source("utilities", _("Electricity, water, telephone")),
        Source("school", _("School and transport")),
        Source("other", pgettext_lazy("a source of money", "Other")),
    ),
}
EDUCATION: Choices = (
    ("none", _("Cannot read")),
    ("reads", _("Reads and writes")),
    ("primary", _("Primary")),
    ("intermediate", _("Intermediate")),
    ("secondary", _("Secondary")),
    ("higher", _("Diploma or university")),
)
WORK: Choices = (
    ("employed", _("Employed")),
    ("self", _("Works for themself")),
    ("seeking", _("Looks for work")),
    ("unable", _("Not able to work")),
    ("retired", _("Retired")),
    ("home", _("At home")),
    ("student", _("Studies")),
)
STAGES: Choices = (
    ("none", _("Does not study")),
    ("kindergarten", _("Kindergarten")),
    ("primary", _("Primary")),
    ("intermediate", _("Intermediate")),
    ("secondary", _("Secondary")),
    ("higher", _("Diploma or university")),
)
HEALTH: Choices = (
    ("well", _("Well")),
    ("ill", _("Chronic illness")),
    ("disabled", _("Disability")),
    ("both", _("Illness and disability")),
)
HOMES: Choices = (
    ("villa", _("Villa or house of concrete")),
    ("plain", _("Plain old house")),
    ("flat", _("Flat")),
    ("annexe", _("Annexe or rooms")),
    ("tent", _("Tent, caravan or shack")),
    ("other", pgettext_lazy("kind of home", "Other")),
)
APPLIANCES: Choices = (
    ("fridge", _("Refrigerator")),
    ("cooker", _("Cooker")),
    ("washer", _("Washing machine")),
    ("cooling", _("Air conditioning")),
    ("heater", _("Water heater")),
    ("beds", _("A bed for everybody")),
)
K = FieldKind
ASKED = "asked"


def _money(side: str) -> tuple[StudyField, ...]:
    """Return the questions of a table of money: amount, period and note of every source."""
    fields = []
    for source in SOURCES[side]:
        key = f"{side}-{source.key}"
        fields += [
            StudyField(key, K.MONEY, source.label, most=MOST_MONEY),
            StudyField(f"{key}-period", K.CHOICE, _("For"), choices=PERIODS),
            StudyField(f"{key}-note", K.TEXT, _("Note")),
        ]
    return tuple(fields)


PARTS: tuple[Part, ...] = (
    Part("visit", _("The visit")),
    Part(
        "person",
        _("The person"),
        (
            StudyField("marital", K.CHOICE, _("Marital status"), choices=MARITAL),
            StudyField("education", K.CHOICE, _("Education"), choices=EDUCATION),
            StudyField("work", K.CHOICE, _("Work"), choices=WORK),
            StudyField("job", K.TEXT, _("What work"), when="work=employed|self"),
            StudyField("earner", K.YES_NO, _("Does anybody in the household earn?")),
            StudyField("skills", K.LONG_TEXT, _("Skills and crafts")),
            StudyField("wish", K.YES_NO, _("Wishes to work, or to be trained")),
            StudyField("wish-what", K.TEXT, _("In what"), when="wish=yes"),
        ),
    ),
    Part("family", _("The household")),
    Part("income", _("Income"), (*_money(INCOME), StudyField("income-more", K.LONG_TEXT, _("More on the income"))), INCOME),
    Part(
        "obligations",
        _("Obligations"),
        (
            *_money(OBLIGATION),
            StudyField("debts", K.MONEY, _("Debts in all"), _("What is still owed, 0 if nothing"), most=MOST_MONEY),
            StudyField("obligation-more", K.LONG_TEXT, _("More on obligations and debts")),
        ),
        OBLIGATION,
    ),
    Part(
        "home",
        _("Home and assets"),
        (
            StudyField("home", K.CHOICE, _("Kind of home"), choices=HOMES),
            StudyField("tenure", K.CHOICE, _("How the home is held"), choices=TENURES),
            StudyField("rooms", K.INTEGER, _("Rooms"), least=Decimal(1), most=Decimal(50)),
            StudyField("condition", K.CHOICE, _("State of the home"), choices=CONDITIONS),
            StudyField("water", K.CHOICE, _("Water"), choices=WATER),
            StudyField("electricity", K.CHOICE, _("Electricity"), choices=ELECTRICITY),
            StudyField("appliances", K.CHOICE, _("What is there and works"), choices=APPLIANCES, several=True),
            StudyField("home-more", K.LONG_TEXT, _("More on the home")),
            StudyField("land", K.YES_NO, _("Owns land or another home")),
            StudyField("land-what", K.TEXT, _("What land or home"), when="land=yes"),
            StudyField("vehicles", K.INTEGER, _("Vehicles"), most=Decimal(20)),
            StudyField("livestock", K.INTEGER, _("Heads of livestock"), most=Decimal(10_000)),
        ),
    ),
    Part(
        "health",
        _("Health"),
        (
            StudyField("health", K.CHOICE, _("The person's own health"), choices=HEALTH),
            StudyField("health-more", K.LONG_TEXT, _("Illness, disability, treatment, in the whole household")),
        ),
    ),
    Part(
        "aid",
        _("Aid and references"),
        (
            StudyField("aided", K.YES_NO, _("Is the household aided by others?")),
            StudyField("aided-by", K.LONG_TEXT, _("By whom, and with what"), when="aided=yes"),
            StudyField(
                "reference",
                K.YES_NO,
                _("May a neighbour or the imam be asked?"),
                _("Only with the person's consent; it is never required."),
            ),
            StudyField("reference-who", K.TEXT, _("Who was asked"), when="reference=yes"),
            StudyField("reference-said", K.LONG_TEXT, _("What they said"), when="reference=yes"),
        ),
    ),
    Part("opinion", _("Opinion and recommendation")),
)  # fmt: skip
# A tick says that everything was asked about: an empty row is then nothing, not unknown.
TICKS: dict[str, StudyField] = {
    "family": StudyField(
        f"family-{ASKED}", K.YES_NO, _("This is everybody who lives in the household")
    ),
    "income": StudyField(
        f"income-{ASKED}",
        K.YES_NO,
        _("Every source was asked about: where nothing stands, there is none"),
    ),
    "obligations": StudyField(
        f"obligation-{ASKED}",
        K.YES_NO,
        _("Everything was asked about: where nothing stands, nothing is owed"),
    ),
}
BY_CODE: dict[str, Part] = {part.code: part for part in PARTS}
FIELDS: dict[str, StudyField] = {
    question.key: question
    for question in (*(field for part in PARTS for field in part.fields), *TICKS.values())
}


def keys_of(code: str) -> list[str]:
    """Return the keys of a part's questions, its tick included."""
    tick = [TICKS[code].key] if code in TICKS else []
    return [question.key for question in BY_CODE[code].fields] + tick


# --- money by the month ---------------------------------------------------------------------------


def monthly(answers: Mapping[str, str], key: str) -> Decimal | None:
    """Return an amount by the month, whatever its period; None where none is known."""
    amount = answer_type(FIELDS[key].kind).plain(FIELDS[key], answers.get(key, ""))
    # Without a period an amount is by the month, the first choice of the list.
    months = MONTHS.get(answers.get(f"{key}-period", ""), 1)
    return (amount / months).quantize(CENT) if isinstance(amount, Decimal) else None


def total(answers: Mapping[str, str], side: str, but: Iterable[str] = ()) -> Decimal:
    """Return the sum by the month of what is known of a table."""
    left = set(but)
    amounts = [
        monthly(answers, f"{side}-{source.key}")
        for source in SOURCES[side]
        if source.key not in left
    ]
    return sum((amount for amount in amounts if amount is not None), Decimal("0.00"))


def is_asked(answers: Mapping[str, str], side: str, but: Iterable[str] = ()) -> bool:
    """Return whether a table is known to its last row.

    Either all was asked about, or every row has an amount.
    """
    left = set(but)
    rows = [f"{side}-{source.key}" for source in SOURCES[side] if source.key not in left]
    return answers.get(f"{side}-{ASKED}") == "yes" or all(answers.get(key) for key in rows)
