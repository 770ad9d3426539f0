"""Reads of a study.

They tell what was answered, how far it has come, what it can be filled from, and its score.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from wasl.beneficiaries.models.household import HouseholdMember, HouseholdRole
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import household as household_queries
from wasl.cases import study_facts, study_form
from wasl.cases.models.case import Case, Outcome
from wasl.cases.models.study import Study, StudyMember, StudySignature, years
from wasl.cases.queries.file import file_of
from wasl.cases.study_form import ASKED, PARTS, Part
from wasl.catalogue import facts, scoring
from wasl.catalogue.models.guide import ScoringGuide
from wasl.catalogue.queries import guide as guide_queries
from wasl.common.clock import day_of
from wasl.common.crypto import blind
from wasl.common.dates import BadDate, Calendar, WrittenDate, add_hijri_months, parse_dual
from wasl.common.hashing import canonical

# Hijri months in which an earlier study fills a new one, where no assessment says otherwise.
RENEWED_WITHIN = 12
# The rent, which the applicant declares and the study asks too: question and its period.
RENTS = {"monthly_rent": "month", "yearly_rent": "year"}


@dataclass
class StudyFile:
    """Everything put into a study, read once."""

    study: Study
    answers: dict[str, str]
    prefilled: frozenset[str]
    members: list[StudyMember]
    signatures: dict[str, StudySignature] = field(default_factory=dict)


def newcomer(member: StudyMember, gender: str) -> dict[str, Any]:
    """Return a member whom the study found, as the register takes a new person."""
    born = member.birth_date
    birth = None
    if born:
        birth = WrittenDate(
            day=born, text=member.birth_written, calendar=_calendar_of(member.birth_written)
        )
    return {"full_name": member.full_name, "gender": gender, "birth": birth}


def _calendar_of(written: str) -> Calendar:
    """Return the calendar a day was written in; Gregorian when it cannot be read again."""
    try:
        return parse_dual(written).calendar
    except BadDate:
        return "gregorian"


def study_file(study: Study) -> StudyFile:
    """Return the answers, the household and the signatures of a study (three queries)."""
    rows = list(study.answers.all())
    return StudyFile(
        study=study,
        answers={answer.key: answer.value for answer in rows if answer.value},
        prefilled=frozenset(answer.key for answer in rows if answer.is_prefilled and answer.value),
        members=list(study.members.order_by("order", "pk")),
        signatures={
            signature.party: signature
            for signature in study.signatures.select_related("attachment")
        },
    )


def household(file: StudyFile, person: Person, day: date) -> dict[str, str]:
    """Return what the study knows of the family, as the guide takes it."""
    age = years(person.birth_date, day) if person.birth_date else None
    return study_facts.household(file.answers, file.members, age, day)


def study_score(file: StudyFile, person: Person, guide: ScoringGuide, day: date) -> scoring.Score:
    """Return the score of the study by a version of the guide as it is now; save nothing."""
    lines, thresholds = guide_queries.engine(guide)
    return scoring.score(lines, thresholds, facts.known(household(file, person, day)))


def guide_of(study: Study, day: date) -> ScoringGuide | None:
    """Return the version of the guide that scores a study.

    That is the one in force when it began, else the one in force on the day.
    """
    if study.guide_id:
        return guide_queries.guides().get(pk=study.guide_id)
    return guide_queries.guide_in_force(day)


def content_hash(file: StudyFile) -> str:
    """Return the keyed hash of all that was found, so that a signature reveals a later change."""
    study = file.study
    content = {
        "answers": file.answers,
        "members": [
            [
                member.full_name,
                member.relation,
                str(member.birth_date or member.age or ""),
                member.details,
            ]
            for member in file.members
        ],
        "visit": [str(study.visit_date or ""), study.visit_place, study.present],
        "found": study.findings,
    }
    return blind(canonical(content).decode(), "study")


# --- how far it has come --------------------------------------------------------------------------


def is_begun(file: StudyFile, part: Part) -> bool:
    """Return whether the researcher has answered anything of a part."""
    study = file.study
    if part.code == "visit":
        return study.visit_date is not None
    if part.code == "opinion":
        return study.completed_at is not None
    if part.code == "family":
        return file.answers.get(f"family-{ASKED}") == "yes"
    # What was only filled in from before is not the researcher's answer yet.
    keys = [key for key in study_form.keys_of(part.code) if key in file.answers]
    return any(key not in file.prefilled for key in keys)


def _state(part: Part, file: StudyFile, current: str) -> str:
    if part.code == current:
        return "current"
    return "done" if is_begun(file, part) else ""


def study_parts(case: Case, file: StudyFile, current: str = "") -> list[dict[str, Any]]:
    """Return the pages of the study with their state, for the list beside each."""
    return [
        {
            "code": part.code,
            "label": part.title,
            "url": reverse("cases:study_part", args=[case.pk, part.code]),
            "state": _state(part, file, current),
        }
        for part in PARTS
    ]


# --- what it can be filled from -------------------------------------------------------------------


def earlier_study(person: Person, day: date, but: Case) -> Study | None:
    """Return the person's newest complete study, if it still holds.

    It holds until its assessment ends, else for a year.
    """
    done = Study.objects.filter(case__person=person, completed_at__isnull=False).exclude(case=but)
    last = done.order_by("-completed_at").first()
    if last is None or last.completed_at is None:
        return None
    assessed = last.assessments.order_by("-pk").first()
    until = (
        assessed.valid_until
        if assessed
        else add_hijri_months(day_of(last.completed_at), RENEWED_WITHIN)
    )
    return last if day <= until else None


def from_declared(case: Case) -> dict[str, str]:
    """Return what the applicant declared that the study asks too."""
    file = file_of(case)
    declared = {
        question.key: file.values[question.key]
        for question in file.questions
        if file.values.get(question.key)
    }
    answers: dict[str, str] = {}
    if declared.get("housing") in dict(facts.TENURES):
        answers["tenure"] = declared["housing"]
    for key, period in RENTS.items():
        if key in declared:
            answers |= {"obligation-rent": declared[key], "obligation-rent-period": period}
    if case.person.marital_status in dict(facts.MARITAL):
        answers["marital"] = case.person.marital_status
    return answers


def from_register(person: Person) -> list[StudyMember]:
    """Return the household of the register, ready to be checked in the home."""
    family = household_queries.family_of(person)
    rows = family.others if family else []
    return [_member(place, member) for place, member in enumerate(rows, start=1)]


def _member(place: int, row: HouseholdMember) -> StudyMember:
    return StudyMember(
        person=row.person,
        full_name=row.person.full_name,
        relation=row.role,
        birth_date=row.person.birth_date,
        birth_written=row.person.birth_written,
        order=place,
    )


def own_aid(case: Case) -> list[Case]:
    """Return the person's accepted cases, newest first: what the association gave before."""
    cases = Case.objects.filter(person=case.person_id, outcome=Outcome.APPROVED).exclude(pk=case.pk)
    return list(cases.select_related("service_version").order_by("-decided_at")[:20])


RELATIONS = [(role.value, role.label) for role in HouseholdRole if role != HouseholdRole.HEAD]
