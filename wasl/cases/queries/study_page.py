"""Content of the pages of a study.

Its parts in words, the totals of its tables, who signed, and the score so far.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from wasl.beneficiaries.models.household import HouseholdRole
from wasl.beneficiaries.models.person import Person
from wasl.cases import study_form
from wasl.cases.models.study import Party, StudyMember
from wasl.cases.queries.study import StudyFile, content_hash, study_score
from wasl.cases.study_form import FIELDS, HEALTH, PARTS, SOURCES, STAGES, WORK, Part
from wasl.catalogue.answer_types import answer_type
from wasl.catalogue.models.guide import ScoringGuide
from wasl.catalogue.queries import guide as guide_queries

NOT_ASKED = ("visit", "opinion")


@dataclass(frozen=True)
class MoneyRow:
    """A source of money with its amount, also by the month."""

    label: Any
    amount: Decimal
    period: str
    monthly: Decimal
    note: str


@dataclass(frozen=True)
class Totals:
    """A table with its sum by the month; `is_whole` says that everything was asked about."""

    rows: list[MoneyRow]
    monthly: Decimal
    is_whole: bool


@dataclass(frozen=True)
class MemberRow:
    """A household member in words."""

    member: StudyMember
    relation: str
    age: int | None
    stage: str
    health: str
    work: str
    is_orphan: bool


def totals(answers: dict[str, str], side: str) -> Totals:
    """Return a table of money with its sum by the month."""
    rows = []
    for source in SOURCES[side]:
        key = f"{side}-{source.key}"
        monthly = study_form.monthly(answers, key)
        if monthly is not None:
            period = dict(FIELDS[f"{key}-period"].options).get(
                answers.get(f"{key}-period", "") or "month", ""
            )
            note = answers.get(f"{key}-note", "")
            rows.append(MoneyRow(source.label, Decimal(answers[key]), period, monthly, note))
    return Totals(rows, study_form.total(answers, side), study_form.is_asked(answers, side))


def member_rows(file: StudyFile, day: date) -> list[MemberRow]:
    """Return the household members in words."""
    words = {"stage": dict(STAGES), "health": dict(HEALTH), "work": dict(WORK)}
    rows = []
    for member in file.members:
        details = member.told
        labels = {
            name: str(choices.get(details.get(name, ""), "")) for name, choices in words.items()
        }
        relation = str(HouseholdRole(member.relation).label)
        rows.append(
            MemberRow(
                member,
                relation,
                member.age_on(day),
                **labels,
                is_orphan=details.get("orphan") == "yes",
            )
        )
    return rows


def study_sections(file: StudyFile, day: date) -> list[dict[str, Any]]:
    """Return the parts between the visit and the opinion, in words."""
    return [_section(file, part, day) for part in PARTS if part.code not in NOT_ASKED]


def _section(file: StudyFile, part: Part, day: date) -> dict[str, Any]:
    money = {f"{part.side}-{source.key}" for source in SOURCES.get(part.side, ())}
    plain = [
        question
        for question in part.fields
        if question.key.removesuffix("-period").removesuffix("-note") not in money
    ]
    tick = study_form.TICKS.get(part.code)
    return {
        "code": part.code,
        "title": part.title,
        "facts": [
            {
                "label": question.label,
                "value": answer_type(question.kind).show(question, file.answers[question.key]),
            }
            for question in plain
            if question.key in file.answers
        ],
        "totals": totals(file.answers, part.side) if part.side else None,
        "members": member_rows(file, day) if part.code == "family" else None,
        "is_whole": tick is not None and file.answers.get(tick.key) == "yes",
    }


def study_signatures(file: StudyFile) -> list[dict[str, Any]]:
    """Return who signed and who has not; whether anything was changed after a signature."""
    content = content_hash(file)
    rows = []
    for party in Party:
        signed = file.signatures.get(party)
        changed = signed is not None and signed.content != content
        rows.append({"party": party, "label": party.label, "signed": signed, "is_changed": changed})
    return rows


def shown_score(
    file: StudyFile, person: Person, guide: ScoringGuide, day: date
) -> guide_queries.ShownScore:
    """Return the score of the study as it is now, in words; save nothing."""
    return guide_queries.shown(guide, study_score(file, person, guide, day))
