"""Words for what is compared and merged: tables, fields, levels of likeness."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.models.merging import TakenValue
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries.comparing import After
from wasl.beneficiaries.queries.entering import Likely
from wasl.beneficiaries.queries.pairs import MovedCounts

# In bits, as `DuplicatePair.weight`: 12 is four thousand to one, 5 is thirty to one.
SURE, LIKELY = 12, 5

# Every table that points at people, by what its rows are. A test fails for one that is missing.
CALLED: dict[str, str | Promise] = {
    "agreements.agreement": _("Agreements"),
    "agreements.rightsacknowledgement": _("Rights and duties acknowledged"),
    "beneficiaries.attachment": _("Files attached"),
    "beneficiaries.beneficiaryfile": _("Beneficiary number"),
    "beneficiaries.consent": _("Consents"),
    "beneficiaries.contactpoint": _("Further ways to reach them"),
    "beneficiaries.document": _("Documents"),
    "beneficiaries.heldchange": _("Changes that wait"),
    "beneficiaries.householdmember": _("Places in a household"),
    "beneficiaries.identifier": _("Further numbers"),
    "beneficiaries.identityclaim": _("Claims of identity"),
    "beneficiaries.membership": _("Memberships"),
    "beneficiaries.representative": _("Agents"),
    "beneficiaries.volunteer": _("Volunteering"),
    "cases.case": _("Requests"),
    "cases.studymember": _("Places in a study"),
    "committees.kinship": _("Declared kinship"),
    "interactions.interaction": _("Contacts"),
    "interactions.referral": _("Referred questions"),
    "letters.letter": _("Letters"),
    "portal.story": _("Stories"),
    "outreach.recipient": _("Circulars"),
    "privacy.affectedperson": _("Incidents that concern them"),
    "privacy.unexplainedread": _("Reads that were looked at"),
    "privacy.legalhold": _("Legal holds"),
    "privacy.datasubjectrequest": _("Requests about their own data"),
}
# Tables that say nothing to an officer: words of names, and the records of merging themselves.
UNTOLD = frozenset(
    f"beneficiaries.{name}"
    for name in ("person", "personname", "importrow", "merge", "takenvalue", "duplicatepair")
)
FIELD_NAMES: dict[str, str | Promise] = {
    "full_name": _("Full name"),
    "known_as": _("Known as"),
    "latin_name": _("Name in Latin letters"),
    "gender": _("Gender"),
    "id_number": _("ID number"),
    "birth": _("Date of birth"),
    "death": _("Date of death"),
    "marital_status": _("Marital status"),
    "is_studying": _("Studies"),
    "mobile": _("Mobile"),
    "email": _("E-mail"),
    "preferences": _("How they like to be reached"),
    "iban": _("IBAN"),
    "address": _("Address"),
    "user": _("Staff account"),
}


def called(label: str) -> str:
    """Return what the rows of a table are called."""
    return str(CALLED.get(label, label))


def holdings(counts: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Return how many rows each of two files holds, by what the rows are."""
    return [
        (called(table), count, other_count)
        for table, count, other_count in counts
        if table not in UNTOLD
    ]


@dataclass(frozen=True)
class Strength:
    """How strongly two files look like one person: a text and its colour."""

    text: str
    tone: str


def strength(weight: float) -> Strength:
    """Return the weight of a pair in words."""
    if weight >= SURE:
        return Strength(str(_("Almost certainly one person")), "go")
    if weight >= LIKELY:
        return Strength(str(_("Very likely one person")), "note")
    return Strength(str(_("Possibly one person")), "")


@dataclass(frozen=True)
class Moved:
    """The rows of one table that a merge touched."""

    called: str
    moved: int
    stayed: int
    left: int


def told(rows: list[MovedCounts]) -> list[Moved]:
    """Return what a merge moved, in words, without the records of earlier merges."""
    return [
        Moved(called(row["model"]), row["moved"], row["stayed"], row["left"])
        for row in rows
        if row["model"] in CALLED
    ]


def taken(values: list[TakenValue]) -> list[tuple[str, bool]]:
    """Return the fields taken from the merged file, and whether each stays corrected since."""
    return [(str(FIELD_NAMES[value.field]), value.put_back is False) for value in values]


@dataclass(frozen=True)
class Came:
    """What came to the survivor after a merge, from one table."""

    called: str
    references: list[str]
    more: bool


def after(arrivals: list[After]) -> list[Came]:
    """Return what came after a merge, in words, with reference numbers where the rows have them."""
    return [
        Came(
            called(arrival.pointer.label),
            [
                str(getattr(row, "reference", "") or getattr(row, "number", "") or f"#{row.pk}")
                for row in arrival.rows
            ],
            arrival.more,
        )
        for arrival in arrivals
        if arrival.pointer.label in CALLED
    ]


# Reasons for and against one person, by comparison and level, in the order in which they are shown.
# Tone: «go» for, «stop» against, '' neither.
REASONS: dict[tuple[str, str], tuple[str | Promise, str]] = {
    ("id_number", "same"): (_("The ID number is the same"), "go"),
    ("id_number", "one_digit"): (_("The ID numbers differ by one digit"), "go"),
    ("id_number", "two_digits"): (_("The ID numbers differ by two digits"), "go"),
    ("given", "same"): (_("The first name is the same"), "go"),
    ("given", "near"): (_("The first name is spelt nearly the same"), "go"),
    ("given", "order"): (_("The same names stand in another order"), "go"),
    ("given", "moved"): (_("The names of one stand within the name of the other"), "go"),
    ("given", "alike"): (_("The first names differ by one letter"), ""),
    ("father", "same"): (_("The father's name is the same"), "go"),
    ("father", "near"): (_("The father's name is spelt nearly the same"), "go"),
    ("grand", "same"): (_("The grandfather's name is the same"), "go"),
    ("grand", "near"): (_("The grandfather's name is spelt nearly the same"), "go"),
    ("family", "same"): (_("The family name is the same"), "go"),
    ("family", "near"): (_("The family name is spelt nearly the same"), "go"),
    ("born", "same"): (_("The day of birth is the same"), "go"),
    ("born", "days_off"): (_("The days of birth lie a day or two apart"), "go"),
    ("born", "turned"): (_("Day and month of birth are changed round"), "go"),
    ("born", "calendar"): (
        _("The Hijri day and month of one stand as Gregorian in the other"),
        "go",
    ),
    ("born", "years_off"): (_("The same day of birth, in another year"), "go"),
    ("born", "two_of_three"): (_("Of day, month and year of birth, two agree"), "go"),
    ("born", "year_alone"): (_("The year of birth agrees"), ""),
    ("born", "one_year"): (_("The year of birth agrees"), ""),
    ("mobile", "same"): (_("The mobile is the same"), "go"),
    ("mobile", "one_digit"): (_("The mobiles differ by one digit"), "go"),
    ("mobile", "household"): (_("They share a mobile, as families do"), ""),
    ("account", "same"): (_("The bank account is the same"), "go"),
    ("account", "household"): (_("They share a bank account, as families do"), ""),
    ("street", "same"): (_("The address is the same"), "go"),
    ("street", "near"): (_("The address is nearly the same"), "go"),
    ("city", "same"): (_("They live in one city or village"), ""),
    ("given", "parent"): (_("One is called as the other's child or parent would be"), "stop"),
    ("given", "elsewhere"): (
        _("The first name of one stands further on in the name of the other"),
        "stop",
    ),
    ("given", "other"): (_("The first names differ"), "stop"),
    ("father", "other"): (_("The father's names differ"), "stop"),
    ("family", "other"): (_("The family names differ"), "stop"),
    ("born", "far"): (_("More than twelve years lie between their births"), "stop"),
    ("born", "other"): (_("The days of birth differ"), "stop"),
    ("id_number", "other_kind"): (
        _("One ID number is a citizen's, the other a resident's"),
        "stop",
    ),
    ("id_number", "other"): (_("The ID numbers differ"), "stop"),
    ("id_number", "apart"): (
        _("Neither the ID number nor the day of birth is near the other's"),
        "stop",
    ),
    ("mobile", "other"): (_("The mobiles differ"), ""),
    ("gender", "other"): (_("One is recorded as female, the other as male"), "stop"),
}


def reasons(levels: Any) -> list[tuple[str, str]]:
    """Return the reasons for and against one person, each with its colour."""
    reached = set(dict(levels or {}).items())
    return [(str(text), tone) for level, (text, tone) in REASONS.items() if level in reached]


@dataclass(frozen=True)
class Shown:
    """A person who may be meant, with the reasons for and against."""

    person: Person
    has_number: bool
    reasons: list[tuple[str, str]]


def likely(candidates: list[Likely]) -> list[Shown]:
    """Return the people who may be meant, the likeliest first.

    Reasons that speak neither for nor against are left out.
    """
    return [
        Shown(
            candidate.person,
            candidate.has_number,
            [(text, tone) for text, tone in reasons(candidate.levels) if tone],
        )
        for candidate in candidates
    ]
